//! `POST /admin/products`: saving the few fields that a product has in the list.

use app::model::{
    account::Role,
    editing::{ProductsQuery, RowForm},
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use diesel_async::AsyncConnection as _;

use super::{
    Editor,
    check::{CheckedRow, check_row},
    done, outcome,
    save::{Stop, Written},
    unavailable,
};
use crate::{
    accounts::handlers::require_role,
    audit::{Event, Origin, record_act},
    catalog::{
        history::Act,
        save::{self, Save, Values},
    },
    db::Connection,
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

/// Changes a product and goes back to the list as it was, to the product's row.
pub(super) async fn change(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let list = ProductsQuery::parse(&query.unwrap_or_default()).having_done(None);
    let answer = answer(&state, &session, origin, &list.href(), &body).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    list: &str,
    body: &str,
) -> anyhow::Result<Response> {
    let user = match require_role(session, &state.pool, list, Role::Editor).await? {
        Ok(user) => *user,
        Err(answer) => return Ok(answer),
    };
    let editor = Editor::new(user, origin);
    let row = RowForm::parse(body);
    let mut connection = state.pool.get().await?;
    match write(&mut connection, &editor, &row).await {
        Ok(Written { id, what, xid }) => {
            drop(connection);
            let sentence = outcome::saved(state, &what, xid, id).await;
            done(session, &format!("{list}#p{id}"), &sentence).await
        }
        Err(stop) => stop.answer("row", body),
    }
}

async fn write(
    connection: &mut Connection,
    editor: &Editor,
    row: &RowForm,
) -> Result<Written, Stop> {
    connection
        .transaction(async |connection| {
            let act = Act {
                user: editor.user.id,
                what: "edit",
                undoes: None,
            };
            act.begin(connection).await?;
            let id = row.product;
            let present = save::lock(connection, id).await?.ok_or(Stop::Missing)?;
            let CheckedRow {
                status,
                price_minor,
                stock,
                answer,
            } = check_row(&row.form, &present.values.currency);
            if answer.has_problems() {
                return Err(Stop::Refused(Box::new(answer)));
            }
            let values = Values {
                status,
                price_minor,
                stock,
                ..present.values
            };
            let version = row.form.version.unwrap_or_default();
            match save::save(connection, id, version, &values).await? {
                Save::Done(_) => {}
                Save::Unchanged => return Ok(Written::nothing(id)),
                Save::Conflict(_) => return Err(Stop::Conflict),
                Save::Missing => return Err(Stop::Missing),
            }
            let (event, about) = (Event::ProductChanged, format!("product {id}"));
            record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
            Ok(Written {
                id,
                what: format!("Saved {}", values.name),
                xid: Some(TransactionId::current(connection).await?),
            })
        })
        .await
}
