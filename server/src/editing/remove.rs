//! `POST /admin/products/{product}/delete`: removing a product. The history keeps it whole.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use diesel_async::AsyncConnection as _;
use http::StatusCode;

use super::{Editor, done, outcome, page_of, unavailable};
use crate::{
    accounts::handlers::{Sudo, require_admin},
    audit::{Event, Origin, record_act},
    catalog::{history::Act, save},
    db::DbError,
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

pub(super) async fn remove(
    State(state): State<AppState>,
    Path(product): Path<String>,
    session: TypedSession,
    origin: Origin,
) -> Response {
    let Ok(product) = product.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let removed = try_remove(&state, &session, origin, product).await;
    removed.unwrap_or_else(|error| unavailable(&error))
}

async fn try_remove(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    product: i64,
) -> anyhow::Result<Response> {
    let page = page_of(product);
    let editor = match require_admin(session, &state.pool, &page).await? {
        Sudo::Admin(user) => Editor::new(*user, origin),
        Sudo::Answer(answer) => return Ok(answer),
    };
    let mut connection = state.pool.get().await?;
    let removed = connection
        .transaction(async |connection| {
            let act = Act {
                user: editor.user.id,
                what: "delete",
                undoes: None,
            };
            act.begin(connection).await?;
            let Some(name) = save::remove(connection, product).await? else {
                return Ok::<_, DbError>(None);
            };
            let about = format!("product {product}");
            let event = Event::ProductRemoved;
            record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
            Ok(Some((name, TransactionId::current(connection).await?)))
        })
        .await?;
    drop(connection);
    let Some((name, xid)) = removed else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let sentence = outcome::told(state, &format!("Deleted {name}"), xid, Vec::new()).await;
    done(session, &page, &sentence).await
}
