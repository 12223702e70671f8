//! The one way to Redis: a shared connection, a deadline on every call, and a circuit breaker.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{Cmd, FromRedisValue, Pipeline, RedisError, RedisResult, ScriptInvocation, Value};
use tokio::time::{Instant, timeout_at};

use crate::breaker::{Breaker, BreakerState};

mod config;
mod connector;
mod error;

pub use config::LinkConfig;
use connector::{Connection, Connector};
pub use error::LinkError;

/// A connection to one Redis server that never holds its caller longer than agreed.
///
/// Cheap to clone; clones share the connection and the circuit breaker. It connects on the first call, so it can be made
/// while Redis is away, and reconnects by itself. A call that fails is not repeated.
#[derive(Debug, Clone)]
pub struct Link {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    connector: Connector,
    breaker: Breaker,
    deadline: Duration,
}

impl Link {
    /// Prepares a link; nothing is connected yet.
    ///
    /// # Errors
    /// [`LinkError::Url`] if `url` is not a Redis URL: `redis://[user:password@]host[:port][/db]` or
    /// `unix:///path/to/socket[?db=number]`.
    pub fn lazy(url: &str, config: LinkConfig) -> Result<Self, LinkError> {
        let shared = Shared {
            connector: Connector::new(url, config.connect_timeout).map_err(LinkError::Url)?,
            breaker: Breaker::new(config.failures_to_open, config.probe_interval),
            deadline: config.deadline,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Sends one command.
    ///
    /// # Errors
    /// See [`LinkError`]. After [`LinkError::Deadline`] it is unknown whether the command was executed.
    pub async fn run<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, LinkError> {
        self.call(|mut connection| async move { command.query_async(&mut connection).await })
            .await
    }

    /// Sends several commands in one go.
    ///
    /// # Errors
    /// As [`run`](Self::run); the whole pipeline fails with the first command that fails, the others may have been executed.
    pub async fn run_pipeline<T: FromRedisValue>(
        &self,
        pipeline: &Pipeline,
    ) -> Result<T, LinkError> {
        self.call(|mut connection| async move { pipeline.query_async(&mut connection).await })
            .await
    }

    /// Calls a script, sending its text if the server does not know it. One deadline covers all of that.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn run_script<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, LinkError> {
        self.call(|mut connection| async move { script.invoke_async(&mut connection).await })
            .await
    }

    /// What the circuit breaker does with the next call.
    pub fn state(&self) -> BreakerState {
        self.shared.breaker.state()
    }

    async fn call<T, F, Fut>(&self, exchange: F) -> Result<T, LinkError>
    where
        T: FromRedisValue,
        F: FnOnce(MultiplexedConnection) -> Fut,
        Fut: Future<Output = RedisResult<Value>>,
    {
        // Converted only here: the client reports an answer of another type as a broken connection would be.
        let answer = self.judged(exchange).await?;
        redis::from_redis_value(answer).map_err(|_| LinkError::Answer)
    }

    /// One exchange, with its verdict for the circuit breaker.
    async fn judged<F, Fut>(&self, exchange: F) -> Result<Value, LinkError>
    where
        F: FnOnce(MultiplexedConnection) -> Fut,
        Fut: Future<Output = RedisResult<Value>>,
    {
        let permit = self.shared.breaker.admit().ok_or(LinkError::Open)?;
        let ends = Instant::now() + self.shared.deadline;
        // A call that gives up here leaves the attempt to connect running, and what it gets is kept: where connecting
        // takes longer than a call may last, a later call finds the connection ready.
        let connecting = self.shared.connector.connection();
        let connection = match self.by(ends, connecting, LinkError::Connect).await {
            Ok(connection) => connection,
            Err(error) => {
                permit.fail();
                return Err(error);
            }
        };
        let exchange = exchange(connection.handle());
        let answer = self.by(ends, exchange, LinkError::Redis).await;
        match &answer {
            Err(error) if error.is_away() => {
                permit.fail();
                self.give_up(&connection, error);
            }
            _ => permit.succeed(),
        }
        answer
    }

    async fn by<T>(
        &self,
        ends: Instant,
        work: impl Future<Output = RedisResult<T>>,
        failure: fn(RedisError) -> LinkError,
    ) -> Result<T, LinkError> {
        match timeout_at(ends, work).await {
            Ok(outcome) => outcome.map_err(failure),
            Err(_) => Err(LinkError::Deadline(self.shared.deadline)),
        }
    }

    /// Gives up the connection if it is broken, or if the breaker has opened: answers that stop coming may mean that the
    /// path to the server is dead, so the probe starts with a connection of its own.
    fn give_up(&self, connection: &Connection, error: &LinkError) {
        if error.spoils_connection() || self.state() == BreakerState::Open {
            self.shared.connector.forget(connection);
        }
    }
}
