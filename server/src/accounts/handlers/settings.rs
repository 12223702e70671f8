//! `POST /me/password`, `/me/email` and `/confirm-email`: what an account is logged in with.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::Response,
    routing::post,
};
use http::HeaderMap;
use serde::Deserialize;

use super::{
    AccountsState,
    member::{Member, guest_to},
    refusal::Refusal,
    see_other,
    token_form::TokenForm,
};
use crate::{
    accounts::{
        Email, Password, Token, User, allow_email_change, change_email, change_password, is_common,
    },
    audit::{self, Event, Origin},
    mail::Letter,
    rate_limit::ClientAddress,
    session::TypedSession,
};

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route("/me/password", post(password))
        .route("/me/email", post(email))
        .route("/confirm-email", post(confirm_email))
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    /// The one there is.
    password: String,
    /// The one to be.
    new: String,
}

async fn password(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    headers: HeaderMap,
    origin: Origin,
    Form(form): Form<PasswordForm>,
) -> Response {
    let changed = try_password(&accounts, client, &session, &headers, form, &origin);
    match changed.await {
        Ok(Some(true)) => see_other("/me?done=password&hint=short"),
        Ok(Some(false)) => see_other("/me?done=password"),
        Ok(None) => guest_to("/me/password"),
        Err(refusal) => refusal.answer(&[]),
    }
}

/// Whether the new password is short; nothing for a guest. All sessions end but this one, which goes on under a new id.
async fn try_password(
    accounts: &AccountsState,
    client: ClientAddress,
    session: &TypedSession,
    headers: &HeaderMap,
    form: PasswordForm,
    origin: &Origin,
) -> Result<Option<bool>, Refusal> {
    let Some(member) = Member::of(accounts, session).await? else {
        return Ok(None);
    };
    let user = &member.user;
    let mut refusal = Refusal::nothing();
    let Some(new) = refusal.check("new", Password::parse(form.new)) else {
        return Err(refusal);
    };
    if is_common(&new, &[&user.email, &user.name]).await? {
        return Err(refusal.and("new", super::COMMON));
    }
    member
        .prove(accounts, client, form.password, origin)
        .await?;
    let short = new.is_short();
    let hash = accounts.hasher.hash(new).await?;
    let mut connection = accounts.pool.get().await?;
    let changed = change_password(&mut connection, user.id, &hash, origin).await?;
    drop(connection);
    let Some(user) = changed else {
        return Ok(None);
    };
    tracing::info!(user = user.id, "changed a password");
    accounts.tell(accounts.letters.password_changed(&user.email));
    // If this fails the password is changed all the same, and one logs in with it.
    let began = accounts.begin_session(session, &user, headers).await;
    if began.is_err() {
        return Ok(None);
    }
    Ok(Some(short))
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct EmailForm {
    email: String,
    password: String,
}

async fn email(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<EmailForm>,
) -> Response {
    let typed = form.email.clone();
    match try_email(&accounts, client, &session, form, origin).await {
        Ok(true) => see_other("/me?done=email"),
        Ok(false) => guest_to("/me/email"),
        Err(refusal) => refusal.answer(&[("email", &typed)]),
    }
}

/// Whether a link was sent; not for a guest. Whether the new address has an account already is told to its owner alone.
async fn try_email(
    accounts: &AccountsState,
    client: ClientAddress,
    session: &TypedSession,
    form: EmailForm,
    origin: Origin,
) -> Result<bool, Refusal> {
    let Some(member) = Member::of(accounts, session).await? else {
        return Ok(false);
    };
    let mut refusal = Refusal::nothing();
    let Some(email) = refusal.check("email", Email::parse(&form.email)) else {
        return Err(refusal);
    };
    if email.as_str() == member.user.email {
        return Err(refusal.and("email", "This is the address you have already."));
    }
    member
        .prove(accounts, client, form.password, &origin)
        .await?;
    let known = User::find_by_email(&mut *accounts.pool.get().await?, &email).await?;
    let letter = write(accounts.clone(), member.user.id, email, known, origin);
    accounts.outbox.post(letter)?;
    Ok(true)
}

/// The letter to who owns the new address.
async fn write(
    accounts: AccountsState,
    user: i64,
    email: Email,
    known: Option<User>,
    origin: Origin,
) -> anyhow::Result<Option<Letter>> {
    let mut connection = accounts.pool.get().await?;
    audit::record(
        &mut connection,
        Event::EmailChangeRequested,
        Some(user),
        &origin,
    )
    .await?;
    if known.is_some() {
        return Ok(Some(accounts.letters.known_new_address(email.as_str())));
    }
    let token = Token::random();
    allow_email_change(&mut connection, &token, user, &email).await?;
    Ok(Some(
        accounts.letters.confirm_new_address(email.as_str(), &token),
    ))
}

async fn confirm_email(
    State(accounts): State<AccountsState>,
    origin: Origin,
    Form(form): Form<TokenForm>,
) -> Response {
    match try_confirm(&accounts, &form, &origin).await {
        Ok(()) => see_other("/log-in?done=email"),
        Err(refusal) => refusal.answer(&[("token", &form.token)]),
    }
}

async fn try_confirm(
    accounts: &AccountsState,
    form: &TokenForm,
    origin: &Origin,
) -> Result<(), Refusal> {
    let spent = || {
        Refusal::of(
            "",
            "This link has expired or was used before. Please ask for another one on the page of your account.",
        )
    };
    let token = form.token().ok_or_else(spent)?;
    let mut connection = accounts.pool.get().await?;
    let changed = change_email(&mut connection, &token, origin).await?;
    let changed = changed.ok_or_else(spent)?;
    tracing::info!(user = changed.user.id, "changed an address");
    let notice = accounts
        .letters
        .address_changed(&changed.before, &changed.user.email);
    accounts.tell(notice);
    Ok(())
}
