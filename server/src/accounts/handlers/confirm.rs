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
    accounts::{authenticate, return_path, signed_in},
    session::TypedSession,
};

/// `POST /confirm`.
pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route("/confirm", post(confirm))
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

async fn confirm(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    Form(form): Form<ConfirmForm>,
) -> Response {
    match try_confirm(&accounts, &session, form.password).await {
        Ok(true) => see_other(&return_path(&form.next)),
        Ok(false) => see_other(&super::log_in_form(&form.next)),
        Err(failure) => see_other(&address(Some(failure), &form.next)),
    }
}

/// Whether somebody is logged in whose password it is.
async fn try_confirm(
    accounts: &AccountsState,
    session: &TypedSession,
    password: String,
) -> Result<bool, LogInFailure> {
    let Some(user) = signed_in(session, &accounts.pool).await? else {
        return Ok(false);
    };
    authenticate(&accounts.pool, &accounts.hasher, &user.email, password).await?;
    session.confirm().await?;
    Ok(true)
}

fn address(failure: Option<LogInFailure>, next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(failure) = failure {
        query.append_pair("failed", failure.name());
    }
    query.append_pair("next", &return_path(next));
    format!("/confirm?{}", query.finish())
}
