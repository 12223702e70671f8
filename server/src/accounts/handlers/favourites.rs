//! Keeping favourites over HTTP: by a form for everybody, and by a script that changes them in place.

use axum::{
    Router,
    body::Bytes,
    extract::{FromRef, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderName, StatusCode, header::CACHE_CONTROL};

use super::{AccountsState, see_other};
use crate::{
    accounts::{FavouritesChange, favourites_of, return_path_or, signed_in},
    db::Pool,
    rate_limit::{Attempt, ClientAddress, Decision},
    session::TypedSession,
};

/// The page of favourites.
const PAGE: &str = "/favourites";

/// What somebody keeps is to be kept by no cache.
const UNKEPT: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

/// `POST /favourites`, a form; `GET` and `PATCH /favourites/ids`, for scripts: they answer with the keys kept, one a line,
/// the newest first. A guest who asks is answered 204, since to be a guest is no error, and one who changes 401.
pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new()
        .route(PAGE, post(submit))
        .route("/favourites/ids", get(ids).patch(change))
}

/// Why nothing was changed.
enum Refusal {
    /// Nobody is logged in.
    Guest,
    /// Too many changes.
    Limited(Decision),
    /// Redis or PostgreSQL is away.
    Unavailable,
}

/// Makes the change of a form and goes back to where it was sent from; a guest goes to the log-in form.
async fn submit(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    form: Bytes,
) -> Response {
    let next = form_urlencoded::parse(&form).find(|(name, _)| name == "next");
    let next = next.map_or_else(String::new, |(_, next)| next.into_owned());
    let next = return_path_or(&next, PAGE);
    match apply(&accounts, client, &session, &FavouritesChange::parse(&form)).await {
        Ok(_) => see_other(&next),
        Err(Refusal::Guest) => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("done", "favourites")
                .append_pair("next", &next)
                .finish();
            see_other(&format!("/log-in?{query}"))
        }
        Err(Refusal::Limited(decision)) => decision.refuse(),
        Err(Refusal::Unavailable) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn ids(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
) -> Response {
    match apply(&accounts, client, &session, &FavouritesChange::default()).await {
        Err(Refusal::Guest) => (StatusCode::NO_CONTENT, UNKEPT).into_response(),
        kept => answer(kept),
    }
}

async fn change(
    State(accounts): State<AccountsState>,
    client: ClientAddress,
    session: TypedSession,
    form: Bytes,
) -> Response {
    answer(apply(&accounts, client, &session, &FavouritesChange::parse(&form)).await)
}

fn answer(kept: Result<Vec<i64>, Refusal>) -> Response {
    match kept {
        Ok(ids) => {
            let lines: Vec<String> = ids.iter().map(ToString::to_string).collect();
            (UNKEPT, lines.join("\n")).into_response()
        }
        Err(Refusal::Guest) => StatusCode::UNAUTHORIZED.into_response(),
        Err(Refusal::Limited(decision)) => decision.refuse(),
        Err(Refusal::Unavailable) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Makes the change for whoever is logged in; gives what is kept after it.
async fn apply(
    accounts: &AccountsState,
    client: ClientAddress,
    session: &TypedSession,
    change: &FavouritesChange,
) -> Result<Vec<i64>, Refusal> {
    let user = signed_in(session, &accounts.pool).await;
    let user = user.map_err(unavailable)?.ok_or(Refusal::Guest)?.id;
    if !change.is_empty() {
        let limits = &accounts.limits;
        let account = user.to_string();
        let decision = limits.attempt(Attempt::Change, client, &account).await;
        if decision.is_refusal() {
            return Err(Refusal::Limited(decision));
        }
    }
    let kept = change_and_read(&accounts.pool, user, change).await;
    kept.map_err(unavailable)
}

async fn change_and_read(
    pool: &Pool,
    user: i64,
    change: &FavouritesChange,
) -> anyhow::Result<Vec<i64>> {
    let mut connection = pool.get().await?;
    change.apply(&mut connection, user).await?;
    Ok(favourites_of(&mut connection, user).await?)
}

fn unavailable(error: impl Into<anyhow::Error>) -> Refusal {
    let error = error.into();
    tracing::warn!(%error, "favourites cannot be read or changed");
    Refusal::Unavailable
}
