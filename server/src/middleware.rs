//! What every request passes on its way in and every answer on its way out.

mod bounds;
mod client_address;
mod compression;
mod content_security_policy;
mod error_page;
pub(crate) mod page_counts;
pub(crate) mod rate_limit;
mod request_id;
mod request_log;
mod security_headers;
mod sending;
pub(crate) mod server_timing;
mod shared;

use axum::{Router, middleware};
use http::HeaderValue;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};

pub use self::{
    content_security_policy::content_security_policy, error_page::ErrorPage, request_id::RequestId,
    shared::SharedLayer,
};

use self::security_headers::SecurityHeaders;
use crate::config::Config;

/// `router` behind the whole stack. Call it last: routes added later are not behind it.
///
/// `policy` says what pages may load and run; `error_page` draws the page for a failure that has no page of its own.
///
/// From the outside in, each place has its reason:
///
/// 1. The request id comes first, so that everything after can name the request.
/// 2. The client's address is known before anything goes by it.
/// 3. The log line sees the answer as the client does, whoever gave it.
/// 4. Security headers go on every answer, errors too.
/// 5. Compression takes in what the layers below write, error pages too.
/// 6. Error pages replace the bare answers of all layers below.
/// 7. A panic anywhere below becomes such a bare answer; the process lives on.
/// 8. The time limit covers all that may wait, but for a file that comes: that has limits of its own.
/// 9. A forged request is refused before anything reads it.
/// 10. The body is limited where it is read; the same exception.
pub fn layers(
    router: Router,
    config: &Config,
    policy: HeaderValue,
    error_page: ErrorPage,
) -> Router {
    let headers = SecurityHeaders::new(policy, config.session.secure_cookies);
    let stack = ServiceBuilder::new()
        .layer(middleware::from_fn(request_id::assign))
        .layer(middleware::from_fn_with_state(
            config.rate_limit.trusted_proxies,
            client_address::assign,
        ))
        .layer(middleware::from_fn(request_log::write))
        .map_response(move |response| headers.add(response))
        .layer(compression::layer())
        .layer(middleware::from_fn_with_state(error_page, error_page::draw))
        .layer(CatchPanicLayer::custom(error_page::after_panic))
        .layer(middleware::from_fn_with_state(
            config.http.request_timeout,
            bounds::time,
        ))
        .layer(CsrfLayer::new());
    router.layer(middleware::from_fn(bounds::body)).layer(stack)
}
