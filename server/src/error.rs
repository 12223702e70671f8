//! From what failed to what a visitor may learn: the one place where a cause is logged.

use app::error::AppError;

use crate::db::DbError;

/// The visitor's side of a database failure; the cause goes to the log.
pub fn visible(error: DbError) -> AppError {
    match error {
        DbError::Unavailable(_) | DbError::Cancelled(_) => {
            tracing::warn!(%error, "a page could not be made");
            AppError::Unavailable
        }
        DbError::Other(_) => {
            tracing::error!(%error, "a page could not be made");
            AppError::Internal
        }
    }
}
