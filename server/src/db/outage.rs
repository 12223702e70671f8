//! Whether PostgreSQL is away, so that those who come meanwhile need not find out by waiting.
//!
//! A circuit breaker (Nygard, "Release It!", chapter 5) whose probe is nobody's request: while PostgreSQL is away, one
//! task asks it again and again, and all others fail at once.

use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{DbError, batch, connect};

/// Time PostgreSQL has to let a probe in and to answer it.
const PROBE_TIMEOUT: Duration = Duration::from_secs(1);

/// Pause between two probes: how long a server that is back may go unnoticed.
const PROBE_PAUSE: Duration = Duration::from_millis(250);

/// What PostgreSQL says when it is there but has no connection left (SQLSTATE 53300). Those who hold one can go on.
const CROWDED: &[&str] = &[
    "too many clients",
    "connection slots",
    "too many connections",
];

/// What is known about one PostgreSQL server. Cheap to clone; clones share it.
#[derive(Clone)]
pub(super) struct Outage(Arc<Shared>);

struct Shared {
    url: String,
    is_away: AtomicBool,
    is_probed: AtomicBool,
    reason: Mutex<String>,
}

impl Outage {
    /// Takes the server at `url` for being there.
    pub(super) fn none(url: &str) -> Self {
        Self(Arc::new(Shared {
            url: url.to_owned(),
            is_away: AtomicBool::new(false),
            is_probed: AtomicBool::new(false),
            reason: Mutex::default(),
        }))
    }

    /// Whether it is known to be away.
    pub(super) fn is_away(&self) -> bool {
        self.0.is_away.load(Ordering::Relaxed)
    }

    /// The error for those who come while it lasts.
    pub(super) fn check(&self) -> Result<(), DbError> {
        if !self.is_away() {
            return Ok(());
        }
        let reason = self.0.reason.lock();
        let reason = reason.unwrap_or_else(PoisonError::into_inner);
        Err(DbError::Unavailable(reason.clone()))
    }

    /// A connection could not be made, or a statement was never answered: nobody else need try before a probe succeeds.
    pub(super) fn begin(&self, reason: &str) {
        if is_crowded(reason) {
            return;
        }
        self.0.note(reason);
        self.suspect();
    }

    /// Something took too long or was cut off, which may have other causes: a probe will tell.
    pub(super) fn suspect(&self) {
        if !self.0.is_probed.swap(true, Ordering::Relaxed) {
            tokio::spawn(probe(Arc::downgrade(&self.0)));
        }
    }
}

impl Shared {
    fn note(&self, reason: &str) {
        let mut known = self.reason.lock().unwrap_or_else(PoisonError::into_inner);
        reason.clone_into(&mut known);
        if !self.is_away.swap(true, Ordering::Relaxed) {
            tracing::warn!(reason, "PostgreSQL is away");
        }
    }

    fn end(&self) {
        if self.is_away.swap(false, Ordering::Relaxed) {
            tracing::info!("PostgreSQL is back");
        }
        self.is_probed.store(false, Ordering::Relaxed);
    }
}

/// Asks until there is an answer, or until nobody wants to know any more.
async fn probe(shared: Weak<Shared>) {
    while let Some(url) = shared.upgrade().map(|shared| shared.url.clone()) {
        let probed = tokio::time::timeout(PROBE_TIMEOUT, ping(&url)).await;
        let failure = match probed {
            Ok(Ok(())) => None,
            Ok(Err(reason)) => (!is_crowded(&reason)).then_some(reason),
            Err(_) => Some(format!("no answer within {} s", PROBE_TIMEOUT.as_secs())),
        };
        let Some(shared) = shared.upgrade() else {
            return;
        };
        match failure {
            Some(reason) => shared.note(&reason),
            None => return shared.end(),
        }
        drop(shared);
        tokio::time::sleep(PROBE_PAUSE).await;
    }
}

async fn ping(url: &str) -> Result<(), String> {
    let mut connection = connect::connect(url)
        .await
        .map_err(|error| error.to_string())?;
    let asked = batch(&mut connection, "db.ping", "SELECT 1").await;
    asked.map_err(|error| error.to_string())
}

fn is_crowded(reason: &str) -> bool {
    CROWDED.iter().any(|known| reason.contains(known))
}
