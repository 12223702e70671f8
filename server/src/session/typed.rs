//! A visitor's session, with names and types.

use std::time::Duration;

use axum::extract::FromRequestParts;
use http::{Extensions, StatusCode, request::Parts};
use serde::Serialize;
use time::OffsetDateTime;
use tower_sessions::{Expiry, Session, session};

use super::{
    SessionKey,
    contents::{self, Contents, HalfLogIn, LogIn},
};

/// For how long after the password was typed it need not be typed again for what matters most.
pub const CONFIRMED_FOR: Duration = Duration::from_mins(10);

/// For how long a code may be typed after the password.
const CODE_AWAITED_FOR: Duration = Duration::from_mins(5);

/// The session could not be read or written; trying again later helps.
#[derive(Debug, thiserror::Error)]
#[error("the sessions are not available: {0}")]
pub struct SessionError(#[from] session::Error);

/// Whom a session belongs to, if it has not been ended: see [`User::of_session`](crate::accounts::User::of_session).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Primary key of the account.
    pub user_id: i64,
    /// The account's epoch when the session began.
    pub epoch: i32,
    /// The session's own key.
    pub key: SessionKey,
}

/// A visitor's session. Redis is asked at the first use, and only if the visitor has a cookie.
#[derive(Debug, Clone)]
pub struct TypedSession(Session);

impl TypedSession {
    /// The session that [`layer`](super::layer) put into a request's extensions.
    pub fn from_extensions(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Session>().cloned().map(Self)
    }

    /// Whom it belongs to; `None` for a guest.
    pub async fn holder(&self) -> Result<Option<Holder>, SessionError> {
        let contents = self.contents().await?;
        Ok(contents.zip(self.key()).map(|(contents, key)| Holder {
            user_id: contents.user_id,
            epoch: contents.epoch,
            key,
        }))
    }

    /// Its key; `None` if there is no session.
    pub fn key(&self) -> Option<SessionKey> {
        self.0.id().map(SessionKey::of)
    }

    /// Logs somebody in under a new id, so that whoever knew the old one gains nothing. On success the session stands in
    /// Redis; on failure nobody is logged in.
    pub async fn log_in(&self, log_in: &LogIn) -> Result<(), SessionError> {
        self.begin(&Contents::begin(log_in, now())).await
    }

    /// Waits for a code, under a new id. Whoever was logged in by this session is so no more.
    pub async fn await_code(&self, half: &HalfLogIn) -> Result<(), SessionError> {
        let until = OffsetDateTime::now_utc() + CODE_AWAITED_FOR;
        self.begin_anew(contents::HALF, half, until).await
    }

    /// Who has to type a code yet; nobody where none is awaited.
    pub async fn half_log_in(&self) -> Result<Option<HalfLogIn>, SessionError> {
        let value = self.0.get_value(contents::HALF).await?;
        Ok(value.and_then(|value| serde_json::from_value(value).ok()))
    }

    /// Notes that the password was typed once more, under a new id.
    pub async fn confirm(&self) -> Result<(), SessionError> {
        match self.contents().await? {
            Some(contents) => {
                let confirmed = now();
                self.begin(&Contents {
                    confirmed,
                    ..contents
                })
                .await
            }
            None => Ok(()),
        }
    }

    /// Whether the password was typed within [`CONFIRMED_FOR`].
    pub async fn is_confirmed(&self) -> Result<bool, SessionError> {
        let since = now().saturating_sub_unsigned(CONFIRMED_FOR.as_secs());
        let contents = self.contents().await?;
        Ok(contents.is_some_and(|contents| contents.confirmed >= since))
    }

    /// Notes a visit: it puts off the session's end.
    ///
    /// Written here rather than left to the layer, which would answer a failure with a bare 500. The layer then renews the
    /// cookie.
    pub async fn renew(&self) -> Result<(), SessionError> {
        let now = now();
        match self.contents().await? {
            Some(contents) if contents.is_renewal_due(now) => {
                let seen = Contents {
                    seen: now,
                    ..contents
                };
                self.write(contents::NAME, &seen, seen.expiry(now)).await
            }
            _ => Ok(()),
        }
    }

    /// Keeps a sentence about what was done, for the next page that [takes it](Self::take_told). A guest is told nothing.
    pub async fn tell(&self, sentence: &str) -> Result<(), SessionError> {
        match self.contents().await? {
            Some(contents) => {
                let expiry = contents.expiry(now());
                self.write(contents::TOLD, sentence, expiry).await
            }
            None => Ok(()),
        }
    }

    /// The sentence that was kept; once. On failure the response must be a server error, as of [`log_out`](Self::log_out).
    pub async fn take_told(&self) -> Result<Option<String>, SessionError> {
        let Some(contents) = self.contents().await? else {
            return Ok(None);
        };
        let told: Option<String> = self.0.remove(contents::TOLD).await?;
        if told.is_some() {
            let expiry = contents.expiry(now());
            self.0.set_expiry(Some(Expiry::AtDateTime(expiry)));
            self.0.save().await?;
        }
        Ok(told)
    }

    /// Ends the session. On failure it has not ended, and the response must be a server error: after any other the layer
    /// would try to write the session.
    pub async fn log_out(&self) -> Result<(), SessionError> {
        Ok(self.0.flush().await?)
    }

    async fn begin(&self, contents: &Contents) -> Result<(), SessionError> {
        let expiry = contents.expiry(now());
        self.begin_anew(contents::NAME, contents, expiry).await
    }

    /// Nothing of what the session held before is in it after this.
    async fn begin_anew(
        &self,
        name: &str,
        value: impl Serialize,
        expiry: OffsetDateTime,
    ) -> Result<(), SessionError> {
        if self.0.id().is_some() {
            self.0.cycle_id().await?;
            self.0.clear().await;
        }
        let written = self.write(name, value, expiry).await;
        if written.is_err() {
            // The layer would try to write it once more after the response.
            self.0.clear().await;
        }
        written
    }

    async fn write(
        &self,
        name: &str,
        value: impl Serialize,
        expiry: OffsetDateTime,
    ) -> Result<(), SessionError> {
        self.0.insert(name, value).await?;
        self.0.set_expiry(Some(Expiry::AtDateTime(expiry)));
        Ok(self.0.save().await?)
    }

    async fn contents(&self) -> Result<Option<Contents>, SessionError> {
        let value = self.0.get_value(contents::NAME).await?;
        Ok(value.and_then(Contents::read))
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
