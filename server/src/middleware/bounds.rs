//! How long a request may take, and how much may be in it.
//!
//! A file that is brought, to be imported or to be shown, has limits of its own, which its handler knows (`imports::upload`,
//! `photos::add`): it takes as long as it takes, but no piece of it may keep us waiting.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{Method, StatusCode, header::CONTENT_LENGTH};
use http_body_util::Limited;

use crate::{imports, photos};

/// Octets a request's body may have: far more than any form of the site sends.
const BODY_LIMIT: usize = 64 * 1024;

/// Whether a request brings a file.
fn is_upload(method: &Method, path: &str) -> bool {
    imports::is_upload(method, path) || photos::is_upload(method, path)
}

/// Answers 503 if no answer has begun in time.
pub(super) async fn time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    if is_upload(request.method(), request.uri().path()) {
        return next.run(request).await;
    }
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Answers 413 to what says that it is too much; what is so without saying it cannot be read to its end.
pub(super) async fn body(request: Request, next: Next) -> Response {
    if is_upload(request.method(), request.uri().path()) {
        return next.run(request).await;
    }
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_LIMIT) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let limited = request.map(|body| Body::new(Limited::new(body, BODY_LIMIT)));
    next.run(limited).await
}
