//! Counting the pages that were shown.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cache::Counts;
use http::{Method, StatusCode};

use crate::insight::counts::page_served;

/// Counts a page that was asked for with GET and answered with 200.
pub(crate) async fn count(State(counts): State<Counts>, request: Request, next: Next) -> Response {
    let uri = (request.method() == Method::GET).then(|| request.uri().clone());
    let response = next.run(request).await;
    if response.status() == StatusCode::OK
        && let Some(uri) = uri
    {
        page_served(&counts, &uri);
    }
    response
}
