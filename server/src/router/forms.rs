//! Answering a form that was not followed with the page it stands on.

use app::model::form::FormAnswer;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    Method,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use tower::ServiceExt as _;

/// Draws the page at the form's own address, if the handler says by a [`FormAnswer`] what it must tell. So nothing that was
/// typed stands in an address, and nothing of it is lost. Status and headers are the handler's.
pub(super) async fn draw(State(pages): State<Router>, request: Request, next: Next) -> Response {
    let mut page = Request::new(Body::empty());
    *page.method_mut() = Method::GET;
    *page.uri_mut() = request.uri().clone();
    *page.headers_mut() = request.headers().clone();
    page.headers_mut().remove(CONTENT_TYPE);
    page.headers_mut().remove(CONTENT_LENGTH);
    *page.extensions_mut() = request.extensions().clone();

    let response = next.run(request).await;
    let Some(answer) = response.extensions().get::<FormAnswer>() else {
        return response;
    };
    page.extensions_mut().insert(answer.clone());
    let Ok(mut drawn) = pages.oneshot(page).await;
    if drawn.status().is_success() {
        *drawn.status_mut() = response.status();
    }
    for (name, value) in response.headers() {
        if name != CONTENT_LENGTH {
            drawn.headers_mut().insert(name, value.clone());
        }
    }
    drawn
}
