//! The connections to PostgreSQL that following and relaying keep for themselves.

use std::time::Duration;

use diesel_async::AsyncPgConnection;
use futures::StreamExt as _;

use crate::db::{self, DbError};

/// Time for one statement, of which most take less than a millisecond. Reading the whole log takes longest.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);

/// Time for any exchange with PostgreSQL as this process sees it: it may be frozen, or the network may be.
const DEADLINE: Duration = Duration::from_secs(6);

/// Opens a connection that listens on `channel`.
pub(super) async fn open(url: &str, channel: &str) -> Result<AsyncPgConnection, DbError> {
    let opening = async {
        let mut connection = db::connect(url)
            .await
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        let listen = format!(
            "SET statement_timeout = {}; SET jit = off; LISTEN {channel};",
            STATEMENT_TIMEOUT.as_millis()
        );
        db::batch(&mut connection, "invalidation.listen", &listen).await?;
        Ok(connection)
    };
    within_deadline(opening).await
}

/// What `exchange` gives, or an error if PostgreSQL does not answer. The connection is of no use after that.
pub(super) async fn within_deadline<T>(
    exchange: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    match tokio::time::timeout(DEADLINE, exchange).await {
        Ok(outcome) => outcome,
        Err(_) => Err(DbError::Unavailable(format!(
            "no answer within {} s",
            DEADLINE.as_secs()
        ))),
    }
}

/// Waits for a notification; gives its payload.
pub(super) async fn notification(connection: &mut AsyncPgConnection) -> Result<String, DbError> {
    let mut notifications = std::pin::pin!(connection.notifications_stream());
    match notifications.next().await {
        Some(notification) => Ok(notification?.payload),
        None => Err(DbError::Unavailable("the connection ended".to_owned())),
    }
}
