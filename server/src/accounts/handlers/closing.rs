//! `POST /me/export` and `/me/delete`: taking one's data along, and leaving.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde::Deserialize;

use super::{
    AccountsState,
    member::{Member, guest_to},
    refusal::Refusal,
    see_other,
};
use crate::{
    accounts::{delete_account, export_account},
    audit::Origin,
    rate_limit::ClientAddress,
    session::TypedSession,
};

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route("/me/export", post(export))
        .route("/me/delete", post(delete))
}

async fn export(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    origin: Origin,
) -> Response {
    match try_export(&accounts, &session, &origin).await {
        Ok(Some(json)) => {
            let headers = [
                (CONTENT_TYPE, "application/json"),
                (CONTENT_DISPOSITION, "attachment; filename=\"vitrine.json\""),
                (CACHE_CONTROL, "no-store"),
            ];
            (headers, json).into_response()
        }
        Ok(None) => guest_to("/me"),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// All that is stored; nothing for a guest.
async fn try_export(
    accounts: &AccountsState,
    session: &TypedSession,
    origin: &Origin,
) -> Result<Option<String>, Refusal> {
    let Some(member) = Member::of(accounts, session).await? else {
        return Ok(None);
    };
    let mut connection = accounts.pool.get().await?;
    Ok(export_account(&mut connection, member.user.id, origin).await?)
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct DeleteForm {
    password: String,
}

async fn delete(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<DeleteForm>,
) -> Response {
    match try_delete(&accounts, client, &session, form.password, &origin).await {
        Ok(true) => end_session(&session).await,
        Ok(false) => guest_to("/me/delete"),
        Err(refusal) => refusal.answer(&[]),
    }
}

/// Whether the account was deleted; not for a guest.
async fn try_delete(
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
    let user = &member.user;
    let mut connection = accounts.pool.get().await?;
    if delete_account(&mut connection, user.id, origin).await? {
        tracing::info!(user = user.id, "deleted an account");
        accounts.tell(accounts.letters.account_deleted(&user.email));
    }
    Ok(true)
}

/// The session is worth nothing without its account; the cookie is taken back if Redis is there.
async fn end_session(session: &TypedSession) -> Response {
    match session.log_out().await {
        Ok(()) => see_other("/log-in?done=deleted"),
        Err(error) => {
            tracing::warn!(%error, "cannot log out");
            (StatusCode::SERVICE_UNAVAILABLE, DELETED).into_response()
        }
    }
}

const DELETED: &str = "Your account is deleted.";
