//! Counting the pages that were shown.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cache::Counts;
use http::{Method, StatusCode};

use crate::insight::counts::{Uncounted, page_served};

/// A page that the browser still has was shown as well.
const SHOWN: [StatusCode; 2] = [StatusCode::OK, StatusCode::NOT_MODIFIED];

/// Counts a page that was asked for with GET and shown.
pub(crate) async fn count(State(counts): State<Counts>, request: Request, next: Next) -> Response {
    let is_visit =
        request.method() == Method::GET && request.extensions().get::<Uncounted>().is_none();
    let uri = is_visit.then(|| request.uri().clone());
    let response = next.run(request).await;
    if SHOWN.contains(&response.status())
        && let Some(uri) = uri
    {
        page_served(&counts, &uri);
    }
    response
}
