//! Counting the pages that were shown.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cache::Counts;

use crate::{backend::Found, insight::counts::Visit, page_cache::MadeIn};

/// Counts a page that a visitor asked for, once it is answered.
pub(crate) async fn count(State(counts): State<Counts>, request: Request, next: Next) -> Response {
    let visit = Visit::of(&request);
    let response = next.run(request).await;
    if let Some(visit) = visit {
        let found = response.extensions().get::<Found>();
        let found = found.and_then(Found::results);
        let made = response.extensions().get().map(|MadeIn(took)| *took);
        visit.served(&counts, response.status(), found, made);
    }
    response
}
