//! `POST /admin/products/{product}/undo`: taking back what an act did to one product.

use app::model::account::Role;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use http::StatusCode;
use serde::Deserialize;

use super::{Editor, done, outcome, page_of, unavailable};
use crate::{
    accounts::handlers::{Sudo, require_admin, require_role},
    audit::{Event, Origin, record_act},
    catalog::history::{self, Act, UndoneRow},
    db::{DbError, Pool},
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

/// Which act; a missing field is none.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct UndoForm {
    act: String,
}

pub(super) async fn undo(
    State(state): State<AppState>,
    Path(product): Path<String>,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<UndoForm>,
) -> Response {
    let Ok(product) = product.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let wish = Wish {
        // None has this number.
        act: form.act.parse().unwrap_or(0),
        only: Some(product),
        page: page_of(product),
    };
    let undone = try_undo(&state, &session, origin, &wish).await;
    undone.unwrap_or_else(|error| unavailable(&error))
}

/// What is to be taken back.
pub(super) struct Wish {
    pub(super) act: i64,
    /// Of this product alone.
    pub(super) only: Option<i64>,
    /// Where one is, and comes back to.
    pub(super) page: String,
}

pub(super) async fn try_undo(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    wish: &Wish,
) -> anyhow::Result<Response> {
    let editor = match require_role(session, &state.pool, &wish.page, Role::Editor).await? {
        Ok(user) => Editor::new(*user, origin),
        Err(answer) => return Ok(answer),
    };
    let Some(removes) = removes(&state.pool, wish).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    if removes && let Sudo::Answer(answer) = require_admin(session, &state.pool, &wish.page).await?
    {
        return Ok(answer);
    }
    let mut connection = state.pool.get().await?;
    let (undone, xid) = connection
        .transaction(async |connection| write(connection, &editor, wish).await)
        .await?;
    drop(connection);
    let sentence = if undone.restored == 0 {
        "Nothing was taken back: it has been changed since, or another product has its number or address.".to_owned()
    } else {
        outcome::told(
            state,
            &what(&undone),
            xid,
            undone.only.into_iter().collect(),
        )
        .await
    };
    done(session, &wish.page, &sentence).await
}

/// Whether taking it back removes products; nothing if there is nothing to be taken back.
async fn removes(pool: &Pool, wish: &Wish) -> Result<Option<bool>, DbError> {
    let mut connection = pool.get().await?;
    let act = history::act(&mut connection, wish.act, wish.only).await?;
    Ok(act.map(|act| act.made > 0))
}

async fn write(
    connection: &mut AsyncPgConnection,
    editor: &Editor,
    wish: &Wish,
) -> Result<(UndoneRow, TransactionId), DbError> {
    let act = Act {
        user: editor.user.id,
        what: "undo",
        undoes: Some(wish.act),
    };
    act.begin(connection).await?;
    let undone = history::undo(connection, wish.act, wish.only).await?;
    if undone.restored > 0 {
        let about = match wish.only {
            Some(product) => format!("act {} of product {product}", wish.act),
            None => format!("act {}, {} products", wish.act, undone.restored),
        };
        let event = Event::ProductUndone;
        record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
    }
    Ok((undone, TransactionId::current(connection).await?))
}

fn what(undone: &UndoneRow) -> String {
    match (undone.products, undone.products - undone.restored) {
        (1, _) => "Taken back".to_owned(),
        (all, 0) => format!("Taken back for all {all} products"),
        (all, left) => format!(
            "Taken back for {} of {all} products; {left} have been changed since and stay as they are",
            undone.restored
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told() {
        let of = |products, restored| {
            what(&UndoneRow {
                products,
                restored,
                only: None,
            })
        };
        assert_eq!(of(1, 1), "Taken back");
        assert_eq!(of(5, 5), "Taken back for all 5 products");
        assert!(of(5, 3).starts_with("Taken back for 3 of 5 products; 2 have"));
    }
}
