//! What administrators do to other people's accounts. To look at them is a page.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use serde::Deserialize;

use super::{AccountsState, Sudo, require_admin, see_other};
use crate::{accounts::end_sessions, audit::Origin, session::TypedSession};

/// The page of an account.
const PAGE: &str = "/admin/account";

/// `POST /admin/account/end-sessions`. Whoever has not typed the password lately has to do so first.
pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route("/admin/account/end-sessions", post(submit))
}

/// Whose sessions are to end: the number of an account.
#[derive(Deserialize)]
struct EndForm {
    account: i64,
}

async fn submit(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<EndForm>,
) -> Response {
    let done = try_end_sessions(&accounts, &session, form.account, origin).await;
    done.unwrap_or_else(|error| {
        tracing::warn!(%error, "somebody's sessions cannot be ended");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

async fn try_end_sessions(
    accounts: &AccountsState,
    session: &TypedSession,
    account: i64,
    origin: Origin,
) -> anyhow::Result<Response> {
    let page = format!("{PAGE}?account={account}");
    let admin = match require_admin(session, &accounts.pool, &page).await? {
        Sudo::Admin(admin) => admin,
        Sudo::Answer(answer) => return Ok(answer),
    };
    let origin = origin.of_account(admin.id);
    let mut connection = accounts.pool.get().await?;
    let ended = end_sessions(&mut connection, account, &origin).await?;
    if ended.is_none() {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    tracing::info!(user = account, by = admin.id, "ended all sessions");
    Ok(see_other(&page))
}
