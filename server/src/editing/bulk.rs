//! `POST /admin/products/bulk`: doing to many products what the page at the same address has told exactly.
//!
//! What was told has a token: a hash over what is asked for and over what was counted. The same is counted again in the
//! transaction that does it, which sees nothing that others commit meanwhile (`REPEATABLE READ`), so what is confirmed is what
//! is done: if anything of it has changed, nothing is, and the page asks again.

mod tally;
mod wish;

use std::time::Duration;

use app::model::{
    account::Role,
    editing::{BulkQuery, Tally},
    form::FormAnswer,
};
use axum::{
    Extension, Form,
    extract::{RawQuery, State},
    response::{IntoResponse as _, Response},
};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use http::StatusCode;
use serde::Deserialize;

pub use self::{
    tally::tally,
    wish::{Problem, Wish, understand},
};

use super::{Editor, done, outcome, patience, unavailable};
use crate::{
    accounts::handlers::{Sudo, require_admin, require_role},
    audit::{Event, Origin, record_act},
    catalog::{
        bulk::{self, Change},
        history::{self, Act},
        taxonomy::{self, Taxonomy},
    },
    db::{Connection, DbError},
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

/// What such an act is called in the history.
pub const BULK: &str = "bulk";

/// How often it is tried while others change the same products.
const ATTEMPTS: u32 = 3;

/// What is said if what was told is not so any more.
const CHANGED: &str = "These products have changed since you were told what would come of it, so nothing was done. This is what would come of it now.";

/// What is said if others are faster each time.
const BUSY: &str =
    "Others are changing the same products at this moment, so nothing was done. Please try again.";

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct BulkForm {
    token: String,
}

/// Does what was told, and goes back to the list.
pub(super) async fn carry_out(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<BulkForm>,
) -> Response {
    let query = BulkQuery::parse(&query.unwrap_or_default());
    let answer = answer(&state, &session, origin, &query, &form.token).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    query: &BulkQuery,
    token: &str,
) -> anyhow::Result<Response> {
    let editor = match editor(state, session, origin, query).await? {
        Ok(editor) => editor,
        Err(answer) => return Ok(answer),
    };
    let categories = taxonomy::categories().load(&state.pool).await?;
    // The page says what is missing or wrong.
    let Ok(Some(wish)) = understand(query, &Taxonomy::new(categories)) else {
        return Ok(asked_again(StatusCode::UNPROCESSABLE_ENTITY, None));
    };
    let patience = patience::of(&state.config);
    match attempts(state, &editor, query, &wish, token, patience).await {
        Ok(Done { products, act, xid }) => {
            let what = wish.done(products);
            let sentence = outcome::told(state, &what, xid, Vec::new()).await;
            let list = query.list.having_done(act).href();
            done(session, &list, &sentence).await
        }
        Err(Stop::Changed) => Ok(asked_again(StatusCode::CONFLICT, Some(CHANGED))),
        Err(Stop::Busy) => Ok(asked_again(StatusCode::CONFLICT, Some(BUSY))),
        Err(Stop::Fault(DbError::Cancelled(_))) => {
            let words = patience::exhausted(patience);
            Ok(asked_again(StatusCode::SERVICE_UNAVAILABLE, Some(&words)))
        }
        Err(Stop::Fault(error)) => Err(error.into()),
    }
}

/// Whoever may do this, or what to answer all others.
async fn editor(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    query: &BulkQuery,
) -> anyhow::Result<Result<Editor, Response>> {
    let page = query.href();
    if query.act == "delete" {
        return Ok(match require_admin(session, &state.pool, &page).await? {
            Sudo::Admin(user) => Ok(Editor::new(*user, origin)),
            Sudo::Answer(answer) => Err(answer),
        });
    }
    let user = require_role(session, &state.pool, &page, Role::Editor).await?;
    Ok(user.map(|user| Editor::new(*user, origin)))
}

/// The page again, which counts anew.
fn asked_again(status: StatusCode, words: Option<&str>) -> Response {
    let answer = FormAnswer::default();
    let answer = match words {
        Some(words) => answer.with_problem("", words),
        None => answer,
    };
    (status, Extension(answer)).into_response()
}

/// What was done.
struct Done {
    products: i64,
    act: Option<i64>,
    xid: TransactionId,
}

/// Why nothing was done.
enum Stop {
    /// It would not be what was told.
    Changed,
    /// Somebody else has changed one of the products while this was going on.
    Busy,
    Fault(DbError),
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        let DbError::Other(other) = &error else {
            return Self::Fault(error);
        };
        match &**other {
            QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Busy,
            // Each waits for the other, and this one was chosen to give way.
            QueryError::DatabaseError(_, information)
                if information.message().starts_with("deadlock detected") =>
            {
                Self::Busy
            }
            // The category has gone.
            QueryError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => Self::Changed,
            _ => Self::Fault(error),
        }
    }
}

impl From<QueryError> for Stop {
    fn from(error: QueryError) -> Self {
        DbError::from(error).into()
    }
}

/// Tries again while others change the same products: if what they change matters here, the token tells.
async fn attempts(
    state: &AppState,
    editor: &Editor,
    query: &BulkQuery,
    wish: &Wish,
    token: &str,
    patience: Duration,
) -> Result<Done, Stop> {
    let mut connection = state.pool.get().await?;
    for _ in 1..ATTEMPTS {
        let attempt = write(&mut connection, editor, query, wish, token, patience).await;
        if !matches!(attempt, Err(Stop::Busy)) {
            return attempt;
        }
    }
    write(&mut connection, editor, query, wish, token, patience).await
}

async fn write(
    connection: &mut Connection,
    editor: &Editor,
    query: &BulkQuery,
    wish: &Wish,
    token: &str,
    patience: Duration,
) -> Result<Done, Stop> {
    connection
        .build_transaction()
        .repeatable_read()
        .run(async |connection| {
            let act = Act {
                user: editor.user.id,
                what: BULK,
                undoes: None,
            };
            act.begin(connection).await?;
            let Wish { chosen, change } = wish;
            let rows = bulk::tally(connection, chosen, change).await?;
            let will = match tally(query, change, &rows) {
                Ok(Tally {
                    will, token: now, ..
                }) if now == token && will > 0 => will,
                _ => return Err(Stop::Changed),
            };
            patience::grant(connection, patience).await?;
            let products = bulk::carry_out(connection, chosen, change).await?;
            if products != will {
                return Err(Stop::Changed);
            }
            let act = history::this_act(connection).await?;
            let event = match change {
                Change::Delete => Event::ProductsRemoved,
                _ => Event::ProductsChanged,
            };
            let number = act.unwrap_or_default();
            let about = format!("{}: {products} products, act {number}", wish.about());
            record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
            let xid = TransactionId::current(connection).await?;
            Ok(Done { products, act, xid })
        })
        .await
}
