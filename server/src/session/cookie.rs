//! The cookie that carries a session's id.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use tower::{layer::util::Stack, util::MapResponseLayer};
use tower_sessions::{SessionManagerLayer, SessionStore, cookie::SameSite, session::Id};

use crate::config::SessionConfig;

/// Bound to this host, https and the root path by the browser itself (RFC 6265bis, section 4.1.3).
const SECURE_NAME: &str = "__Host-vitrine";
/// For plain http on one's own machine, where browsers refuse the other.
const PLAIN_NAME: &str = "vitrine";

/// What [`layer`] returns.
pub type SessionLayer<S> =
    Stack<SessionManagerLayer<S>, MapResponseLayer<fn(Response) -> Response>>;

/// Gives every request its [`Session`](tower_sessions::Session), unread, and the visitor the
/// cookie of a session that was written.
pub fn layer<S: SessionStore>(store: S, config: &SessionConfig) -> SessionLayer<S> {
    let sessions = SessionManagerLayer::new(store)
        .with_name(name(config))
        .with_secure(config.secure_cookies)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/");
    Stack::new(sessions, MapResponseLayer::new(complete_removal))
}

/// What a request is for, as browsers say it (Fetch Metadata, section 2.1).
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Takes no cookie back by the answer to what a script asks. A script may still be asking with the old id while a form brings
/// the new one, and its answer may come last: it would take the new one away. The next page takes back what is dead.
pub async fn keep_for_scripts(request: Request, next: Next) -> Response {
    let dest = request.headers().get(SEC_FETCH_DEST);
    let by_script = dest.is_some_and(|dest| dest == "empty");
    let mut response = next.run(request).await;
    if by_script {
        let cookies = response.headers().get_all(SET_COOKIE).iter();
        let kept: Vec<_> = cookies
            .filter(|cookie| !is_removal(cookie))
            .cloned()
            .collect();
        response.headers_mut().remove(SET_COOKIE);
        for cookie in kept {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// Whether a request with these headers names a session, be it a true one or not.
pub fn has_session(headers: &HeaderMap, config: &SessionConfig) -> bool {
    has_cookie(headers, name(config))
}

/// Whether a request with these headers has a cookie of this name.
pub(super) fn has_cookie(headers: &HeaderMap, name: &str) -> bool {
    cookies(headers).any(|(found, _)| found == name.as_bytes())
}

/// The id of the session that a request with these headers names.
pub(super) fn session_id(headers: &HeaderMap, config: &SessionConfig) -> Option<Id> {
    let name = name(config).as_bytes();
    let (_, id) = cookies(headers).find(|(found, _)| *found == name)?;
    std::str::from_utf8(id).ok()?.parse().ok()
}

/// Names and values of the cookies.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&[u8], &[u8])> {
    let cookies = headers.get_all(COOKIE).iter();
    let cookies = cookies.flat_map(|cookies| cookies.as_bytes().split(|byte| *byte == b';'));
    cookies.map(|cookie| {
        let end = cookie.iter().position(|byte| *byte == b'=');
        let (name, value) = cookie.split_at(end.unwrap_or(cookie.len()));
        let value = value.strip_prefix(b"=").unwrap_or_default();
        (name.trim_ascii(), value.trim_ascii())
    })
}

fn name(config: &SessionConfig) -> &'static str {
    if config.secure_cookies {
        SECURE_NAME
    } else {
        PLAIN_NAME
    }
}

/// tower-sessions takes a cookie back without its attributes, and browsers ignore a `__Host-`
/// cookie that is not `Secure`: a dead id would be sent for two weeks more.
fn complete_removal(mut response: Response) -> Response {
    let incomplete =
        |value: &HeaderValue| value.as_bytes().starts_with(b"__Host-vitrine=") && !is_secure(value);
    if !response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .any(incomplete)
    {
        return response;
    }
    let cookies: Vec<HeaderValue> = response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .map(|value| {
            if incomplete(value) {
                secured(value)
            } else {
                value.clone()
            }
        })
        .collect();
    response.headers_mut().remove(SET_COOKIE);
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn is_secure(cookie: &HeaderValue) -> bool {
    has_attribute(cookie, b"secure")
}

fn is_removal(cookie: &HeaderValue) -> bool {
    has_attribute(cookie, b"max-age=0")
}

fn has_attribute(cookie: &HeaderValue, wanted: &[u8]) -> bool {
    let mut attributes = cookie.as_bytes().split(|byte| *byte == b';').skip(1);
    attributes.any(|attribute| attribute.trim_ascii().eq_ignore_ascii_case(wanted))
}

fn secured(cookie: &HeaderValue) -> HeaderValue {
    let text = [cookie.as_bytes(), b"; Secure; HttpOnly; SameSite=Lax"].concat();
    HeaderValue::from_bytes(&text).unwrap_or_else(|_| cookie.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(cookies: &[&str]) -> Vec<String> {
        let mut response = Response::default();
        for cookie in cookies {
            let value = HeaderValue::from_str(cookie).unwrap();
            response.headers_mut().append(SET_COOKIE, value);
        }
        complete_removal(response)
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_removal_becomes_acceptable_to_browsers() {
        assert_eq!(
            after(&["a=b", "__Host-vitrine=; Path=/; Max-Age=0", "c=d"]),
            [
                "a=b",
                "__Host-vitrine=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
                "c=d"
            ],
        );
    }

    #[test]
    fn other_cookies_stay_as_they_are() {
        let cookies = [
            "__Host-vitrine=x; HttpOnly; Secure; Path=/",
            "vitrine=; Path=/; Max-Age=0",
        ];
        assert_eq!(after(&cookies), cookies);
    }
}
