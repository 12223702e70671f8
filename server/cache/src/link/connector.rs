//! Keeps one connection for all callers and makes a new one when it is lost.
//!
//! The client's own `ConnectionManager` is not used: it keeps a failed attempt whose error is not an I/O error for ever
//! (a refused password, "max number of clients reached"), never gives up a connection on which answers merely stop
//! coming, and hands the last attempt's error to the first call after the server's return.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use redis::{RedisError, RedisResult};
use tokio::time::{Instant, timeout};

use super::deployment::{Deployment, Use};
use super::handle::Handle;
use super::{LinkConfig, LinkError};

mod renewal;

/// Time without any answer after which a connection that repairs itself is given up all the same. Several probes go out
/// meanwhile, and any node's answer keeps it: one node that is away must not cost the connections to all others.
const SILENCE_OF_ALL_NODES: Duration = Duration::from_secs(1);

/// An attempt to connect, running or ended, that any number of callers may wait for.
type Attempt = Shared<BoxFuture<'static, RedisResult<Handle>>>;

/// Makes connections and keeps the current one.
#[derive(Debug)]
pub(super) struct Connector {
    deployment: Arc<Deployment>,
    connect_timeout: Duration,
    /// Since when times are counted.
    epoch: Instant,
    /// Milliseconds from then to the last answer, or to the making of the current connection.
    last_answer: AtomicU64,
    current: Arc<Mutex<Current>>,
}

#[derive(Debug, Default)]
struct Current {
    /// Number of the latest attempt, so that a caller forgets only the connection it used itself.
    number: u64,
    attempt: Option<Attempt>,
    /// When a successor was last looked for while the connection was in use.
    renewal: Option<Instant>,
}

/// The connection a call uses.
pub(super) struct Connection {
    number: u64,
    handle: Handle,
}

impl Connection {
    /// A handle to send commands with; all handles share the one connection.
    pub(super) fn handle(&self) -> Handle {
        self.handle.clone()
    }
}

impl Connector {
    /// Reads the URL; nothing is connected yet.
    pub(super) fn new(url: &str, config: &LinkConfig) -> RedisResult<Self> {
        Ok(Self {
            deployment: Arc::new(Deployment::new(url, config)?),
            connect_timeout: config.connect_timeout,
            epoch: Instant::now(),
            last_answer: AtomicU64::new(0),
            current: Arc::default(),
        })
    }

    /// A new connection that only the caller uses.
    pub(super) async fn dedicated(&self) -> RedisResult<Handle> {
        connect(&self.deployment, Use::Dedicated, self.connect_timeout).await
    }

    /// The current connection, or the outcome of connecting. At most one attempt runs at a time.
    pub(super) async fn connection(&self) -> RedisResult<Connection> {
        let (number, attempt) = self.attempt();
        let handle = attempt.await?;
        Ok(Connection { number, handle })
    }

    /// Notes that a call was answered, if only by a refusal.
    pub(super) fn answered(&self) {
        self.last_answer.store(self.now(), Ordering::Relaxed);
    }

    /// Notes that a call failed, and gives up its connection if that is of no more use.
    ///
    /// `opened` says that calls fail at once by now. Answers that stop coming may mean that the path to the server is
    /// dead, so the probe starts with a connection of its own.
    pub(super) fn failed(&self, connection: &Connection, error: &LinkError, opened: bool) {
        let repairs_itself = connection.handle.repairs_itself();
        let useless = if repairs_itself {
            opened && self.silence() >= SILENCE_OF_ALL_NODES
        } else {
            opened || error.spoils_connection()
        };
        if useless {
            self.forget(connection);
        } else if repairs_itself {
            self.renew(connection);
        }
    }

    /// Gives up a connection; the next call makes a new one. Does nothing if that has happened already.
    fn forget(&self, connection: &Connection) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.number == connection.number {
            current.attempt = None;
        }
    }

    fn silence(&self) -> Duration {
        let last = self.last_answer.load(Ordering::Relaxed);
        Duration::from_millis(self.now().saturating_sub(last))
    }

    fn now(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn attempt(&self) -> (u64, Attempt) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let attempt = match &current.attempt {
            Some(attempt) if is_usable(attempt) => attempt.clone(),
            _ => {
                let attempt = self.connect();
                self.answered();
                current.number += 1;
                current.attempt = Some(attempt.clone());
                attempt
            }
        };
        (current.number, attempt)
    }

    /// Starts connecting in a task of its own, so that a caller that gives up does not end the attempt.
    fn connect(&self) -> Attempt {
        let (deployment, limit) = (Arc::clone(&self.deployment), self.connect_timeout);
        let task = tokio::spawn(async move { connect(&deployment, Use::Shared, limit).await });
        async {
            task.await
                .unwrap_or_else(|error| Err(RedisError::from(io::Error::other(error))))
        }
        .boxed()
        .shared()
    }
}

async fn connect(deployment: &Deployment, usage: Use, limit: Duration) -> RedisResult<Handle> {
    match timeout(limit, deployment.connect(usage)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("no connection within {limit:?}"),
        )
        .into()),
    }
}

/// Looks at the attempt itself, since it may have ended after the last caller stopped waiting for it.
fn is_usable(attempt: &Attempt) -> bool {
    match attempt.clone().now_or_never() {
        None => true,
        Some(Ok(handle)) => !handle.is_superseded(),
        Some(Err(_)) => false,
    }
}
