//! A name for each request, to find it again in the log.

use std::sync::Arc;

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderName, HeaderValue};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Characters of an id that is taken over: long enough to be one, short enough for a log line.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// The id of a request, found in its extensions and in the header `x-request-id` of the answer.
#[derive(Debug, Clone)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id as text: letters, digits, `-`, `_` and `.`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn random() -> Self {
        Self(format!("{:032x}", rand::random::<u128>()).into())
    }

    /// The id a proxy in front gave, unless it could garble a log or a page.
    fn given(request: &Request) -> Option<Self> {
        let text = request.headers().get(HEADER)?.to_str().ok()?;
        let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (LENGTH.contains(&text.len()) && text.bytes().all(harmless)).then(|| Self(text.into()))
    }
}

/// Names the request: by the header a proxy set, or by 128 random bits.
pub(super) async fn assign(mut request: Request, next: Next) -> Response {
    let id = RequestId::given(&request).unwrap_or_else(RequestId::random);
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(id.clone());
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
