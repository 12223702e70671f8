//! What machines are told when something is not done: `application/problem+json` (RFC 9457).

use axum::response::{IntoResponse, Response};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::DbError;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Seconds after which what was away may be asked for again.
const RETRY: HeaderValue = HeaderValue::from_static("2");

/// Whether everything below this path is for machines, errors too.
pub fn is_for_machines(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Why a request was not followed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "about:blank", "title": "Unprocessable Entity", "status": 422, "code": "invalid_fields",
    "detail": "Some fields cannot be used.",
    "errors": [{"field": "price_minor", "message": "This is no whole number."}]
}))]
pub struct Problem {
    /// Always `about:blank`: `status` and `code` say all there is to say about its kind.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: &'static str,
    /// The status in words.
    #[schema(value_type = String)]
    title: &'static str,
    /// The status.
    status: u16,
    /// A word for programs: the same kind of problem always has the same one.
    #[schema(value_type = String)]
    code: &'static str,
    /// A sentence for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    detail: String,
    /// What is wrong with which field or parameter.
    #[serde(skip_serializing_if = "<[FieldProblem]>::is_empty")]
    #[schema(value_type = Vec<FieldProblem>, required = false)]
    errors: Box<[FieldProblem]>,
    /// The number of the request, by which the log knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    request_id: Option<Box<str>>,
    #[serde(skip)]
    #[schema(ignore)]
    headers: Box<HeaderMap>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its name; `attributes.NAME` for one attribute. Empty: the whole.
    pub field: String,
    /// A sentence for people.
    pub message: String,
}

impl FieldProblem {
    /// What is wrong with `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl Problem {
    /// One that its status tells about.
    pub fn of(status: StatusCode) -> Self {
        let (code, detail) = usual(status);
        Self::new(status, code, detail)
    }

    /// One of this kind.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, RETRY);
        }
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Unknown Status"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            errors: Box::default(),
            request_id: None,
            headers: Box::new(headers),
        }
    }

    /// Something is wrong with these fields.
    pub fn fields(errors: Vec<FieldProblem>) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self {
            errors: errors.into(),
            ..Self::new(status, "invalid_fields", "Some fields cannot be used.")
        }
    }

    /// Something is away; the cause is in the log.
    pub fn unavailable() -> Self {
        Self::of(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// Who asks is not known (RFC 6750, section 3).
    pub fn unauthorized(challenge: &'static str, detail: &str) -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail);
        problem.with_header(WWW_AUTHENTICATE, challenge)
    }

    /// The same with another header; a text that no header can have is left out.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The same, naming its request.
    #[must_use]
    pub fn of_request(mut self, id: &str) -> Self {
        self.request_id = Some(id).filter(|id| !id.is_empty()).map(Box::from);
        self
    }

    /// As the body of an answer.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = self.to_json();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.extend(*self.headers);
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(_) | DbError::Cancelled(_) => {
                tracing::warn!(%error, "a program cannot be answered");
                Self::unavailable()
            }
            DbError::Other(_) => {
                tracing::error!(%error, "a program cannot be answered");
                Self::of(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl From<diesel::result::Error> for Problem {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

/// What a bare status means here: for programs, and for people.
fn usual(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => ("bad_request", "The request cannot be understood."),
        StatusCode::UNAUTHORIZED => ("unauthorized", "A token is needed."),
        StatusCode::FORBIDDEN => ("forbidden", "This is not allowed."),
        StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "method_not_allowed",
            "This address does not know the method; `Allow` says which it knows.",
        ),
        StatusCode::GONE => ("gone", "This is not sold any more."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "A body has 65,536 bytes at most."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "unsupported_media_type",
            "The body must be JSON and say so in `Content-Type`.",
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "too_many_requests",
            "Too many requests; `Retry-After` says when there is room again.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "unavailable",
            "This is not possible right now. Please try again in a moment.",
        ),
        status if status.is_server_error() => ("internal", "Something went wrong on our side."),
        _ => ("refused", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_the_path_is_for_machines() {
        for path in ["/api", "/api/", "/api/v1/search"] {
            assert!(is_for_machines(path), "{path}");
        }
        for path in ["/", "/apis", "/suggest", "/p/api"] {
            assert!(!is_for_machines(path), "{path}");
        }
    }

    #[test]
    fn a_problem_says_what_it_has_to_say_and_no_more() {
        let bare = Problem::of(StatusCode::NOT_FOUND).to_json();
        assert_eq!(
            bare,
            r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found","detail":"There is nothing at this address."}"#
        );
        let errors = vec![FieldProblem::new("name", "No.")];
        let fields = Problem::fields(errors).of_request("7").to_json();
        assert!(fields.contains(r#""errors":[{"field":"name","message":"No."}]"#));
        assert!(fields.ends_with(r#""request_id":"7"}"#));
    }
}
