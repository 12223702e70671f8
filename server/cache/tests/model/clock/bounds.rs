//! How large the modelled system is.

use super::state::{INSTANCES, REQUESTS, WRITES};

/// A tag. Two are enough for an entry that has several, and for a write that does not concern it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    A,
    B,
}

/// What there is and how often each mishap may happen (each at most three times).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) name: &'static str,
    pub(crate) instances: usize,
    /// How many of the instances start later than the rest.
    pub(crate) late: usize,
    /// Requests at the same time in one instance. The second one makes flights that are joined.
    pub(crate) requests: usize,
    /// The tag each write touches, in the order of commits.
    pub(crate) writes: &'static [Tag],
    /// The tags of the one entry.
    pub(crate) depends: &'static [Tag],
    /// Evictions of the entry from Redis.
    pub(crate) evictions: u8,
    /// Failovers of Redis to a replica that may lag.
    pub(crate) failovers: u8,
    /// Leases that cannot be renewed in time.
    pub(crate) losses: u8,
    /// Instances that are killed and started again.
    pub(crate) restarts: u8,
    /// Tags dropped from the map of an instance to save memory.
    pub(crate) trims: u8,
    /// Rows deleted from the old end of the log in PostgreSQL.
    pub(crate) prunes: u8,
}

impl Bounds {
    /// One instance, one request at a time, one write, no mishaps.
    pub(crate) const LEAST: Self = Self {
        name: "least",
        instances: 1,
        late: 0,
        requests: 1,
        writes: &[Tag::A],
        depends: &[Tag::A],
        evictions: 0,
        failovers: 0,
        losses: 0,
        restarts: 0,
        trims: 0,
        prunes: 0,
    };

    /// Refuses what does not fit a packed state.
    pub(super) fn check(&self) {
        let mishaps = [
            self.evictions,
            self.failovers,
            self.losses,
            self.restarts,
            self.trims,
            self.prunes,
        ];
        assert!(
            self.instances <= INSTANCES
                && self.requests <= REQUESTS
                && self.writes.len() <= WRITES
                && mishaps.iter().all(|&times| times <= 3),
            "too large for a packed state: {self:?}"
        );
    }
}
