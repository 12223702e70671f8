//! What the application keeps in a session, with names and types.

use axum::extract::FromRequestParts;
use http::{Extensions, StatusCode, request::Parts};
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::{Session, session};

/// Who is logged in: the primary key of the account.
const USER_ID: &str = "user_id";
/// When the session was last written, in seconds since 1970.
const RENEWED_AT: &str = "renewed_at";
/// A session in use is written again after this many seconds: its end counts from there.
const RENEW_AFTER: i64 = 60 * 60;

/// The session could not be read or written; trying again later helps.
#[derive(Debug, thiserror::Error)]
#[error("the sessions are not available: {0}")]
pub struct SessionError(#[from] session::Error);

/// A visitor's session. Redis is asked at the first use, and only if the visitor has a cookie.
#[derive(Debug, Clone)]
pub struct TypedSession(Session);

impl TypedSession {
    /// The session that [`layer`](super::layer) put into a request's extensions.
    pub fn from_extensions(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Session>().cloned().map(Self)
    }

    /// Who is logged in; `None` for a guest. Asking is a visit: it puts off the session's end.
    pub async fn user_id(&self) -> Result<Option<i64>, SessionError> {
        let user_id = self.number(USER_ID).await?;
        if user_id.is_some() {
            self.renew().await?;
        }
        Ok(user_id)
    }

    /// Logs `user_id` in under a new id, so that whoever knew the old one gains nothing. On
    /// success the session stands in Redis; on failure nobody is logged in.
    pub async fn log_in(&self, user_id: i64) -> Result<(), SessionError> {
        self.0.cycle_id().await?;
        self.0.insert(USER_ID, user_id).await?;
        self.0.insert(RENEWED_AT, now()).await?;
        let saved = self.0.save().await;
        if saved.is_err() {
            // The layer would try to write it once more after the response.
            self.0.clear().await;
        }
        Ok(saved?)
    }

    /// Ends the session here and in Redis. On failure it has not ended, and the response must be
    /// a server error: after any other the layer would try to write the session.
    pub async fn log_out(&self) -> Result<(), SessionError> {
        Ok(self.0.flush().await?)
    }

    /// Written here rather than left to the layer, which would answer a failure with a bare 500.
    /// The layer then renews the cookie.
    async fn renew(&self) -> Result<(), SessionError> {
        let renewed_at = self.number(RENEWED_AT).await?.unwrap_or_default();
        let now = now();
        if now.saturating_sub(renewed_at) >= RENEW_AFTER {
            self.0.insert(RENEWED_AT, now).await?;
            self.0.save().await?;
        }
        Ok(())
    }

    async fn number(&self, key: &str) -> Result<Option<i64>, SessionError> {
        let value = self.0.get_value(key).await?;
        Ok(value.as_ref().and_then(Value::as_i64))
    }
}

fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

impl<S: Sync> FromRequestParts<S> for TypedSession {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        Self::from_extensions(&parts.extensions).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
