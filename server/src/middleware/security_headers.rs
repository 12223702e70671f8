//! What browsers are told to forbid.

use http::{HeaderName, HeaderValue, Response, header};

const HEADERS: [(HeaderName, &str); 8] = [
    // A file is what its type says.
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Other sites learn that a visitor came from here, not from which search.
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    // A window we open, or that opened us, cannot reach into ours, nor load our answers as its own; nor do our pages load
    // what does not say that it may be loaded: with the three, a browser keeps us in a process of our own.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    // The site needs none of these.
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// A year, as is usual once a site is served over HTTPS, and for all below its name (OWASP ASVS 5.0, 3.4.1).
const HTTPS_ONLY: &str = "max-age=31536000; includeSubDomains";

/// What each answer says, beside what it says itself.
#[derive(Debug, Clone)]
pub(super) struct SecurityHeaders {
    content_security_policy: HeaderValue,
    secure: bool,
}

impl SecurityHeaders {
    /// `secure`: the site is reached over HTTPS, and browsers should never try anything else.
    pub(super) fn new(content_security_policy: HeaderValue, secure: bool) -> Self {
        Self {
            content_security_policy,
            secure,
        }
    }

    /// Adds the headers that are missing; a handler's own stay.
    pub(super) fn add<B>(&self, mut response: Response<B>) -> Response<B> {
        let https_only = (header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
        let https_only = self.secure.then_some(https_only);
        let headers = response.headers_mut();
        for (name, value) in HEADERS.into_iter().chain(https_only) {
            let value = HeaderValue::from_static(value);
            headers.entry(name).or_insert(value);
        }
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert_with(|| self.content_security_policy.clone());
        response
    }
}
