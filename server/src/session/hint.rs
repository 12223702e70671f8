//! The hint that somebody who works here uses a browser: a cookie that scripts may read, and that gives nothing. It only
//! says that asking who it is may be worth it, so that nobody asks for all others.

use app::model::account::Role;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderValue, header::SET_COOKIE};

use super::cookie::has_cookie;
use crate::config::SessionConfig;

/// As for the session's own cookie.
const SECURE_NAME: &str = "__Host-vitrine-staff";
const PLAIN_NAME: &str = "vitrine-staff";

/// What a form did to the hint; in the extensions of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Somebody who works here has logged in.
    Set,
    /// Somebody has logged out, or another one has logged in.
    Clear,
}

impl Hint {
    /// For the log-in of somebody with this role.
    pub fn of(role: Role) -> Self {
        if role >= Role::Viewer {
            Self::Set
        } else {
            Self::Clear
        }
    }
}

/// Whether a request with these headers has the hint.
pub fn has_hint(headers: &HeaderMap, config: &SessionConfig) -> bool {
    has_cookie(headers, name(config))
}

/// Gives the hint to the browser, or takes it back, as the answer says by a [`Hint`].
pub async fn keep_hint(
    State(config): State<SessionConfig>,
    request: Request,
    next: Next,
) -> Response {
    let had = has_hint(request.headers(), &config);
    let mut response = next.run(request).await;
    let seconds = match response.extensions().get::<Hint>() {
        Some(Hint::Set) => config.staff.absolute.as_secs(),
        Some(Hint::Clear) if had => 0,
        _ => return response,
    };
    let secure = if config.secure_cookies {
        "; Secure"
    } else {
        ""
    };
    let name = name(&config);
    let cookie = format!("{name}=1; Path=/; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn name(config: &SessionConfig) -> &'static str {
    if config.secure_cookies {
        SECURE_NAME
    } else {
        PLAIN_NAME
    }
}
