//! Opening one connection.

use std::{error::Error as _, str::FromStr, time::Duration};

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use tokio_postgres::{Config, NoTls};

use super::{batch, watch::watch};

/// Name the connections show in `pg_stat_activity`.
const APPLICATION_NAME: &str = "vitrine";

/// Time for one attempt to reach one address.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Time sent data may stay unacknowledged before the connection counts as lost: a peer that
/// vanished is noticed long before TCP would give up by itself.
const UNACKNOWLEDGED: Duration = Duration::from_secs(5);

/// Silence after which an idle connection is probed.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Time a transaction may sit without a statement before PostgreSQL ends it and frees its locks.
const IDLE_IN_TRANSACTION: Duration = Duration::from_secs(10);

/// Opens a connection without time limits on statements, for commands.
///
/// `url` is a `postgres://` address by host and port or by a socket's folder.
pub async fn connect(url: &str) -> ConnectionResult<AsyncPgConnection> {
    let mut connection = unwatched(url).await?;
    watch(&mut connection);
    Ok(connection)
}

/// Opens a connection whose statements need no names, for migrations: theirs are diesel's, and of their files.
pub(super) async fn unwatched(url: &str) -> ConnectionResult<AsyncPgConnection> {
    let mut config = Config::from_str(url).map_err(bad_connection)?;
    config.application_name(APPLICATION_NAME);
    config.connect_timeout(CONNECT_TIMEOUT);
    config.tcp_user_timeout(UNACKNOWLEDGED);
    config.keepalives_idle(KEEPALIVE);
    let (client, connection) = config.connect(NoTls).await.map_err(bad_connection)?;
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// Opens a connection set up for requests.
pub(super) async fn for_requests(
    url: &str,
    statement_timeout: Duration,
) -> ConnectionResult<AsyncPgConnection> {
    let mut connection = connect(url).await?;
    batch(&mut connection, "db.settings", &settings(statement_timeout))
        .await
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

/// - Searches differ too much by their words for one plan to fit all, so each is planned anew.
/// - Compiling a plan takes longer than the statements of a request run.
/// - Errors are told apart by their English text (`DbError`); only some roles may set the
///   language, so a refusal is let pass.
fn settings(statement_timeout: Duration) -> String {
    format!(
        "SET statement_timeout = {statement_timeout};
         SET idle_in_transaction_session_timeout = {idle};
         SET plan_cache_mode = force_custom_plan;
         SET jit = off;
         DO $$ BEGIN
             PERFORM set_config('lc_messages', 'C', false);
         EXCEPTION WHEN insufficient_privilege THEN NULL;
         END $$;",
        statement_timeout = statement_timeout.as_millis(),
        idle = IDLE_IN_TRANSACTION.as_millis(),
    )
}

/// With the cause, which the driver's own text leaves out.
fn bad_connection(error: tokio_postgres::Error) -> ConnectionError {
    let text = match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    };
    ConnectionError::BadConnection(text)
}
