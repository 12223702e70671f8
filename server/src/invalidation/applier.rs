//! The one door through which changes reach the clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cache::{Applied, History, Position, TagClock};

use super::log::Logged;

/// Hands changes to the clock, and only those of the epoch it is in.
///
/// Changes come by several ways at once (Redis, PostgreSQL, a pass of this instance); one of an old epoch must not slip
/// in while the clock joins the new one.
#[derive(Debug)]
pub(super) struct Applier {
    clock: TagClock,
    /// The stamp of the last change applied; the lock holds all who change the clock.
    stamp: Mutex<i64>,
}

/// Where the clock stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) epoch: Arc<str>,
    pub(super) applied: Position,
    pub(super) stamp: i64,
}

impl Applier {
    pub(super) fn new(clock: TagClock) -> Self {
        Self {
            clock,
            stamp: Mutex::new(0),
        }
    }

    pub(super) fn clock(&self) -> &TagClock {
        &self.clock
    }

    pub(super) fn place(&self) -> Place {
        let stamp = self.lock();
        Place {
            epoch: self.clock.epoch(),
            applied: self.clock.applied(),
            stamp: *stamp,
        }
    }

    /// Starts the clock from the log, whose last change has `stamp`.
    pub(super) fn join(&self, history: History, stamp: i64) {
        let mut last = self.lock();
        // The clock does not go back within an epoch, so neither may its stamp.
        if *self.clock.epoch() != *history.epoch || self.clock.applied() <= history.applied {
            self.clock.join(history);
            *last = stamp;
        }
    }

    /// Applies changes that follow one another. `false` if some that come before them are missing, or if they count in
    /// another epoch.
    pub(super) fn apply(&self, changes: &[Logged]) -> bool {
        let mut stamp = self.lock();
        let epoch = self.clock.epoch();
        changes.iter().all(|logged| {
            if *logged.epoch != *epoch {
                return false;
            }
            match self.clock.apply(&logged.change) {
                Applied::Done => {
                    *stamp = logged.stamp;
                    true
                }
                Applied::Known => true,
                Applied::Gap => false,
            }
        })
    }

    fn lock(&self) -> MutexGuard<'_, i64> {
        self.stamp.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
