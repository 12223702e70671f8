//! `POST /admin/products/{product}/undo` and `/admin/products/acts/{act}/undo`: taking back what an act did to one product, or to
//! all.

use app::model::{account::Role, editing::ProductsQuery, money::grouped_count};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use http::StatusCode;
use serde::Deserialize;

use super::{Editor, LIST, act_page, done, outcome, page_of, patience, unavailable};
use crate::{
    accounts::handlers::{Sudo, require_admin, require_role},
    audit::{Event, Origin, record_act},
    catalog::history::{self, Act, UNDO_ALL, UndoneRow},
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

/// Where to go afterwards; a missing field is nowhere.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct BackForm {
    back: String,
}

pub(super) async fn undo_act(
    State(state): State<AppState>,
    Path(act): Path<String>,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<BackForm>,
) -> Response {
    let Ok(act) = act.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let wish = Wish {
        act,
        only: None,
        page: list_at(&form.back).unwrap_or_else(|| act_page(act)),
    };
    let undone = try_undo(&state, &session, origin, &wish).await;
    undone.unwrap_or_else(|error| unavailable(&error))
}

/// The list that this address is of, if it is of one.
fn list_at(address: &str) -> Option<String> {
    let rest = address.strip_prefix(LIST)?;
    let query = match rest.strip_prefix('?') {
        None if rest.is_empty() => "",
        query => query?,
    };
    Some(ProductsQuery::parse(query).having_done(None).href())
}

/// What is to be taken back.
struct Wish {
    act: i64,
    /// Of this product alone.
    only: Option<i64>,
    /// Where one is, and comes back to.
    page: String,
}

async fn try_undo(
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
    let patience = patience::of(&state.config);
    let written = connection
        .transaction(async |connection| {
            patience::grant(connection, patience).await?;
            write(connection, &editor, wish).await
        })
        .await;
    drop(connection);
    let Undone {
        row: undone,
        act,
        xid,
    } = match written {
        Err(DbError::Cancelled(_)) => {
            return done(session, &wish.page, &patience::exhausted(patience)).await;
        }
        written => written?,
    };
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
    // The page of an act that could not take back everything tells what is left.
    let has_left = wish.only.is_none() && undone.restored < undone.products;
    let page = match act.filter(|_| has_left) {
        Some(act) => act_page(act),
        None => wish.page.clone(),
    };
    done(session, &page, &sentence).await
}

/// Whether taking it back removes products; nothing if there is nothing to be taken back.
async fn removes(pool: &Pool, wish: &Wish) -> Result<Option<bool>, DbError> {
    let mut connection = pool.get().await?;
    let act = history::act(&mut connection, wish.act, wish.only).await?;
    Ok(act.map(|act| act.made > 0))
}

/// What was taken back.
struct Undone {
    row: UndoneRow,
    /// The act that did it; nothing if it did nothing.
    act: Option<i64>,
    xid: TransactionId,
}

async fn write(
    connection: &mut AsyncPgConnection,
    editor: &Editor,
    wish: &Wish,
) -> Result<Undone, DbError> {
    let act = Act {
        user: editor.user.id,
        what: if wish.only.is_some() {
            "undo"
        } else {
            UNDO_ALL
        },
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
    Ok(Undone {
        row: undone,
        act: history::this_act(connection).await?,
        xid: TransactionId::current(connection).await?,
    })
}

fn what(undone: &UndoneRow) -> String {
    match (undone.products, undone.products - undone.restored) {
        (1, _) => "Taken back".to_owned(),
        (all, 0) => format!("Taken back for all {} products", grouped_count(all)),
        (all, left) => format!(
            "Taken back for {} of {} products; {} have been changed since and stay as they are",
            grouped_count(undone.restored),
            grouped_count(all),
            grouped_count(left)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_the_list_and_nowhere_else() {
        for (back, page) in [
            ("/admin/products", Some("/admin/products")),
            (
                "/admin/products?status=draft&done=7&x=1",
                Some("/admin/products?status=draft"),
            ),
            ("/admin/products/7", None),
            ("https://example.org/admin/products", None),
            ("", None),
        ] {
            assert_eq!(list_at(back).as_deref(), page, "{back}");
        }
    }

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
