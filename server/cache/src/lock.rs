//! A short lock in Redis, so that of several processes that miss the same entry one loads it.
//!
//! It saves loads and decides nothing: whoever does not get it in time loads all the same, and what a holder stores is
//! judged like any other entry. `SET … NX PX` with a random token, released by comparing it (Redis manual, "Distributed
//! Locks with Redis", the single-instance form).

use std::sync::LazyLock;
use std::time::Duration;

use redis::{Script, Value};
use tokio::runtime::Handle;

use crate::address::Address;
use crate::link::{Link, LinkError};

/// The longest a holder that died keeps others from loading at once.
const HELD_FOR: Duration = Duration::from_secs(2);

static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0",
    )
});

/// The right to load an entry, until it is released or times out.
///
/// Dropped without having been released, as by a load that panics, it is released in the background.
#[derive(Debug)]
pub(crate) struct Lock {
    name: String,
    token: u64,
    /// Where it is held; nothing once it is released.
    held: Option<Link>,
}

/// What came of asking for a lock.
#[derive(Debug)]
pub(crate) enum Locking {
    /// It is ours.
    Ours(Lock),
    /// Another process has it.
    Theirs,
    /// Redis cannot say, or was not even `asked`, since the last calls failed: load without.
    Unknown { asked: bool },
}

/// Asks for the lock of an entry.
pub(crate) async fn lock(link: &Link, address: &Address) -> Locking {
    let mut lock = Lock {
        name: format!("{address}:lock"),
        token: rand::random(),
        held: Some(link.clone()),
    };
    let mut set = redis::cmd("SET");
    set.arg(&lock.name).arg(lock.token).arg("NX");
    set.arg("PX").arg(HELD_FOR.as_millis().to_string());
    match link.run::<Value>(&set).await {
        Ok(Value::Nil) => {
            lock.held = None;
            Locking::Theirs
        }
        Ok(_) => Locking::Ours(lock),
        Err(error) => {
            // After a deadline it may be ours without our knowing: then dropping it releases it.
            if !matches!(error, LinkError::Deadline(_)) {
                lock.held = None;
            }
            tracing::debug!(%error, "a load goes on without its lock");
            Locking::Unknown {
                asked: !matches!(error, LinkError::Open),
            }
        }
    }
}

impl Lock {
    /// Lets the next one in. If Redis cannot be told, the lock times out.
    pub(crate) async fn release(mut self) {
        if let Some(link) = self.held.take() {
            release(&link, &self.name, self.token).await;
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Without a runtime, as while it shuts down, the lock times out.
        if let (Some(link), Ok(runtime)) = (self.held.take(), Handle::try_current()) {
            let (name, token) = (std::mem::take(&mut self.name), self.token);
            runtime.spawn(async move { release(&link, &name, token).await });
        }
    }
}

async fn release(link: &Link, name: &str, token: u64) {
    let mut release = RELEASE.key(name);
    let released: Result<(), LinkError> = link.run_script(release.arg(token)).await;
    if let Err(error) = released {
        tracing::debug!(%error, "a load's lock is left to time out");
    }
}
