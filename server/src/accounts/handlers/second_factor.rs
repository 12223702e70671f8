//! `POST /me/second-factor`: having codes asked for at log-in, or not any more.

use app::model::form::FormAnswer;
use axum::{
    Extension, Form, Router,
    extract::{FromRef, State},
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::HeaderMap;
use serde::Deserialize;

use super::{
    AccountsState, confirm,
    member::{Member, guest_to},
    refusal::Refusal,
    second_step::now,
    see_other,
};
use crate::{
    accounts::{
        RecoveryCode, Secret, User, begin_second_factor, remove_second_factor,
        renew_recovery_codes, turn_on_second_factor,
    },
    audit::Origin,
    rate_limit::ClientAddress,
    session::TypedSession,
};

/// The page of the forms.
const PAGE: &str = "/me/second-factor";

/// Whoever has not typed the password lately has to do so first (ASVS 5.0, 7.5.1).
pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route(PAGE, post(follow))
}

/// What is to be done; nothing if that is missing. A missing code is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SecondFactorForm {
    act: Option<Act>,
    code: String,
}

/// What the page offers.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Act {
    /// Have a secret to give to an app.
    Begin,
    /// Have codes asked for, by showing the first one.
    TurnOn,
    /// Have other recovery codes.
    RenewCodes,
    /// Have no code asked for.
    TurnOff,
}

/// Who asks for it.
struct Asker {
    member: Member,
    session: TypedSession,
    client: ClientAddress,
    headers: HeaderMap,
    origin: Origin,
}

async fn follow(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    headers: HeaderMap,
    origin: Origin,
    Form(form): Form<SecondFactorForm>,
) -> Response {
    match confirmed(&accounts, &session).await {
        Ok(Ok(member)) => {
            let asker = Asker {
                member,
                session,
                client,
                headers,
                origin,
            };
            match try_follow(&accounts, &asker, form).await {
                Ok(Some(codes)) => shown_once(&codes),
                Ok(None) => see_other(PAGE),
                Err(refusal) => refusal.answer(&[]),
            }
        }
        Ok(Err(elsewhere)) => elsewhere,
        Err(refusal) => refusal.answer(&[]),
    }
}

/// The page, with codes that are shown to nobody again.
fn shown_once(codes: &[RecoveryCode]) -> Response {
    let codes = codes.iter().map(ToString::to_string);
    Extension(FormAnswer::default().with_told_once(codes)).into_response()
}

/// Whoever is logged in and has typed the password lately; for all others, where to go first.
async fn confirmed(
    accounts: &AccountsState,
    session: &TypedSession,
) -> Result<Result<Member, Response>, Refusal> {
    let Some(member) = Member::of(accounts, session).await? else {
        return Ok(Err(guest_to(PAGE)));
    };
    if session.is_confirmed().await? {
        Ok(Ok(member))
    } else {
        Ok(Err(see_other(&confirm::form(PAGE))))
    }
}

/// Recovery codes, if there are new ones.
async fn try_follow(
    accounts: &AccountsState,
    asker: &Asker,
    form: SecondFactorForm,
) -> Result<Option<Vec<RecoveryCode>>, Refusal> {
    let id = asker.member.user.id;
    match form.act {
        Some(Act::Begin) => {
            let mut connection = accounts.pool.get().await?;
            begin_second_factor(&mut connection, id, &Secret::random()).await?;
            Ok(None)
        }
        Some(Act::TurnOn) => turn_on(accounts, asker, &form.code).await.map(Some),
        Some(Act::RenewCodes) => {
            let mut connection = accounts.pool.get().await?;
            Ok(renew_recovery_codes(&mut connection, id, &asker.origin).await?)
        }
        Some(Act::TurnOff) => turn_off(accounts, asker).await.map(|()| None),
        None => Ok(None),
    }
}

/// All sessions end but this one, which goes on under a new id.
async fn turn_on(
    accounts: &AccountsState,
    asker: &Asker,
    code: &str,
) -> Result<Vec<RecoveryCode>, Refusal> {
    let User { id, ref email, .. } = asker.member.user;
    asker.member.count(accounts, asker.client).await?;
    let mut connection = accounts.pool.get().await?;
    let turned_on = turn_on_second_factor(&mut connection, id, code, now(), &asker.origin).await?;
    drop(connection);
    let Some((user, codes)) = turned_on else {
        return Err(Refusal::of("code", REJECTED));
    };
    tracing::info!(user = id, "turned a second factor on");
    accounts.tell(accounts.letters.second_factor_on(email));
    go_on(accounts, asker, &user).await;
    Ok(codes)
}

const REJECTED: &str = "This is not the code that belongs to this key now. Please take the next one that the app shows.";

/// All sessions end but this one, which goes on under a new id.
async fn turn_off(accounts: &AccountsState, asker: &Asker) -> Result<(), Refusal> {
    let mut connection = accounts.pool.get().await?;
    let id = asker.member.user.id;
    let turned_off = remove_second_factor(&mut connection, id, &asker.origin).await?;
    drop(connection);
    if let Some(user) = turned_off {
        tracing::info!(user = user.id, "turned a second factor off");
        accounts.tell(accounts.letters.second_factor_off(&user.email));
        go_on(accounts, asker, &user).await;
    }
    Ok(())
}

/// Begins this session anew, now that all have ended. If that fails, what was asked for is done all the same, and one logs in.
async fn go_on(accounts: &AccountsState, asker: &Asker, user: &User) {
    let begun = accounts.begin_session(&asker.session, user, &asker.headers);
    if let Err(error) = begun.await {
        tracing::warn!(%error, "cannot begin a session");
    }
}
