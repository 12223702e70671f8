//! How long one act on many products may take.

use std::time::Duration;

use diesel_async::AsyncPgConnection;

use crate::{
    config::Config,
    db::{self, DbError},
};

/// What one statement may take of the time in which a request must be answered: what is left is for the wait until all instances
/// know of the change.
pub(crate) fn of(config: &Config) -> Duration {
    config.http.request_timeout * 3 / 5
}

/// Lets the statements of the open transaction take so long each.
pub(crate) async fn grant(
    connection: &mut AsyncPgConnection,
    patience: Duration,
) -> Result<(), DbError> {
    let limit = format!("SET LOCAL statement_timeout = {}", patience.as_millis());
    Ok(db::batch(connection, "db.patience", &limit).await?)
}

/// What is said if that was not enough.
pub(super) fn exhausted(patience: Duration) -> String {
    format!(
        "That takes more than {} seconds at the moment, so nothing was done. Please choose fewer products, or try again later.",
        patience.as_secs()
    )
}
