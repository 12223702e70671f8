//! Writing the photographs of a product: one act in its history, with its line in the audit log.

use app::model::{form::FormAnswer, photo::Photo};
use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use diesel::result::Error as QueryError;
use diesel_async::AsyncConnection as _;
use http::{StatusCode, header::RETRY_AFTER};

use crate::{
    accounts::User,
    audit::{Event, Origin, record_act},
    catalog::{history::Act, photos},
    db::{Connection, DbError},
    invalidation::TransactionId,
};

/// Seconds after which it is worth while to try again.
const SOON: u32 = 10;

/// Why nothing was written.
#[derive(Debug)]
pub(super) enum Stop {
    /// In words, for whoever sent the form.
    Refused(StatusCode, Box<FormAnswer>),
    /// There is no such product.
    Missing,
    /// Something is away or at fault.
    Fault(anyhow::Error),
}

impl Stop {
    /// Refuses for what is wrong with a field.
    pub(super) fn of(status: StatusCode, field: &'static str, words: impl Into<String>) -> Self {
        let answer = FormAnswer::default().with_problem(field, words);
        Self::Refused(status, Box::new(answer))
    }

    /// The page again, which says why, with what was typed into `field`.
    pub(super) fn answer(self, field: &'static str, typed: &str) -> anyhow::Result<Response> {
        let (status, answer) = match self {
            Self::Refused(status, answer) => (status, *answer),
            Self::Missing => return Ok(StatusCode::NOT_FOUND.into_response()),
            Self::Fault(error) => return Err(error),
        };
        let answer = Extension(answer.with_typed(field, typed));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            let later = [(RETRY_AFTER, SOON.to_string())];
            return Ok((status, later, answer).into_response());
        }
        Ok((status, answer).into_response())
    }
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<QueryError> for Stop {
    fn from(error: QueryError) -> Self {
        DbError::from(error).into()
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}

/// What was written.
pub(super) struct Written {
    /// Title of the product.
    pub(super) name: String,
    /// Nothing if all of it was so already.
    pub(super) xid: Option<TransactionId>,
}

/// Gives a product the photographs that `change` makes of those it has, which nobody else changes meanwhile. Files are not
/// removed meanwhile either.
pub(super) async fn write(
    connection: &mut Connection,
    (user, origin): (&User, &Origin),
    product: i64,
    change: impl FnOnce(Vec<Photo>) -> Result<Vec<Photo>, Stop> + Send,
) -> Result<Written, Stop> {
    connection
        .transaction(async |connection| {
            let act = Act {
                user: user.id,
                what: "photographs",
                undoes: None,
            };
            act.begin(connection).await?;
            photos::hold_files(connection).await?;
            let present = photos::lock(connection, product).await?;
            let photos::OfProduct { name, photos: list } = present.ok_or(Stop::Missing)?;
            let changed = change(list.clone())?;
            if changed == list {
                return Ok(Written { name, xid: None });
            }
            photos::write(connection, product, &changed).await?;
            let about = format!("product {product}");
            record_act(connection, Event::ProductChanged, user.id, &about, origin).await?;
            let xid = Some(TransactionId::current(connection).await?);
            Ok(Written { name, xid })
        })
        .await
}
