//! `POST /forgot` and `POST /reset`: a new password for who has forgotten the old one.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::Response,
    routing::post,
};
use serde::Deserialize;

use super::{AccountsState, attempt::attempt, refusal::Refusal, see_other};
use crate::{
    accounts::{
        Email, Password, Token, User, allow_password_reset, is_common, owner_of_password_reset,
        reset_password,
    },
    audit::{self, Event, Origin},
    mail::Letter,
    rate_limit::{Attempt, ClientAddress},
};

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route("/forgot", post(forgot))
        .route("/reset", post(reset))
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ForgotForm {
    email: String,
}

async fn forgot(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    origin: Origin,
    Form(form): Form<ForgotForm>,
) -> Response {
    let email = form.email.as_str();
    let follow = async {
        try_forgot(&accounts, email, origin).await?;
        Ok(see_other("/forgot/sent"))
    };
    let counted = (Attempt::Reset, client, email);
    attempt(&accounts, counted, &[("email", email)], follow).await
}

/// Does the same work and answers the same whether the address has an account or not.
async fn try_forgot(accounts: &AccountsState, typed: &str, origin: Origin) -> Result<(), Refusal> {
    let mut refusal = Refusal::nothing();
    let Some(email) = refusal.check("email", Email::parse(typed)) else {
        return Err(refusal);
    };
    let known = User::find_by_email(&mut *accounts.pool.get().await?, &email).await?;
    let letter = write(accounts.clone(), known, origin);
    Ok(accounts.outbox.post(letter)?)
}

/// The letter to the owner of the account, if there is one.
async fn write(
    accounts: AccountsState,
    known: Option<User>,
    origin: Origin,
) -> anyhow::Result<Option<Letter>> {
    let mut connection = accounts.pool.get().await?;
    let id = known.as_ref().map(|user| user.id);
    audit::record(&mut connection, Event::ResetRequested, id, &origin).await?;
    let Some(user) = known else {
        return Ok(None);
    };
    let token = Token::random();
    allow_password_reset(&mut connection, &token, user.id).await?;
    Ok(Some(accounts.letters.reset_password(&user.email, &token)))
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ResetForm {
    token: String,
    password: String,
}

async fn reset(
    State(accounts): State<AccountsState>,
    origin: Origin,
    Form(form): Form<ResetForm>,
) -> Response {
    let token = form.token.clone();
    match try_reset(&accounts, form, origin).await {
        Ok(true) => see_other("/log-in?done=reset&hint=short"),
        Ok(false) => see_other("/log-in?done=reset"),
        Err(refusal) => refusal.answer(&[("token", &token)]),
    }
}

/// Whether the password is short. The link is used up only by a password that can be accepted.
async fn try_reset(
    accounts: &AccountsState,
    form: ResetForm,
    origin: Origin,
) -> Result<bool, Refusal> {
    let spent = || {
        Refusal::of(
            "",
            "This link has expired or was used before. Please get another one.",
        )
    };
    let token = Token::parse(form.token.trim()).ok_or_else(spent)?;
    let owner = owner_of_password_reset(&mut *accounts.pool.get().await?, &token).await?;
    let owner = owner.ok_or_else(spent)?;

    let mut refusal = Refusal::nothing();
    let Some(password) = refusal.check("password", Password::parse(form.password)) else {
        return Err(refusal);
    };
    if is_common(&password, &[&owner.email, &owner.name]).await? {
        return Err(refusal.and("password", super::COMMON));
    }
    let short = password.is_short();
    let hash = accounts.hasher.hash(password).await?;
    let mut connection = accounts.pool.get().await?;
    let changed = reset_password(&mut connection, &token, &hash, &origin).await?;
    let user = changed.ok_or_else(spent)?;
    tracing::info!(user = user.id, "reset a password");
    accounts.tell(accounts.letters.password_changed(&user.email));
    Ok(short)
}
