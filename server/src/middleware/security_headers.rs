//! What browsers are told to forbid.

use http::{HeaderName, HeaderValue, Response, header};

const HEADERS: [(HeaderName, &str); 7] = [
    // A file is what its type says.
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Other sites learn that a visitor came from here, not from which search.
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    // Nobody lays our pages under their own; the first is for browsers without the second.
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        header::CONTENT_SECURITY_POLICY,
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    // A window we open, or that opened us, cannot reach into ours, nor load our answers as its own.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    // The site needs none of these.
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// A year, as is usual once a site is served over HTTPS.
const HTTPS_ONLY: &str = "max-age=31536000";

/// Adds the headers that are missing; a handler's own stay. `secure`: the site is reached over
/// HTTPS, and browsers should never try anything else.
pub(super) fn add<B>(mut response: Response<B>, secure: bool) -> Response<B> {
    let https_only = secure.then_some((header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY));
    for (name, value) in HEADERS.into_iter().chain(https_only) {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
