//! What those who run the shop do to categories and brands: forms on pages under `/admin/categories` and `/admin/brands`, which
//! need no script.
//!
//! Each asks for an editor. What is done is one act in the history, with its line in the audit log in the same transaction, in
//! which nobody else changes categories or brands. Then the writer waits until no instance shows what was before, and the page
//! says so.

mod check;
mod deed;
mod outlook;
mod past;
mod stop;
mod write;

use app::model::taxonomy::{Kind, MergeQuery, MoveQuery, NamedForm};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::StatusCode;

pub use self::{
    outlook::{Wish, outlook},
    past::past_act,
};

use self::deed::{Act, Deed};
use crate::{audit::Origin, session::TypedSession, state::AppState};

/// The forms of the lists, of single ones, and of the pages that ask first.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/categories", post(add_category))
        .route("/admin/categories/acts/{act}/undo", post(undo_category))
        .route("/admin/categories/{category}", post(save_category))
        .route("/admin/categories/{category}/move", post(move_category))
        .route("/admin/categories/{category}/merge", post(merge_category))
        .route("/admin/categories/{category}/delete", post(delete_category))
        .route("/admin/brands", post(add_brand))
        .route("/admin/brands/acts/{act}/undo", post(undo_brand))
        .route("/admin/brands/{brand}", post(save_brand))
        .route("/admin/brands/{brand}/merge", post(merge_brand))
        .route("/admin/brands/{brand}/delete", post(delete_brand))
}

/// What every form comes with.
type Form = (State<AppState>, TypedSession, Origin);

async fn add_category(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let act = Act::Add(NamedForm::parse(&body));
    let deed = Deed::new(Kind::Category, act, query);
    deed.done((State(state), session, origin), &body).await
}

async fn add_brand(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let act = Act::Add(NamedForm::parse(&body));
    let deed = Deed::new(Kind::Brand, act, query);
    deed.done((State(state), session, origin), &body).await
}

/// What is to be done to the one with this key.
async fn to_one(
    form: Form,
    kind: Kind,
    key: &str,
    body: &str,
    act: impl FnOnce(i32) -> Act + Send,
) -> Response {
    match key.parse() {
        Ok(id) => Deed::new(kind, act(id), None).done(form, body).await,
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn save_category(
    State(state): State<AppState>,
    Path(key): Path<String>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let form = NamedForm::parse(&body);
    let act = |id| Act::Save(id, form);
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Category, &key, &body, act).await
}

async fn save_brand(
    State(state): State<AppState>,
    Path(key): Path<String>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let form = NamedForm::parse(&body);
    let act = |id| Act::Save(id, form);
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Brand, &key, &body, act).await
}

async fn move_category(
    State(state): State<AppState>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let query = MoveQuery::parse(&query.unwrap_or_default());
    let token = token(&body);
    let act = |id| Act::Confirmed(id, Wish::Move(query), token);
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Category, &key, &body, act).await
}

async fn merge_category(
    State(state): State<AppState>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let query = MergeQuery::parse(&query.unwrap_or_default());
    let token = token(&body);
    let act = |id| Act::Confirmed(id, Wish::Merge(query), token);
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Category, &key, &body, act).await
}

async fn merge_brand(
    State(state): State<AppState>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let query = MergeQuery::parse(&query.unwrap_or_default());
    let token = token(&body);
    let act = |id| Act::Confirmed(id, Wish::Merge(query), token);
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Brand, &key, &body, act).await
}

async fn delete_category(
    State(state): State<AppState>,
    Path(key): Path<String>,
    session: TypedSession,
    origin: Origin,
) -> Response {
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Category, &key, "", Act::Delete).await
}

async fn delete_brand(
    State(state): State<AppState>,
    Path(key): Path<String>,
    session: TypedSession,
    origin: Origin,
) -> Response {
    let sent = (State(state), session, origin);
    to_one(sent, Kind::Brand, &key, "", Act::Delete).await
}

async fn undo_category(
    State(state): State<AppState>,
    Path(act): Path<String>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let sent = (State(state), session, origin);
    undo(sent, Kind::Category, &act, &body).await
}

async fn undo_brand(
    State(state): State<AppState>,
    Path(act): Path<String>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let sent = (State(state), session, origin);
    undo(sent, Kind::Brand, &act, &body).await
}

async fn undo(form: Form, kind: Kind, act: &str, body: &str) -> Response {
    let Ok(act) = act.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // The page of one, if the form says which; else that of all.
    let back = app::model::pairs::first(body, "back").and_then(|key| key.parse().ok());
    Deed::new(kind, Act::Undo(act, back), None)
        .done(form, body)
        .await
}

/// What was told, as the form names it.
fn token(body: &str) -> String {
    app::model::pairs::first(body, "token").unwrap_or_default()
}
