//! Keeps one connection for all callers and makes a new one when it is lost.
//!
//! The client's own `ConnectionManager` is not used: it keeps a failed attempt whose error is not an I/O error for ever
//! (a refused password, "max number of clients reached"), never gives up a connection on which answers merely stop
//! coming, and hands the last attempt's error to the first call after the server's return.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, IntoConnectionInfo, RedisError, RedisResult};

/// Commands that may wait to be written; more callers than that wait for room. The client's default of 50 is less than
/// the requests of one busy moment.
const SEND_QUEUE: usize = 1024;

/// An attempt to connect, running or ended, that any number of callers may wait for.
type Attempt = Shared<BoxFuture<'static, RedisResult<MultiplexedConnection>>>;

/// Makes connections and keeps the current one.
#[derive(Debug)]
pub(super) struct Connector {
    client: Client,
    config: AsyncConnectionConfig,
    current: Mutex<Current>,
}

#[derive(Debug, Default)]
struct Current {
    /// Number of the latest attempt, so that a caller forgets only the connection it used itself.
    number: u64,
    attempt: Option<Attempt>,
}

/// The connection a call uses.
pub(super) struct Connection {
    number: u64,
    handle: MultiplexedConnection,
}

impl Connection {
    /// A handle to send commands with; all handles share the one connection.
    pub(super) fn handle(&self) -> MultiplexedConnection {
        self.handle.clone()
    }
}

impl Connector {
    /// Reads the URL; nothing is connected yet.
    pub(super) fn new(url: &str, connect_timeout: Duration) -> RedisResult<Self> {
        let info = url.into_connection_info()?;
        // Small commands must not wait for the previous one's acknowledgement.
        let tcp = info.tcp_settings().clone().set_nodelay(true);
        Ok(Self {
            client: Client::open(info.set_tcp_settings(tcp))?,
            config: AsyncConnectionConfig::new()
                .set_connection_timeout(Some(connect_timeout))
                // The link's deadline covers the answer, and the connection with it.
                .set_response_timeout(None)
                .set_pipeline_buffer_size(SEND_QUEUE),
            current: Mutex::default(),
        })
    }

    /// The current connection, or the outcome of connecting. At most one attempt runs at a time.
    pub(super) async fn connection(&self) -> RedisResult<Connection> {
        let (number, attempt) = self.attempt();
        let handle = attempt.await?;
        Ok(Connection { number, handle })
    }

    /// Gives up a connection; the next call makes a new one. Does nothing if that has happened already.
    pub(super) fn forget(&self, connection: &Connection) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.number == connection.number {
            current.attempt = None;
        }
    }

    fn attempt(&self) -> (u64, Attempt) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let attempt = match &current.attempt {
            Some(attempt) if !has_failed(attempt) => attempt.clone(),
            _ => {
                let attempt = self.connect();
                current.number += 1;
                current.attempt = Some(attempt.clone());
                attempt
            }
        };
        (current.number, attempt)
    }

    /// Starts connecting in a task of its own, so that a caller that gives up does not end the attempt.
    fn connect(&self) -> Attempt {
        let (client, config) = (self.client.clone(), self.config.clone());
        let task = tokio::spawn(async move {
            client
                .get_multiplexed_async_connection_with_config(&config)
                .await
        });
        async {
            task.await
                .unwrap_or_else(|error| Err(RedisError::from(io::Error::other(error))))
        }
        .boxed()
        .shared()
    }
}

/// Looks at the attempt itself, since it may have ended after the last caller stopped waiting for it.
fn has_failed(attempt: &Attempt) -> bool {
    matches!(attempt.clone().now_or_never(), Some(Err(_)))
}
