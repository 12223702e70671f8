//! Showing a form again in the answer to what it sent.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use tower::ServiceExt as _;

/// Left with an answer by a handler that refused a form: the address of the page that has the form and says why. What was
/// typed may stand in it, since it goes nowhere but to that page.
#[derive(Debug, Clone)]
pub struct FormAgain(pub String);

/// Puts the page that a [`FormAgain`] names into the answer; its status and headers stay. So a refusal is both an honest
/// status and a form to go on with, for browsers without scripts too. The page is one that asks for no session.
pub async fn show(State(pages): State<Router>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(FormAgain(address)) = response.extensions_mut().remove() else {
        return response;
    };
    let Ok(request) = Request::get(address).body(Body::empty()) else {
        return response;
    };
    let Ok(page) = pages.oneshot(request).await;
    let (page, body) = page.into_parts();
    let (mut answer, _) = response.into_parts();
    answer.headers.remove(CONTENT_LENGTH);
    if let Some(kind) = page.headers.get(CONTENT_TYPE) {
        answer.headers.insert(CONTENT_TYPE, kind.clone());
    }
    Response::from_parts(answer, body)
}
