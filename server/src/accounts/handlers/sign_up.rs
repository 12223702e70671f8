//! `POST /register` and `POST /verify`: from wanting an account to having one.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::Response,
    routing::post,
};
use serde::Deserialize;

use super::{AccountsState, attempt::attempt, refusal::Refusal, see_other, token_form::TokenForm};
use crate::{
    accounts::{
        Email, Password, Registration, Token, User, UserName, complete_registration, is_common,
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
        .route("/register", post(register))
        .route("/verify", post(verify))
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RegisterForm {
    email: String,
    name: String,
    password: String,
}

async fn register(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    origin: Origin,
    Form(form): Form<RegisterForm>,
) -> Response {
    let (email, name) = (form.email.clone(), form.name.clone());
    let follow = async {
        let short = try_register(&accounts, form, origin).await?;
        Ok(see_other(if short {
            "/register/sent?hint=short"
        } else {
            "/register/sent"
        }))
    };
    let typed = [("email", email.as_str()), ("name", &name)];
    let counted = (Attempt::SignUp, client, email.as_str());
    attempt(&accounts, counted, &typed, follow).await
}

/// Whether the password is short. For an address that has an account it does the same work and answers the same; only the
/// letter differs.
async fn try_register(
    accounts: &AccountsState,
    form: RegisterForm,
    origin: Origin,
) -> Result<bool, Refusal> {
    let (email, name, password) = read(form).await?;
    let short = password.is_short();
    let password_hash = accounts.hasher.hash(password).await?;
    let known = User::find_by_email(&mut *accounts.pool.get().await?, &email).await?;
    let registration = Registration {
        email,
        name,
        password_hash,
    };
    let letter = write(accounts.clone(), registration, known, origin);
    accounts.outbox.post(letter)?;
    Ok(short)
}

async fn read(form: RegisterForm) -> Result<(Email, UserName, Password), Refusal> {
    let mut refusal = Refusal::nothing();
    let email = refusal.check("email", Email::parse(&form.email));
    let name = refusal.check("name", UserName::parse(&form.name));
    let password = refusal.check("password", Password::parse(form.password));
    if let Some(password) = &password
        && is_common(password, &[&form.email, &form.name]).await?
    {
        refusal = refusal.and("password", super::COMMON);
    }
    match (email, name, password) {
        (Some(email), Some(name), Some(password)) if !refusal.has_problems() => {
            Ok((email, name, password))
        }
        _ => Err(refusal),
    }
}

/// The letter to who owns the address; what it needs is noted first.
async fn write(
    accounts: AccountsState,
    registration: Registration,
    known: Option<User>,
    origin: Origin,
) -> anyhow::Result<Option<Letter>> {
    let mut connection = accounts.pool.get().await?;
    let to = registration.email.as_str();
    if let Some(user) = known {
        audit::record(
            &mut connection,
            Event::SignUpRefused,
            Some(user.id),
            &origin,
        )
        .await?;
        return Ok(Some(accounts.letters.known_address(to)));
    }
    let token = Token::random();
    registration.add(&mut connection, &token).await?;
    Ok(Some(accounts.letters.confirm_address(to, &token)))
}

async fn verify(
    State(accounts): State<AccountsState>,
    origin: Origin,
    Form(form): Form<TokenForm>,
) -> Response {
    match try_verify(&accounts, &form, origin).await {
        Ok(()) => see_other("/log-in?done=verified"),
        Err(refusal) => refusal.answer(&[("token", &form.token)]),
    }
}

async fn try_verify(
    accounts: &AccountsState,
    form: &TokenForm,
    origin: Origin,
) -> Result<(), Refusal> {
    let spent = || {
        Refusal::of(
            "",
            "This link has expired or was used before. If you cannot log in, please create your account once more.",
        )
    };
    let token = form.token().ok_or_else(spent)?;
    let mut connection = accounts.pool.get().await?;
    let made = complete_registration(&mut connection, &token, &origin).await?;
    let user = made.ok_or_else(spent)?;
    tracing::info!(user = user.id, "made an account");
    Ok(())
}
