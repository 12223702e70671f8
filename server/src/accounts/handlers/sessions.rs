//! Ending one's sessions over HTTP. The list of them is a page.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::{IntoResponse, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::{AccountsState, confirm, see_other};
use crate::{
    accounts::{User, signed_in},
    audit::{Event, Origin},
    session::{SessionKey, TypedSession},
};

/// The page of sessions.
const PAGE: &str = "/me/sessions";
/// The way to it for who is not logged in.
const LOG_IN: &str = "/log-in?next=%2Fme%2Fsessions";

/// `POST /me/sessions/end` and `POST /me/sessions/end-others`. Whoever has not typed the password lately has to do so first
/// (ASVS 5.0, 7.5.2).
pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route("/me/sessions/end", post(end))
        .route("/me/sessions/end-others", post(end_others))
}

/// Which session is to end. A missing field names none.
#[derive(Default, Deserialize)]
#[serde(default)]
struct EndForm {
    key: String,
}

async fn end(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<EndForm>,
) -> Response {
    answer(try_end(&accounts, &session, &form.key, &origin).await)
}

async fn end_others(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    headers: HeaderMap,
    origin: Origin,
) -> Response {
    answer(try_end_others(&accounts, &session, &headers, &origin).await)
}

/// Where to go on.
fn answer(done: anyhow::Result<String>) -> Response {
    match done {
        Ok(next) => see_other(&next),
        Err(error) => {
            tracing::warn!(%error, "sessions cannot be ended");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Ends the session of that name if it is one of the account's own; whatever else it names is left alone.
async fn try_end(
    accounts: &AccountsState,
    session: &TypedSession,
    key: &str,
    origin: &Origin,
) -> anyhow::Result<String> {
    let Some(user) = signed_in(session, &accounts.pool).await? else {
        return Ok(LOG_IN.to_owned());
    };
    if !session.is_confirmed().await? {
        return Ok(confirm::form(PAGE));
    }
    let open = accounts.sessions.open(user.id, user.session_epoch).await?;
    let named = SessionKey::parse(key);
    if let Some(other) = open.iter().find(|open| Some(open.key) == named) {
        accounts.sessions.end(other.key).await?;
        accounts.note(Event::SessionEnded, user.id, origin).await;
        tracing::info!(user = user.id, "ended a session");
    }
    Ok(PAGE.to_owned())
}

/// Raises the account's epoch, which ends every session whether Redis can be reached or not, and begins this one anew.
async fn try_end_others(
    accounts: &AccountsState,
    session: &TypedSession,
    headers: &HeaderMap,
    origin: &Origin,
) -> anyhow::Result<String> {
    let Some(user) = signed_in(session, &accounts.pool).await? else {
        return Ok(LOG_IN.to_owned());
    };
    if !session.is_confirmed().await? {
        return Ok(confirm::form(PAGE));
    }
    let ended = User::end_sessions(&mut *accounts.pool.get().await?, user.id).await?;
    accounts.note(Event::SessionsEnded, user.id, origin).await;
    tracing::info!(user = user.id, "ended all sessions");
    let Some(user) = ended else {
        return Ok(LOG_IN.to_owned());
    };
    // What was asked for is done; that this one has ended too is no failure of it.
    if let Err(error) = accounts.begin_session(session, &user, headers).await {
        tracing::warn!(%error, "cannot begin a session");
        return Ok(LOG_IN.to_owned());
    }
    Ok(PAGE.to_owned())
}
