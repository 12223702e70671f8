//! `POST /log-in/code`: the code after the password, where an account asks for one.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::Response,
    routing::post,
};
use http::HeaderMap;
use serde::Deserialize;

use super::{AccountsState, attempt::attempt, logged_in, refusal::Refusal, see_other};
use crate::{
    accounts::{Proof, User, accept_code, leading_to, return_path},
    audit::{Event, Origin},
    rate_limit::{Attempt, ClientAddress},
    session::{HalfLogIn, SessionError, TypedSession},
};

/// The page of the form.
const PAGE: &str = "/log-in/code";

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route(PAGE, post(second_step))
}

/// Notes that `user` has typed the password.
pub(super) async fn begin(session: &TypedSession, user: &User) -> Result<(), SessionError> {
    let half = HalfLogIn {
        user_id: user.id,
        epoch: user.session_epoch,
    };
    session.await_code(&half).await
}

/// The address of the form that leads to `next`.
pub(super) fn form(next: &str) -> String {
    leading_to(PAGE, next)
}

/// Seconds since 1970. A clock before that accepts no code.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: String,
    next: String,
}

async fn second_step(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    headers: HeaderMap,
    origin: Origin,
    Form(form): Form<CodeForm>,
) -> Response {
    let next = return_path(&form.next);
    let typed = [("next", &*next)];
    let user = match half_logged_in(&accounts, &session).await {
        Ok(Some(user)) => user,
        Ok(None) => return see_other(&leading_to("/log-in?done=late", &next)),
        Err(refusal) => return refusal.answer(&typed),
    };
    let follow = async {
        prove(&accounts, &user, &form.code, &origin).await?;
        accounts.begin_session(&session, &user, &headers).await?;
        accounts.note(Event::LoggedIn, user.id, &origin).await;
        tracing::info!(user = user.id, "logged in by a code");
        Ok::<_, Refusal>(logged_in(user.role, &next))
    };
    let counted = (Attempt::LogIn, client, user.email.as_str());
    attempt(&accounts, counted, &typed, follow).await
}

/// Who has typed the password a short while ago; nobody if a change of the account has ended that.
async fn half_logged_in(
    accounts: &AccountsState,
    session: &TypedSession,
) -> Result<Option<User>, Refusal> {
    let Some(half) = session.half_log_in().await? else {
        return Ok(None);
    };
    let mut connection = accounts.pool.get().await?;
    let user = User::find_by_id(&mut connection, half.user_id).await?;
    Ok(user.filter(|user| user.session_epoch == half.epoch))
}

/// Refuses unless `typed` opens this account now.
async fn prove(
    accounts: &AccountsState,
    user: &User,
    typed: &str,
    origin: &Origin,
) -> Result<(), Refusal> {
    let mut connection = accounts.pool.get().await?;
    let proof = accept_code(&mut connection, user.id, typed, now(), origin).await?;
    match proof {
        Some(Proof::App) => Ok(()),
        Some(Proof::Recovery { left }) => {
            accounts.tell(accounts.letters.recovery_code_used(&user.email, left));
            Ok(())
        }
        None => Err(Refusal::of("code", REJECTED)),
    }
}

const REJECTED: &str = "This is not the code of now, or it was used before. Please take the next one that the app shows.";
