//! PostgreSQL: the pool, the settings of each connection, and the errors callers decide on.

mod connect;
mod error;
mod migrations;
mod statement;

use std::time::Duration;

use diesel_async::{
    AsyncPgConnection,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, deadpool},
};
use futures::FutureExt;

pub use self::{
    connect::connect,
    error::DbError,
    migrations::{MIGRATIONS, apply, migrate, pending_migrations, revert},
    statement::{Bind, Statement},
};

use crate::config::DatabaseConfig;

/// Time a request waits for a connection, be it free, new or repaired.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);

/// A connection lent by the pool; goes back when dropped.
pub type Connection = deadpool::Object<AsyncPgConnection>;

/// The connections to PostgreSQL. Cheap to clone; all clones share them.
#[derive(Clone)]
pub struct Pool(deadpool::Pool<AsyncPgConnection>);

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
    deadpool::Pool::builder(manager)
        .max_size(config.pool_size)
        .build()
        .map(Pool)
}

impl Pool {
    /// A connection, after at most two seconds.
    pub async fn get(&self) -> Result<Connection, DbError> {
        match tokio::time::timeout(ACQUIRE_TIMEOUT, self.0.get()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(deadpool::PoolError::Backend(error))) => {
                Err(DbError::Unavailable(error.to_string()))
            }
            Ok(Err(error)) => Err(DbError::Unavailable(error.to_string())),
            Err(_) => Err(DbError::Unavailable(format!(
                "no connection within {} s",
                ACQUIRE_TIMEOUT.as_secs()
            ))),
        }
    }
}
