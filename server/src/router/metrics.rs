//! `GET /metrics`: what the server counts, as Prometheus and its kin read it (the `OpenMetrics` text format).
//!
//! The figures tell what a shop sells how often. So they are for this machine alone, or for whoever knows the token.

mod figures;
mod timings;

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, FORWARDED, WWW_AUTHENTICATE},
};
use prometheus_client::{encoding::text, registry::Registry};
use subtle::ConstantTimeEq as _;

use self::{figures::Figures, timings::Timings};
use crate::state::AppState;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Says that a proxy passed the request on: then the peer is the proxy, wherever the request came from.
const PASSED_ON: [HeaderName; 3] = [
    FORWARDED,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
];

/// `/metrics`.
pub(super) fn routes(state: AppState) -> Router {
    Router::new().route("/metrics", get(show)).with_state(state)
}

async fn show(State(state): State<AppState>, request: Request) -> Response {
    let refusal = match state.config.metrics.token.as_deref() {
        Some(token) => (!knows(request.headers(), token)).then(unauthorized),
        None => (!is_local(&request)).then(|| StatusCode::NOT_FOUND.into_response()),
    };
    if let Some(refusal) = refusal {
        return refusal;
    }
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Figures::of(&state)));
    registry.register_collector(Box::new(Timings::read()));
    let mut page = String::new();
    match text::encode(&mut page, &registry) {
        Ok(()) => (
            [(CONTENT_TYPE, OPEN_METRICS), (CACHE_CONTROL, "no-store")],
            page,
        )
            .into_response(),
        // Writing into memory does not fail.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether the request has the token (RFC 6750, section 2.1). Takes as long whatever was sent.
fn knows(headers: &HeaderMap, token: &str) -> bool {
    let sent = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let (scheme, sent) = sent
        .unwrap_or_default()
        .split_at_checked(7)
        .unwrap_or_default();
    scheme.eq_ignore_ascii_case(b"bearer ") && bool::from(sent.ct_eq(token.as_bytes()))
}

fn unauthorized() -> Response {
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")]).into_response()
}

/// Whether the request was made on this machine, as far as that can be known.
fn is_local(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let near = peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    near && !PASSED_ON
        .iter()
        .any(|name| request.headers().contains_key(name))
}
