//! Accounts over HTTP: getting one, logging in and out, changing and leaving it, where one is logged in, and favourites. The
//! forms themselves are pages.
//!
//! A form that was followed is answered with 303, one that was not with its own page (`refusal::Refusal`).

mod administration;
mod attempt;
mod closing;
mod confirm;
mod favourites;
mod forgotten;
mod log_in;
mod member;
mod refusal;
mod second_factor;
mod second_step;
mod sessions;
mod settings;
mod sign_up;
mod sudo;
mod token_form;
mod tokens;

use std::sync::Arc;

use app::model::account::Role;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header::LOCATION};

pub use self::sudo::{Sudo, require_admin, require_confirmed, require_role};

use self::refusal::Refusal;
use super::{Letters, PasswordHasher, User, device::device, has_second_factor};
use crate::{
    audit::{self, Event, Origin},
    config::SessionConfig,
    db::Pool,
    mail::{Letter, Outbox},
    rate_limit::RateLimiter,
    session::{Hint, LogIn, SessionError, Sessions, TypedSession},
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
    /// Takes the letters to their owners.
    pub outbox: Outbox,
    /// Writes them.
    pub letters: Letters,
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

    /// Whether a code is asked for after this account's password.
    async fn asks_for_code(&self, user: &User) -> Result<bool, Refusal> {
        let mut connection = self.pool.get().await?;
        Ok(has_second_factor(&mut connection, user.id).await?)
    }

    /// Notes what happened already. That it cannot be noted must not keep anybody from logging out.
    async fn note(&self, event: Event, user: i64, origin: &Origin) {
        let noted = async {
            let mut connection = self.pool.get().await?;
            anyhow::Ok(audit::record(&mut connection, event, Some(user), origin).await?)
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, user, event = event.name(), "cannot write the audit log");
        }
    }

    /// Sends a notice of what happened already.
    fn tell(&self, notice: Letter) {
        if let Err(error) = self.outbox.send(notice) {
            tracing::error!(%error, "a notice could not be sent");
        }
    }
}

/// What is said of a password that is among the first to be tried.
const COMMON: &str =
    "This is one of the first passwords that somebody would try. Please choose another one.";

/// All that is sent about accounts. They need [`session::layer`](crate::session::layer) around
/// them, and a guard against requests from other sites.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .merge(log_in::routes())
        .merge(second_step::routes())
        .merge(confirm::routes())
        .merge(sign_up::routes())
        .merge(forgotten::routes())
        .merge(settings::routes())
        .merge(second_factor::routes())
        .merge(sessions::routes())
        .merge(administration::routes())
        .merge(tokens::routes())
        .merge(closing::routes())
        .merge(favourites::routes())
        .layer(DefaultBodyLimit::max(MAX_FORM_OCTETS))
}

/// The answer to a log-in of somebody with this role.
fn logged_in(role: Role, location: &str) -> Response {
    let mut response = see_other(location);
    response.extensions_mut().insert(Hint::of(role));
    response
}

/// The answer to a form: go on with GET (RFC 9110, section 15.4.4).
pub(crate) fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}
