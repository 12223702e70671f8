//! The one way to Redis: a shared connection, a deadline on every call, and a circuit breaker.
//!
//! `address` reads the URL, `deployment` knows how to connect to what it names, `connector` keeps the connection.

use std::sync::Arc;
use std::time::Duration;

use redis::{Cmd, FromRedisValue, RedisError, RedisResult, ScriptInvocation, Value};
use tokio::time::{Instant, timeout_at};

use crate::breaker::{Breaker, BreakerState};

mod address;
mod config;
mod connector;
mod dedicated;
mod deployment;
mod error;
mod handle;

pub use config::LinkConfig;
use connector::Connector;
pub use dedicated::Dedicated;
pub use error::LinkError;
use handle::Handle;

/// A connection to Redis that never holds its caller longer than agreed.
///
/// Cheap to clone; clones share the connection and the circuit breaker. It connects on the first call, so it can be made
/// while Redis is away, and reconnects by itself.
///
/// Redis may be one server, a master watched by Redis Sentinel, or a Redis Cluster; the URL tells which, and all calls
/// work on each. A call that fails is not repeated, with one exception: on a Cluster, a command whose connection breaks
/// is sent up to twice more, so what is not safe to execute twice needs a guard of its own.
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
    /// `url` is one of
    /// - `redis://[user:password@]host[:port][/database]` or `unix:///path/to/socket[?db=number]`: one server;
    /// - `redis+sentinel://[user:password@]host[:port][,host[:port]…]/master[/database]`: the master that these sentinels
    ///   know by that name. They are asked for its address at every connection, and user and password are the master's;
    ///   `?sentinel_username=…&sentinel_password=…` are for the sentinels, whose port is 26379 unless given;
    /// - `redis+cluster://[user:password@]host[:port][,host[:port]…]`: a Redis Cluster, found by way of these nodes.
    ///
    /// # Errors
    /// [`LinkError::Url`] if `url` is none of these.
    pub fn lazy(url: &str, config: LinkConfig) -> Result<Self, LinkError> {
        let shared = Shared {
            connector: Connector::new(url, &config).map_err(LinkError::Url)?,
            breaker: Breaker::new(config.failures_to_open, config.probe_interval),
            deadline: config.deadline,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Sends one command.
    ///
    /// On a Cluster its keys must lie in one slot, except those of `MGET`, `DEL`, `UNLINK`, `EXISTS`, `TOUCH` and `MSET`:
    /// these are split over the nodes, and fail as a whole if one node does.
    ///
    /// # Errors
    /// See [`LinkError`]. After [`LinkError::Deadline`] it is unknown whether the command was executed.
    pub async fn run<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, LinkError> {
        self.call(|mut connection| async move { command.query_async(&mut connection).await })
            .await
    }

    /// Sends one command to the server, or on a Cluster to each of its primary nodes that can be reached, and gives all
    /// answers.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn run_on_each<T: FromRedisValue>(&self, command: &Cmd) -> Result<Vec<T>, LinkError> {
        let answers = self.judged(|connection| connection.on_each(command));
        match answers.await? {
            Value::Map(answers) => answers
                .into_iter()
                .map(|(_, answer)| converted(answer))
                .collect(),
            answer => Ok(vec![converted(answer)?]),
        }
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

    /// A connection for one caller's own use: for commands that block at the server.
    ///
    /// Takes no longer than [`LinkConfig::connect_timeout`].
    ///
    /// # Errors
    /// [`LinkError::Connect`].
    pub async fn dedicated(&self) -> Result<Dedicated, LinkError> {
        Dedicated::connected(self.clone()).await
    }

    /// What the circuit breaker does with the next call.
    pub fn state(&self) -> BreakerState {
        self.shared.breaker.state()
    }

    async fn call<T, F, Fut>(&self, exchange: F) -> Result<T, LinkError>
    where
        T: FromRedisValue,
        F: FnOnce(Handle) -> Fut,
        Fut: Future<Output = RedisResult<Value>>,
    {
        converted(self.judged(exchange).await?)
    }

    /// One exchange, with its verdict for the circuit breaker.
    async fn judged<F, Fut>(&self, exchange: F) -> Result<Value, LinkError>
    where
        F: FnOnce(Handle) -> Fut,
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
        let connector = &self.shared.connector;
        match &answer {
            Err(error) if error.is_away() => {
                permit.fail();
                let opened = self.state() == BreakerState::Open;
                connector.failed(&connection, error, opened);
            }
            _ => {
                permit.succeed();
                connector.answered();
            }
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
}

/// Apart from the exchange: the client reports an answer of another type as a broken connection would be.
fn converted<T: FromRedisValue>(answer: Value) -> Result<T, LinkError> {
    redis::from_redis_value(answer).map_err(|_| LinkError::Answer)
}
