//! `POST /confirm`: typing one's password again before what matters most ("sudo mode").

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::Response,
    routing::post,
};
use serde::Deserialize;

use super::{
    AccountsState,
    member::{Member, guest_to},
    refusal::Refusal,
    see_other,
};
use crate::{
    accounts::{leading_to, return_path},
    audit::Origin,
    rate_limit::ClientAddress,
    session::TypedSession,
};

/// The page of the form.
const PAGE: &str = "/confirm";

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route(PAGE, post(confirm))
}

/// The address of the form that leads to `next`.
pub(super) fn form(next: &str) -> String {
    leading_to(PAGE, next)
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ConfirmForm {
    password: String,
    next: String,
}

async fn confirm(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<ConfirmForm>,
) -> Response {
    let next = return_path(&form.next);
    match try_confirm(&accounts, client, &session, form.password, &origin).await {
        Ok(true) => see_other(&next),
        Ok(false) => guest_to(&next),
        Err(refusal) => refusal.answer(&[("next", &next)]),
    }
}

/// Whether somebody is logged in.
async fn try_confirm(
    accounts: &AccountsState,
    client: ClientAddress,
    session: &TypedSession,
    password: String,
    origin: &Origin,
) -> Result<bool, Refusal> {
    let Some(member) = Member::of(accounts, session).await? else {
        return Ok(false);
    };
    member.prove(accounts, client, password, origin).await?;
    session.confirm().await?;
    Ok(true)
}
