//! Typing one's password again before what matters most ("sudo mode"), over HTTP. The form itself is a page.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::Response,
    routing::post,
};
use serde::Deserialize;

use super::{AccountsState, LogInFailure, see_other};
use crate::{
    accounts::{User, authenticate, return_path, signed_in},
    rate_limit::{Attempt, ClientAddress},
    session::TypedSession,
};

/// The page of the form.
const PAGE: &str = "/confirm";

/// `POST /confirm`.
pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route(PAGE, post(confirm))
}

/// The address of the form that leads to `next`.
pub(super) fn form(next: &str) -> String {
    address(None, next)
}

/// The form. A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ConfirmForm {
    password: String,
    next: String,
}

/// Counts as an attempt to log in: whoever found a session open must not guess for longer than others.
async fn confirm(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    Form(form): Form<ConfirmForm>,
) -> Response {
    let user = match signed_in(&session, &accounts.pool).await {
        Ok(Some(user)) => user,
        Ok(None) => return see_other(&super::log_in_form(&form.next)),
        Err(error) => return see_other(&address(Some(error.into()), &form.next)),
    };
    let limits = &accounts.limits;
    let decision = limits.attempt(Attempt::LogIn, client, &user.email).await;
    if let Some(seconds) = decision.retry_after() {
        return super::limited(&decision, PAGE, seconds, &[("next", &form.next)]);
    }
    match try_confirm(&accounts, &session, &user, form.password).await {
        Ok(()) => see_other(&return_path(&form.next)),
        Err(failure) => see_other(&address(Some(failure), &form.next)),
    }
}

async fn try_confirm(
    accounts: &AccountsState,
    session: &TypedSession,
    user: &User,
    password: String,
) -> Result<(), LogInFailure> {
    authenticate(&accounts.pool, &accounts.hasher, &user.email, password).await?;
    Ok(session.confirm().await?)
}

fn address(failure: Option<LogInFailure>, next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(failure) = failure {
        query.append_pair("failed", failure.name());
    }
    query.append_pair("next", &return_path(next));
    format!("{PAGE}?{}", query.finish())
}
