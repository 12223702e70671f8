//! Why nothing was done.

use app::model::form::FormAnswer;
use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use http::StatusCode;

use crate::{
    catalog::taxonomy::{past::NotUndone, place::Hindrance},
    db::DbError,
};

/// What is said if others are at work for too long.
const BUSY: &str = "An import or somebody else is at work on the same things at this moment, or they have too many products to \
                    be changed in time. Nothing was done; please try again later.";

/// What is said if somebody else was faster.
const CONFLICT: &str =
    "Somebody else has changed this while you were editing it. Nothing of yours is saved yet.";

/// What is said if what was told is not so any more.
const CHANGED: &str = "This has changed since you were told what would come of it, so nothing was done. This is what would come of it now.";

/// Why nothing was done.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something is wrong with what was typed.
    Refused(FormAnswer),
    /// Something is in the way, in words.
    Hindered(String),
    /// Somebody else has changed it since the form was made.
    Conflict,
    /// It would not be what was told.
    Changed,
    /// Others are at work for too long.
    Busy,
    /// There is no such category or brand.
    Missing,
    /// Something is away or at fault.
    Fault(DbError),
}

impl Stop {
    /// Something is wrong with a field.
    pub(super) fn field(field: &'static str, words: impl ToString) -> Self {
        Self::Refused(FormAnswer::default().with_problem(field, words.to_string()))
    }

    /// The page again, with all that was typed: under the name `form`, by which it looks for that.
    pub(super) fn drawn(self, body: &str) -> Response {
        let problem = |field, words: &str| FormAnswer::default().with_problem(field, words);
        let (status, answer) = match self {
            Self::Refused(answer) => (StatusCode::UNPROCESSABLE_ENTITY, answer),
            Self::Hindered(words) => (StatusCode::UNPROCESSABLE_ENTITY, problem("", &words)),
            Self::Conflict => (StatusCode::CONFLICT, problem("conflict", CONFLICT)),
            Self::Changed => (StatusCode::CONFLICT, problem("", CHANGED)),
            Self::Busy | Self::Fault(_) => (StatusCode::SERVICE_UNAVAILABLE, problem("", BUSY)),
            Self::Missing => return StatusCode::NOT_FOUND.into_response(),
        };
        (status, Extension(answer.with_typed("form", body))).into_response()
    }

    /// The same as a sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Refused(answer) => {
                let words = answer.problems().iter().map(|(_, words)| words.as_str());
                words.collect::<Vec<_>>().join(" ")
            }
            Self::Hindered(words) => words.clone(),
            Self::Conflict | Self::Changed => CONFLICT.to_owned(),
            Self::Busy | Self::Fault(_) => BUSY.to_owned(),
            Self::Missing => "That is not there any more.".to_owned(),
        }
    }
}

impl From<Hindrance> for Stop {
    fn from(hindrance: Hindrance) -> Self {
        Self::Hindered(hindrance.to_string())
    }
}

impl From<NotUndone> for Stop {
    fn from(reason: NotUndone) -> Self {
        match reason {
            NotUndone::Fault(error) => error.into(),
            NotUndone::Nothing => Self::Missing,
            other => Self::Hindered(other.to_string()),
        }
    }
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        let DbError::Other(other) = &error else {
            return match error {
                DbError::Cancelled(_) => Self::Busy,
                error => Self::Fault(error),
            };
        };
        match &**other {
            QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Hindered(
                "Another one got this address just now. Please try again.".to_owned(),
            ),
            // A product was put into what was to go.
            QueryError::DatabaseError(
                DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::SerializationFailure,
                _,
            ) => Self::Busy,
            QueryError::DatabaseError(_, information)
                if information.message().starts_with("deadlock detected") =>
            {
                Self::Busy
            }
            _ => Self::Fault(error),
        }
    }
}

impl From<QueryError> for Stop {
    fn from(error: QueryError) -> Self {
        DbError::from(error).into()
    }
}
