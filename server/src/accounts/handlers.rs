//! Logging in and out, sessions, and favourites, over HTTP. The forms themselves are pages.

mod confirm;
mod favourites;
mod sessions;

use std::sync::Arc;

use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, FromRef, State},
    response::{IntoResponse, Response},
    routing::post,
};
use http::{
    HeaderMap, StatusCode,
    header::{LOCATION, RETRY_AFTER},
};
use serde::Deserialize;

use super::{AuthenticateError, PasswordHasher, User, authenticate, device::device, return_path};
use crate::{
    config::SessionConfig,
    db::Pool,
    form_again::FormAgain,
    rate_limit::{Attempt, ClientAddress, Decision, RateLimiter},
    session::{LogIn, SessionError, Sessions, TypedSession},
};

/// The longest address, password and return path, each octet percent-encoded, fit in, and so do more favourites than an
/// account may have.
const MAX_FORM_OCTETS: usize = 16 * 1_024;

/// What the handlers work with.
#[derive(Clone)]
pub struct AccountsState {
    /// Connections to the database of accounts.
    pub pool: Pool,
    /// Checks the passwords.
    pub hasher: Arc<PasswordHasher>,
    /// Who is logged in, and where.
    pub sessions: Sessions,
    /// How long somebody stays logged in.
    pub config: SessionConfig,
    /// How often somebody may try.
    pub limits: RateLimiter,
}

impl AccountsState {
    /// Begins a session of `user`, with what sent these headers.
    async fn begin_session(
        &self,
        session: &TypedSession,
        user: &User,
        headers: &HeaderMap,
    ) -> Result<(), SessionError> {
        let log_in = LogIn {
            user_id: user.id,
            epoch: user.session_epoch,
            limits: self.config.limits(user.role),
            device: device(headers),
        };
        session.log_in(&log_in).await
    }
}

/// `POST /log-in`, `POST /log-out`, and those of sessions and favourites. They need [`session::layer`](crate::session::layer) around
/// them, and a guard against requests from other sites.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route("/log-in", post(log_in))
        .route("/log-out", post(log_out))
        .merge(confirm::routes())
        .merge(sessions::routes())
        .merge(favourites::routes())
        .layer(DefaultBodyLimit::max(MAX_FORM_OCTETS))
}

/// The log-in form. A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LogInForm {
    email: String,
    password: String,
    next: String,
}

/// An attempt is counted before anything is looked up or hashed.
async fn log_in(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    headers: HeaderMap,
    Form(form): Form<LogInForm>,
) -> Response {
    let limits = &accounts.limits;
    let decision = limits.attempt(Attempt::LogIn, client, &form.email).await;
    if let Some(seconds) = decision.retry_after() {
        let again = [("email", form.email.as_str()), ("next", &form.next)];
        return limited(&decision, "/log-in", seconds, &again);
    }
    let mut response = answer_log_in(&accounts, &session, &headers, form).await;
    decision.tell(response.headers_mut());
    response
}

/// The refusal of an attempt: the form at `path` again, which says how long to wait and has these fields.
fn limited(decision: &Decision, path: &str, seconds: u64, fields: &[(&str, &str)]) -> Response {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("failed", "limited")
        .append_pair("wait", &seconds.to_string())
        .extend_pairs(fields)
        .finish();
    let mut refusal = decision.refuse();
    let again = FormAgain(format!("{path}?{query}"));
    refusal.extensions_mut().insert(again);
    refusal
}

async fn answer_log_in(
    accounts: &AccountsState,
    session: &TypedSession,
    headers: &HeaderMap,
    form: LogInForm,
) -> Response {
    match try_log_in(accounts, session, headers, form.email, form.password).await {
        Ok(()) => see_other(&return_path(&form.next)),
        Err(failure) => see_other(&failure.form_again(&form.next)),
    }
}

async fn try_log_in(
    accounts: &AccountsState,
    session: &TypedSession,
    headers: &HeaderMap,
    email: String,
    password: String,
) -> Result<(), LogInFailure> {
    let user = authenticate(&accounts.pool, &accounts.hasher, &email, password).await?;
    accounts.begin_session(session, &user, headers).await?;
    tracing::info!(user = user.id, "logged in");
    Ok(())
}

/// What the visitor may learn of a failure; the names stand in the form's address.
#[derive(Debug, Clone, Copy)]
enum LogInFailure {
    Credentials,
    Busy,
    Unavailable,
}

impl LogInFailure {
    /// The address of the form that says what failed. Nothing that was typed is in it.
    fn form_again(self, next: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("failed", self.name())
            .append_pair("next", &return_path(next))
            .finish();
        format!("/log-in?{query}")
    }

    /// What the forms' addresses call it.
    fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
        }
    }
}

/// The address of the log-in form that leads to `next`.
fn log_in_form(next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", &return_path(next))
        .finish();
    format!("/log-in?{query}")
}

impl From<anyhow::Error> for LogInFailure {
    fn from(error: anyhow::Error) -> Self {
        tracing::warn!(%error, "cannot tell who is logged in");
        Self::Unavailable
    }
}

impl From<AuthenticateError> for LogInFailure {
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::Rejected => Self::Credentials,
            AuthenticateError::Busy => Self::Busy,
            AuthenticateError::Unavailable(_) => {
                tracing::warn!(%error, "cannot log in");
                Self::Unavailable
            }
        }
    }
}

impl From<SessionError> for LogInFailure {
    fn from(error: SessionError) -> Self {
        tracing::warn!(%error, "cannot log in");
        Self::Unavailable
    }
}

async fn log_out(session: TypedSession) -> Response {
    match session.log_out().await {
        Ok(()) => see_other("/"),
        Err(error) => {
            tracing::warn!(%error, "cannot log out");
            let retry = [(RETRY_AFTER, "5")];
            (StatusCode::SERVICE_UNAVAILABLE, retry, LOG_OUT_FAILED).into_response()
        }
    }
}

const LOG_OUT_FAILED: &str = "You may still be logged in: logging out is not possible right now. Please try again in a moment.";

/// The answer to a form: go on with GET (RFC 9110, section 15.4.4).
fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}
