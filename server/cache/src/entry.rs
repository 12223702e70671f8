//! An entry: a value, what it depends on, and how far the log had come when its load began.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::clock::Position;
use crate::dependencies::{Dependencies, Keep};
use crate::namespace::Namespace;
use crate::tag::{Mark, Tag};
use crate::validator::Validator;

/// A value and what is known about it. Cheap to clone.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    pub(crate) value: Arc<T>,
    pub(crate) facts: Arc<Facts>,
}

impl<T> Clone for Entry<T> {
    fn clone(&self) -> Self {
        Self {
            value: Arc::clone(&self.value),
            facts: Arc::clone(&self.facts),
        }
    }
}

/// What is known about a value.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The log's position before the value was read: every change up to there is in it.
    pub(crate) as_of: Position,
    /// What it depends on, as text and as the clock compares it.
    pub(crate) tags: Box<[Tag]>,
    pub(crate) marks: Box<[Mark]>,
    /// The answers it was made of.
    pub(crate) validators: Box<[Validator]>,
    /// How long the load took.
    pub(crate) cost: Duration,
    /// When it was loaded, by the loader's wall clock. Expiry goes by it, and nothing else: a wrong clock makes entries
    /// live longer or shorter, never wrong.
    pub(crate) loaded_at: Millis,
    /// Whether it answers only those who wait for it now.
    pub(crate) uncached: bool,
    /// How long after that it counts as fresh, and how long it may be served beyond.
    pub(crate) life: Duration,
    pub(crate) grace: Duration,
    /// How often it was taken from this process' memory.
    takes: AtomicU32,
    /// When it came to this process, and how old it was then. From there on its age follows the monotonic clock, so that
    /// a wall clock put back, or a loader's clock that is ahead, does not keep it young.
    arrived: Instant,
    age_on_arrival: Duration,
}

/// Milliseconds since 1970.
pub(crate) type Millis = u64;

/// What age and tags say of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Fresh,
    /// Nothing changed, but it is old: fit to be served while it is refreshed.
    Expired,
    /// Too old for anything.
    Dead,
}

impl Facts {
    /// The facts of a value that was just loaded.
    pub(crate) fn new(
        namespace: &Namespace,
        depends: Dependencies,
        as_of: Position,
        cost: Duration,
    ) -> Self {
        let (life, grace) = (namespace.life(depends.keep), namespace.leeway(depends.keep));
        let uncached = depends.keep == Keep::Not;
        let facts = Self::restored(depends.tags, as_of, cost, now(), life, grace);
        Self { uncached, ..facts }.validated(depends.validators)
    }

    /// The facts of a value that was written down.
    pub(crate) fn restored(
        tags: Vec<Tag>,
        as_of: Position,
        cost: Duration,
        loaded_at: Millis,
        life: Duration,
        grace: Duration,
    ) -> Self {
        Self {
            as_of,
            marks: tags.iter().map(Tag::mark).collect(),
            tags: tags.into(),
            validators: Box::default(),
            cost,
            loaded_at,
            uncached: false,
            life,
            grace,
            takes: AtomicU32::new(0),
            arrived: Instant::now(),
            age_on_arrival: Duration::from_millis(now().saturating_sub(loaded_at)),
        }
    }

    /// The same, and what it was made of: in one order, so that two loads which got the same answers are seen to.
    pub(crate) fn validated(mut self, mut by: Vec<Validator>) -> Self {
        by.sort_unstable();
        by.dedup();
        self.validators = by.into();
        self
    }

    /// Time since it was loaded.
    pub(crate) fn since_load(&self) -> Duration {
        self.age_on_arrival + self.arrived.elapsed()
    }

    pub(crate) fn age(&self) -> Age {
        let age = self.since_load();
        if age < self.life {
            Age::Fresh
        } else if age < self.life + self.grace {
            Age::Expired
        } else {
            Age::Dead
        }
    }

    /// Notes that it was taken; how often a second it has been, on average.
    pub(crate) fn taken(&self) -> f64 {
        let takes = self.takes.fetch_add(1, Ordering::Relaxed);
        let here = self.arrived.elapsed().as_secs_f64().max(0.001);
        f64::from(takes.saturating_add(1)) / here
    }
}

/// The wall clock.
pub(crate) fn now() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
