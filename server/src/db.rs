//! PostgreSQL: the pool, the settings of each connection, and the errors callers decide on.

mod connect;
mod error;
mod example;
mod explain;
mod generic;
mod migrations;
mod named;
mod outage;
mod redacted;
mod runs;
mod sent;
mod statement;
mod timed;
mod types;
mod usage;
mod watch;

use std::time::{Duration, Instant};

use diesel_async::{
    AsyncPgConnection,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, deadpool},
};
use futures::FutureExt;

pub use self::{
    connect::connect,
    error::DbError,
    example::{Example, Examples, examples_of},
    migrations::{MIGRATIONS, apply, migrate, pending_migrations, revert},
    named::{Name, Named},
    runs::{Known, Run, all_known, is_known, known},
    sent::Wording,
    statement::{Bind, Statement},
    timed::batch,
    usage::Usage,
};

use self::outage::Outage;
use crate::{config::DatabaseConfig, telemetry};

/// Time a request waits for a connection, be it free, new or repaired.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);

/// Time beyond the statement timeout after which a server that should have ended the statement counts as away.
const STATEMENT_GRACE: Duration = Duration::from_secs(1);

/// A connection lent by the pool; goes back when dropped.
pub type Connection = deadpool::Object<AsyncPgConnection>;

/// The connections to PostgreSQL. Cheap to clone; all clones share them.
#[derive(Clone)]
pub struct Pool {
    connections: deadpool::Pool<AsyncPgConnection>,
    outage: Outage,
    statement_deadline: Duration,
}

/// A pool that connects on first use, so that the server starts without PostgreSQL and finds it
/// when it comes.
pub fn pool(config: &DatabaseConfig) -> Result<Pool, deadpool::BuildError> {
    let mut manager = ManagerConfig::default();
    // A connection known to be closed is replaced; asking PostgreSQL each time would cost a round
    // trip a request.
    manager.recycling_method = RecyclingMethod::Fast;
    let statement_timeout = config.statement_timeout;
    manager.custom_setup =
        Box::new(move |url| connect::for_requests(url, statement_timeout).boxed());
    let manager = AsyncDieselConnectionManager::new_with_config(&config.url, manager);
    let connections = deadpool::Pool::builder(manager)
        .max_size(config.pool_size)
        .build()?;
    Ok(Pool {
        connections,
        outage: Outage::none(&config.url),
        statement_deadline: statement_timeout + STATEMENT_GRACE,
    })
}

impl Pool {
    /// A connection, after at most two seconds; an error at once while PostgreSQL is known to be away.
    pub async fn get(&self) -> Result<Connection, DbError> {
        self.outage.check()?;
        let started = Instant::now();
        let got = tokio::time::timeout(ACQUIRE_TIMEOUT, self.connections.get()).await;
        telemetry::pool_wait(started.elapsed(), !matches!(got, Ok(Ok(_))));
        match got {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => {
                let reason = match error {
                    deadpool::PoolError::Backend(error) => error.to_string(),
                    error => error.to_string(),
                };
                self.outage.begin(&reason);
                Err(DbError::Unavailable(reason))
            }
            Err(_) => {
                self.outage.suspect();
                Err(DbError::Unavailable(format!(
                    "no connection within {} s",
                    ACQUIRE_TIMEOUT.as_secs()
                )))
            }
        }
    }

    /// Whether PostgreSQL is known to be away.
    pub fn is_away(&self) -> bool {
        self.outage.is_away()
    }

    /// Runs `work` on `connection`, which is given up if PostgreSQL does not answer in time: a
    /// server that lives ends a statement by itself.
    async fn within_deadline<T>(
        &self,
        mut connection: Connection,
        work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let limit = self.statement_deadline;
        let Ok(outcome) = tokio::time::timeout(limit, work(&mut connection)).await else {
            drop(Connection::take(connection));
            let reason = format!("no answer within {limit:?}");
            self.outage.begin(&reason);
            return Err(DbError::Unavailable(reason));
        };
        if let Err(DbError::Unavailable(_)) = outcome {
            self.outage.suspect();
        }
        outcome
    }
}
