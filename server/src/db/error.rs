//! What went wrong with a statement, as far as callers act on it.

use std::sync::Arc;

use diesel::result::{DatabaseErrorKind, Error};

/// A failure of the database. Cheap to clone, since all who wait for one load share its failure.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    /// PostgreSQL cannot be reached, is starting or stopping, has no connection left, or lost the
    /// one in use. Trying again later helps.
    #[error("PostgreSQL is not available: {0}")]
    Unavailable(String),
    /// PostgreSQL gave up the statement, mostly because it took too long (SQLSTATE 57014).
    #[error("PostgreSQL gave up the statement: {0}")]
    Cancelled(String),
    /// Anything else: a violated constraint, or a fault of ours.
    #[error(transparent)]
    Other(Arc<Error>),
}

impl cache::LoadError for DbError {
    fn is_away(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// How the messages of SQLSTATE 57014 begin.
const CANCELLED: &[&str] = &["canceling statement due to"];

/// How the messages of SQLSTATE 57P01 to 57P05, 53300 and 25P03 begin: PostgreSQL stops, starts,
/// or ends this connection.
const UNAVAILABLE: &[&str] = &[
    "terminating connection",
    "terminating background worker",
    "the database system is",
    "sorry, too many clients",
    "remaining connection slots",
    "too many connections",
];

/// diesel keeps no SQLSTATE beyond a few kinds, so the rest is told by PostgreSQL's message; the
/// pool asks for English ones.
impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        let begins = |message: &str, known: &[&str]| {
            known.iter().any(|beginning| message.starts_with(beginning))
        };
        match &error {
            Error::DatabaseError(
                DatabaseErrorKind::UnableToSendCommand
                | DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::ReadOnlyTransaction,
                information,
            ) => Self::Unavailable(information.message().to_owned()),
            Error::DatabaseError(DatabaseErrorKind::Unknown, information)
                if begins(information.message(), UNAVAILABLE) =>
            {
                Self::Unavailable(information.message().to_owned())
            }
            Error::DatabaseError(DatabaseErrorKind::Unknown, information)
                if begins(information.message(), CANCELLED) =>
            {
                Self::Cancelled(information.message().to_owned())
            }
            Error::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            _ => Self::Other(Arc::new(error)),
        }
    }
}
