//! What is said of what was written.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::{
    api::{etag, idempotency::Kept, site, wire::Change},
    editing::outcome,
    invalidation::TransactionId,
    state::AppState,
};

/// RFC 7240.
const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const MINIMAL: &str = "return=minimal";

/// How far a change has come.
pub(super) async fn told(state: &AppState, xid: TransactionId, products: Vec<i64>) -> Change {
    let settled = outcome::settled(state, xid, products).await;
    match settled.acknowledged {
        Some(Ok(done)) => Change {
            acknowledged: true,
            position: done.position,
            tags: settled.tags,
            instances: done.instances,
            took_ms: done.took.as_secs_f64() * 1e3,
        },
        unknown => {
            if let Some(Err(error)) = unknown {
                tracing::warn!(%error, "a program's change is not acknowledged");
            }
            Change {
                acknowledged: false,
                position: None,
                tags: settled.tags,
                instances: 0,
                took_ms: 0.0,
            }
        }
    }
}

/// What is said of what was done; `change` is JSON.
pub(super) fn answer(state: &AppState, headers: &HeaderMap, kept: &Kept, change: &str) -> Response {
    let made = u16::try_from(kept.status).ok();
    let made = made.and_then(|status| StatusCode::from_u16(status).ok());
    let status = made.unwrap_or(StatusCode::OK);
    let is_minimal = headers.get_all(PREFER).iter().any(|value| {
        let value = value.to_str().unwrap_or_default();
        value
            .split(',')
            .any(|one| one.trim().eq_ignore_ascii_case(MINIMAL))
    });
    let mut response = if is_minimal {
        let mut response = if status == StatusCode::OK {
            StatusCode::NO_CONTENT.into_response()
        } else {
            etag::private(status, format!("{{\"change\":{change}}}"))
        };
        let applied = HeaderValue::from_static(MINIMAL);
        response.headers_mut().insert(PREFERENCE_APPLIED, applied);
        response
    } else {
        let body = match &kept.body {
            Some(product) => format!("{{\"product\":{product},\"change\":{change}}}"),
            None => format!("{{\"removed\":{},\"change\":{change}}}", kept.product),
        };
        etag::private(status, body)
    };
    let mut say = |name, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    };
    say(header::CACHE_CONTROL, "no-store".to_owned());
    if let Some(version) = kept.version {
        say(header::ETAG, etag::of_version(version));
    }
    if status == StatusCode::CREATED {
        let place = format!("{}/api/v1/products/{}", site(state), kept.product);
        say(header::LOCATION, place);
    }
    response
}
