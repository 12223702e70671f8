//! `POST /log-in` and `POST /log-out`.

use axum::{
    Form, Router,
    extract::{FromRef, State},
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode, header::RETRY_AFTER};
use serde::Deserialize;

use super::{AccountsState, attempt::attempt, logged_in, refusal::Refusal, second_step, see_other};
use crate::{
    accounts::{authenticate, return_path},
    audit::{Event, Origin},
    rate_limit::{Attempt, ClientAddress},
    session::{Hint, TypedSession},
};

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route("/log-in", post(log_in))
        .route("/log-out", post(log_out))
}

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LogInForm {
    email: String,
    password: String,
    next: String,
}

async fn log_in(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    headers: HeaderMap,
    origin: Origin,
    Form(form): Form<LogInForm>,
) -> Response {
    let LogInForm {
        email,
        password,
        next,
    } = form;
    let follow = async {
        let AccountsState { pool, hasher, .. } = &accounts;
        let user = authenticate(pool, hasher, &email, password, &origin).await?;
        if accounts.asks_for_code(&user).await? {
            second_step::begin(&session, &user).await?;
            return Ok(see_other(&second_step::form(&return_path(&next))));
        }
        accounts.begin_session(&session, &user, &headers).await?;
        accounts.note(Event::LoggedIn, user.id, &origin).await;
        tracing::info!(user = user.id, "logged in");
        Ok::<_, Refusal>(logged_in(user.role, &return_path(&next)))
    };
    let typed = [("email", email.as_str()), ("next", &next)];
    let counted = (Attempt::LogIn, client, email.as_str());
    attempt(&accounts, counted, &typed, follow).await
}

async fn log_out(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    origin: Origin,
) -> Response {
    // Whose it was is worth knowing, but logging out goes on without.
    let holder = session.holder().await.ok().flatten();
    match session.log_out().await {
        Ok(()) => {
            if let Some(holder) = holder {
                accounts
                    .note(Event::LoggedOut, holder.user_id, &origin)
                    .await;
            }
            let mut response = see_other("/");
            response.extensions_mut().insert(Hint::Clear);
            response
        }
        Err(error) => {
            tracing::warn!(%error, "cannot log out");
            let retry = [(RETRY_AFTER, "5")];
            (StatusCode::SERVICE_UNAVAILABLE, retry, LOG_OUT_FAILED).into_response()
        }
    }
}

const LOG_OUT_FAILED: &str = "You may still be logged in: logging out is not possible right now. Please try again in a moment.";
