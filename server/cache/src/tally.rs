//! What it took to get what a view took.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What it took to get what a view took; nothing of it, if this process held everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// Loads from the source that were made for it.
    pub loads: usize,
    /// Whether something came from Redis.
    pub redis: bool,
    /// Whether something came from a load that others had begun.
    pub others: bool,
}

/// An [`Effort`] under way.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    loads: AtomicUsize,
    redis: AtomicBool,
    others: AtomicBool,
}

impl Tally {
    pub(crate) fn load(&self) {
        self.loads.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn redis(&self) {
        self.redis.store(true, Ordering::Relaxed);
    }

    pub(crate) fn others(&self) {
        self.others.store(true, Ordering::Relaxed);
    }

    pub(crate) fn effort(&self) -> Effort {
        Effort {
            loads: self.loads.load(Ordering::Relaxed),
            redis: self.redis.load(Ordering::Relaxed),
            others: self.others.load(Ordering::Relaxed),
        }
    }
}
