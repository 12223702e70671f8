//! Tags of what is answered: for who has it already, and for who wants to change what they have seen.

use axum::response::{IntoResponse as _, Response};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, VARY},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{accounts::hexadecimal, problem::Problem};

/// Kept by clients, asked for each time.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");
/// The same, by one client alone.
pub(super) const ASK_PRIVATELY: HeaderValue = HeaderValue::from_static("private, no-cache");
/// Kept by nobody.
const NEVER: HeaderValue = HeaderValue::from_static("no-store");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer that everybody gets, or only that it has not changed. Its tag is weak: on its way it may be compressed.
pub(super) fn shared(request: &HeaderMap, answer: &impl Serialize, outdated: bool) -> Response {
    let Ok(body) = serde_json::to_vec(answer) else {
        return Problem::of(StatusCode::INTERNAL_SERVER_ERROR).into_response();
    };
    let tag = format!("W/\"{}\"", hexadecimal(&Sha256::digest(&body)));
    let mut response = if knows(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, JSON)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, if outdated { NEVER } else { ASK });
    headers.insert(VARY, HeaderValue::from_static("authorization"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// A JSON text that is for one client alone.
pub(super) fn private(status: StatusCode, body: String) -> Response {
    let mut response = (status, [(CONTENT_TYPE, JSON)], body).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, ASK_PRIVATELY);
    headers.insert(VARY, HeaderValue::from_static("authorization"));
    response
}

/// The tag of a product's version: strong, since who changes it must have seen this one.
pub(super) fn of_version(version: i64) -> String {
    format!("\"{version}\"")
}

/// Whether the client says that it has this (`If-None-Match`, RFC 9110, section 13.1.2, by weak comparison).
pub(super) fn knows(request: &HeaderMap, tag: &str) -> bool {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    listed(request, IF_NONE_MATCH)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// What a change goes by (`If-Match`, RFC 9110, section 13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Precondition(Vec<String>);

impl Precondition {
    /// A problem if the request has none (RFC 6585, section 3).
    pub(super) fn of(request: &HeaderMap) -> Result<Self, Problem> {
        if !request.contains_key(IF_MATCH) {
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if_match_required",
                "Say by If-Match which version you have seen: the ETag of the product.",
            ));
        }
        Ok(Self(listed(request, IF_MATCH).map(str::to_owned).collect()))
    }

    /// Refuses unless this version is among them, by strong comparison: a weak tag is none.
    pub(super) fn check(&self, version: i64) -> Result<(), Problem> {
        let present = of_version(version);
        if self.0.iter().any(|tag| tag == "*" || *tag == present) {
            return Ok(());
        }
        let problem = Problem::new(
            StatusCode::PRECONDITION_FAILED,
            "version_conflict",
            "Somebody else has changed this product since. Its present version is in ETag.",
        );
        Err(problem.with_header(ETAG, &present))
    }
}

/// The members of a list that may stand in several headers. No tag of ours has a comma in it.
fn listed(request: &HeaderMap, name: http::HeaderName) -> impl Iterator<Item = &str> {
    request
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn who_has_it_is_told_so_however_weak_the_tag() {
        for known in ["W/\"a\"", "\"a\"", "\"b\", W/\"a\"", "*"] {
            assert!(knows(&headers(IF_NONE_MATCH, known), "W/\"a\""), "{known}");
        }
        for other in ["\"b\"", "a", ""] {
            assert!(!knows(&headers(IF_NONE_MATCH, other), "W/\"a\""), "{other}");
        }
    }

    #[test]
    fn a_change_goes_by_the_very_version() {
        let of = |value| Precondition::of(&headers(IF_MATCH, value)).unwrap();
        for good in ["\"7\"", "\"6\", \"7\"", "*"] {
            assert!(of(good).check(7).is_ok(), "{good}");
        }
        for bad in ["\"8\"", "W/\"7\"", "7", ""] {
            assert!(of(bad).check(7).is_err(), "{bad}");
        }
        assert!(Precondition::of(&HeaderMap::new()).is_err());
    }
}
