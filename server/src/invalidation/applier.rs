//! The one door through which changes reach the clock.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use cache::{Change, History, Position, TagClock};
use tokio::sync::Notify;

use super::{companion::Companion, log::Logged};
use crate::db::DbError;

/// Changes that are taken in at once.
const BATCH: usize = 500;

/// First pause after the companion could not follow; doubled up to the last.
const BACKOFF: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(250)];

/// Hands changes to the companion and then to the clock, in order, and only those of the epoch the clock is in.
///
/// Changes come by several ways at once (Redis, PostgreSQL, a pass of this instance); one of an old epoch must not slip
/// in while the clock joins the new one.
pub(super) struct Applier {
    clock: TagClock,
    companion: Arc<dyn Companion>,
    /// The lock holds all who change the clock.
    known: Mutex<Known>,
    arrived: Notify,
}

/// What has come so far, some of which the clock does not know yet.
struct Known {
    place: Place,
    waiting: VecDeque<Change>,
}

/// A place in the log.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) epoch: Arc<str>,
    pub(super) position: Position,
    /// When the change there was numbered.
    pub(super) stamp: i64,
}

impl Applier {
    pub(super) fn new(clock: TagClock, companion: Arc<dyn Companion>) -> Self {
        let place = Place {
            epoch: clock.epoch(),
            position: clock.applied(),
            stamp: 0,
        };
        Self {
            clock,
            companion,
            known: Mutex::new(Known {
                place,
                waiting: VecDeque::new(),
            }),
            arrived: Notify::new(),
        }
    }

    pub(super) fn clock(&self) -> &TagClock {
        &self.clock
    }

    /// How far changes have come, applied or not.
    pub(super) fn arrived(&self) -> Place {
        self.lock().place.clone()
    }

    /// How far changes are applied.
    pub(super) fn applied(&self) -> (Arc<str>, Position) {
        let _held = self.lock();
        (self.clock.epoch(), self.clock.applied())
    }

    /// Returns once the companion holds all up to there.
    pub(super) async fn prepare(&self, epoch: &str, position: Position) -> Result<(), DbError> {
        self.companion.reach(epoch, position).await
    }

    /// Starts the clock from the log, whose last change has `stamp`. The companion must have been
    /// [prepared](Self::prepare) for it.
    pub(super) fn join(&self, history: History, stamp: i64) {
        let mut known = self.lock();
        // The clock does not go back within an epoch, so neither may what is known.
        if *self.clock.epoch() != *history.epoch || self.clock.applied() <= history.applied {
            known.waiting.clear();
            known.place = Place {
                epoch: history.epoch.as_str().into(),
                position: history.applied,
                stamp,
            };
            self.clock.join(history);
        }
    }

    /// Takes changes that follow one another. `false` if some that come before them are missing, or if they count in
    /// another epoch.
    pub(super) fn receive(&self, changes: &[Logged]) -> bool {
        let mut known = self.lock();
        let complete = changes.iter().all(|logged| {
            let position = logged.change.position;
            if *logged.epoch != *known.place.epoch || position > known.place.position + 1 {
                return false;
            }
            if position == known.place.position + 1 {
                known.place.position = position;
                known.place.stamp = logged.stamp;
                known.waiting.push_back(logged.change.clone());
                self.companion.note_origin(logged.origin());
            }
            true
        });
        if !known.waiting.is_empty() {
            self.arrived.notify_one();
        }
        complete
    }

    /// Applies what arrives, without end.
    pub(super) async fn run(&self) {
        loop {
            let (epoch, changes) = self.next().await;
            self.take_in(&epoch, &changes).await;
            self.apply(&epoch, &changes);
        }
    }

    /// The next changes to apply; they stay where they are.
    async fn next(&self) -> (Arc<str>, Vec<Change>) {
        loop {
            {
                let known = self.lock();
                let changes: Vec<_> = known.waiting.iter().take(BATCH).cloned().collect();
                if !changes.is_empty() {
                    return (Arc::clone(&known.place.epoch), changes);
                }
            }
            self.arrived.notified().await;
        }
    }

    /// Tries until it succeeds. Meanwhile the clock stands still, and the lease says so.
    async fn take_in(&self, epoch: &str, changes: &[Change]) {
        let [mut pause, last] = BACKOFF;
        while let Err(error) = self.companion.take_in(epoch, changes).await {
            tracing::debug!(%error, "what is kept in memory cannot follow the log");
            tokio::time::sleep(pause).await;
            pause = last.min(pause * 2);
        }
    }

    /// Applies changes that were taken in, unless the clock has joined anew meanwhile and counts them as known.
    fn apply(&self, epoch: &str, taken_in: &[Change]) {
        let mut known = self.lock();
        let Some(last) = taken_in.last() else { return };
        if *known.place.epoch != *epoch {
            return;
        }
        while let Some(change) = known
            .waiting
            .pop_front_if(|next| next.position <= last.position)
        {
            self.clock.apply(&change);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
