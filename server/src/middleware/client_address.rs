//! Finding out where a request comes from, once for all who want to know.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::rate_limit::ClientAddress;

/// Leaves a [`ClientAddress`] with the request.
pub(super) async fn assign(
    State(trusted_proxies): State<usize>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let client = ClientAddress::of(&parts, trusted_proxies);
    parts.extensions.insert(client);
    next.run(Request::from_parts(parts, body)).await
}
