//! The tag clock: which changes this process knows of, and what an entry must contain to be taken.
//!
//! Whoever keeps the source of the values numbers its changes without gaps and has every process apply them in that
//! order. A process remembers, for each tag, the position of the last change to it. An entry carries its tags and the
//! position its load began at, `as_of`; it holds every change up to there. Hence it is current exactly if none of its
//! tags changed later. Nothing that is stored with the entry, or lost with Redis, can make an old one look current.
//!
//! A process may trust its clock only while it is sure to be told of changes: by a lease (Gray and Cheriton, "Leases",
//! SOSP 1989), whose end it judges by its own monotonic time. `docs/ARCHITECTURE.md` has the whole protocol.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::dropped::{By, Dropped};
use crate::tag::{Mark, Tag};

mod ledger;

use ledger::Ledger;

/// A place in the log of changes; before the first one it is 0.
pub type Position = u64;

/// One numbered change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the log: one more than that of the change before.
    pub position: Position,
    /// What it touched.
    pub touched: Touched,
}

/// What a change touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// These tags.
    Tags(Vec<Tag>),
    /// So much that no entry from before may be used.
    Everything,
}

/// What became of a change that was handed to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It was the next one.
    Done,
    /// It was known already.
    Known,
    /// Changes before it are missing: read them from where the log is kept. The clock is as before.
    Gap,
}

/// The log as far as it is kept, for a process that joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Names the world the positions count in. It must change when positions start anew or go back.
    pub epoch: String,
    /// The last change, or `floor` if none is kept.
    pub applied: Position,
    /// The last change of which nothing is kept: entries from before it cannot be judged.
    pub floor: Position,
    /// For each tag touched since then, the last change that did.
    pub last: Vec<(Tag, Position)>,
}

/// The tag clock of one process. Cheap to clone; clones are the same clock.
#[derive(Debug, Clone)]
pub struct TagClock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    ledger: RwLock<Ledger>,
    /// Milliseconds after `born` until which changes are sure to be told.
    trusted_until: AtomicU64,
    born: Instant,
    applied: watch::Sender<Position>,
}

/// Where a reader stands: everything it takes must hold all changes up to here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standpoint {
    pub(crate) position: Position,
    pub(crate) epoch: Arc<str>,
}

impl Default for TagClock {
    /// A clock that is trusted only after [`join`](Self::join) and [`trust_until`](Self::trust_until).
    fn default() -> Self {
        Self {
            shared: Arc::new(Shared {
                ledger: RwLock::new(Ledger::default()),
                trusted_until: AtomicU64::new(0),
                born: Instant::now(),
                applied: watch::Sender::new(0),
            }),
        }
    }
}

impl TagClock {
    /// A clock that is always trusted and never moves by itself: for a source that does not change.
    pub fn standalone(epoch: &str) -> Self {
        let clock = Self::default();
        clock.join(History {
            epoch: epoch.to_owned(),
            applied: 0,
            floor: 0,
            last: Vec::new(),
        });
        clock
            .shared
            .trusted_until
            .store(u64::MAX, Ordering::Release);
        clock
    }

    /// Starts from the log as it is kept. What was known before is forgotten.
    ///
    /// Within one epoch the clock never goes back: a history older than what is known changes nothing.
    pub fn join(&self, history: History) {
        let mut ledger = self.write();
        ledger.start(history);
        self.shared.applied.send_replace(ledger.applied());
    }

    /// Takes note of a change, if it is the next one.
    pub fn apply(&self, change: &Change) -> Applied {
        let mut ledger = self.write();
        let applied = ledger.apply(change);
        if applied == Applied::Done {
            self.shared.applied.send_replace(change.position);
        }
        applied
    }

    /// Trusts the clock until then: no change is acknowledged before without being applied here.
    pub fn trust_until(&self, end: Instant) {
        let end = end.saturating_duration_since(self.shared.born).as_millis();
        self.shared
            .trusted_until
            .store(u64::try_from(end).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Stops trusting the clock: from now on nothing is taken from any tier by it.
    pub fn distrust(&self) {
        self.shared.trusted_until.store(0, Ordering::Release);
    }

    /// Whether entries may be taken.
    pub fn is_trusted(&self) -> bool {
        let now = self.shared.born.elapsed().as_millis();
        now < u128::from(self.shared.trusted_until.load(Ordering::Acquire))
    }

    /// The last change that is known here.
    pub fn applied(&self) -> Position {
        self.read().applied()
    }

    /// The world the positions count in; empty before the clock has joined.
    pub fn epoch(&self) -> Arc<str> {
        self.read().epoch()
    }

    /// Tags that are remembered, and the position below which no entry can be judged.
    pub fn extent(&self) -> (usize, Position) {
        let ledger = self.read();
        (ledger.tags(), ledger.floor())
    }

    /// Waits until `position` is applied here. Gives up after `patience`; whether it was applied.
    pub async fn reached(&self, position: Position, patience: Duration) -> bool {
        let mut applied = self.shared.applied.subscribe();
        let reached = applied.wait_for(|applied| *applied >= position);
        tokio::time::timeout(patience, reached).await.is_ok()
    }

    /// Where a reader that begins now stands; nothing if it may take no entry.
    ///
    /// Trust is looked at first: a clock that rejoins between the two steps has a later position, never an earlier one.
    pub(crate) fn standpoint(&self) -> Option<Standpoint> {
        self.is_trusted().then(|| self.now())
    }

    /// How far the log is known, trusted or not: what a load that begins now will contain at least.
    pub(crate) fn now(&self) -> Standpoint {
        let ledger = self.read();
        Standpoint {
            position: ledger.applied(),
            epoch: ledger.epoch(),
        }
    }

    /// Whether an entry of `namespace` holds every change to its tags that a reader who began at `began` may expect.
    pub(crate) fn is_current(
        &self,
        began: &Standpoint,
        as_of: Position,
        namespace: &str,
        tags: &[Mark],
    ) -> bool {
        as_of >= began.position
            || self.is_unchanged(&began.epoch, as_of, namespace, tags) == Some(true)
    }

    /// Whether neither the namespace was dropped nor any of the tags has changed after `as_of`, as far as is known now;
    /// nothing if that cannot be said any more, since positions are no longer those of `epoch`.
    pub(crate) fn is_unchanged(
        &self,
        epoch: &str,
        as_of: Position,
        namespace: &str,
        tags: &[Mark],
    ) -> Option<bool> {
        let ledger = self.read();
        (*ledger.epoch() == *epoch).then(|| ledger.is_current(as_of, namespace, tags))
    }

    /// Why an entry that is not current is not; its answers, if none of its tags has changed.
    pub(crate) fn dropped(&self, as_of: Position, namespace: &str, tags: &[Tag]) -> Dropped {
        let ledger = self.read();
        let dropped = ledger.dropped(as_of, namespace, tags);
        dropped.unwrap_or_else(|| Dropped {
            position: ledger.applied(),
            by: By::Answer,
        })
    }

    fn read(&self) -> RwLockReadGuard<'_, Ledger> {
        self.shared
            .ledger
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Ledger> {
        self.shared
            .ledger
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
