//! What a program wants of the catalogue, and doing it in one transaction.

use diesel_async::AsyncPgConnection;
use http::StatusCode;
use serde_json::{Map, Value};

use crate::{
    accounts::Bearer,
    api::{body, etag::Precondition, idempotency::Kept, json, wire::ManagedProduct},
    audit::{Event, Origin, record_act},
    catalog::{
        brand,
        history::{self, Act},
        managed,
        save::{self, Present, Save, Values},
    },
    editing::{self, Stop},
    invalidation::TransactionId,
    problem::{FieldProblem, Problem},
};

/// What a program wants.
pub(super) enum Wish {
    Make {
        sent: Map<String, Value>,
        new_brand: bool,
    },
    Change {
        id: i64,
        seen: Precondition,
        sent: Map<String, Value>,
        new_brand: bool,
    },
    Remove {
        id: i64,
        seen: Precondition,
    },
}

/// Does what is wanted in the open transaction, with its line in the audit log and its name in the history.
pub(super) async fn write(
    connection: &mut AsyncPgConnection,
    bearer: &Bearer,
    origin: &Origin,
    wish: &Wish,
    site: &str,
) -> Result<Kept, Problem> {
    let what = match wish {
        Wish::Make { .. } => "new product",
        Wish::Change { .. } => "edit",
        Wish::Remove { .. } => "delete",
    };
    let act = Act {
        user: bearer.user,
        what,
        undoes: None,
    };
    act.begin(connection).await?;
    let means = format!("{}{}", history::PROGRAM, bearer.name);
    history::by_means_of(connection, &means).await?;
    let (id, status, event) = match wish {
        Wish::Make { sent, new_brand } => {
            let values = values(connection, None, sent, *new_brand).await?;
            let id = save::create(connection, &values)
                .await
                .map_err(Stop::from)?;
            let id = id.ok_or_else(|| Problem::of(StatusCode::INTERNAL_SERVER_ERROR))?;
            (id, StatusCode::CREATED, Some(Event::ProductMade))
        }
        Wish::Change {
            id,
            seen,
            sent,
            new_brand,
        } => {
            let present = seen_product(connection, *id, seen).await?;
            let values = values(connection, Some(&present), sent, *new_brand).await?;
            let saved = save::save(connection, *id, present.version, &values).await;
            let event = match saved.map_err(Stop::from)? {
                Save::Done(_) => Some(Event::ProductChanged),
                Save::Unchanged => None,
                // It is locked.
                Save::Conflict(_) | Save::Missing => return Err(missing()),
            };
            (*id, StatusCode::OK, event)
        }
        Wish::Remove { id, seen } => {
            seen_product(connection, *id, seen).await?;
            save::remove(connection, *id).await?.ok_or_else(missing)?;
            (*id, StatusCode::OK, Some(Event::ProductRemoved))
        }
    };
    let mut xid = None;
    if let Some(event) = event {
        let about = format!("product {id}");
        record_act(connection, event, bearer.user, &about, origin).await?;
        xid = Some(TransactionId::current(connection).await?.number());
    }
    let row = managed::one_on(connection, id).await?;
    Ok(Kept {
        xid,
        status: i16::try_from(status.as_u16()).unwrap_or(200),
        product: id,
        version: row.as_ref().map(|row| row.present.version),
        body: row.map(|row| json(&ManagedProduct::new(row, site))),
        change: None,
    })
}

fn missing() -> Problem {
    Problem::of(StatusCode::NOT_FOUND)
}

/// The product, which nobody else changes before the open transaction ends, if it is the one that was seen.
async fn seen_product(
    connection: &mut AsyncPgConnection,
    id: i64,
    seen: &Precondition,
) -> Result<Present, Problem> {
    let present = save::lock(connection, id).await?.ok_or_else(missing)?;
    seen.check(present.version)?;
    Ok(present)
}

/// What the product is to be.
async fn values(
    connection: &mut AsyncPgConnection,
    present: Option<&Present>,
    sent: &Map<String, Value>,
    new_brand: bool,
) -> Result<Values, Problem> {
    let mut sent = body::read(sent, present)?;
    if let Some(path) = &sent.category {
        let Some(id) = brand::category_at(connection, path).await? else {
            let words = format!("No category has the path “{path}”.");
            return Err(Problem::fields(vec![FieldProblem::new("category", words)]));
        };
        sent.form = sent.form.with("category", id.to_string());
    }
    let touched = &sent.touched;
    let merged = editing::merged(connection, present, &sent.form, touched, new_brand).await;
    Ok(merged?)
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(answer) => {
                let problems = answer.problems().iter();
                // What only the database could see: somebody was faster.
                if let Some((_, words)) =
                    answer.problems().iter().find(|(field, _)| field.is_empty())
                {
                    return Self::new(StatusCode::CONFLICT, "taken", words.clone());
                }
                let field = |(field, words): &(&'static str, String)| {
                    FieldProblem::new(body::name_of(field), words.clone())
                };
                Self::fields(problems.map(field).collect())
            }
            Stop::Conflict | Stop::Missing => missing(),
            Stop::Fault(error) => error.into(),
        }
    }
}
