//! Sums and differences of readings.

use std::time::Duration;

use super::{Hits, Misses, NamespaceStats, Stores};

impl NamespaceStats {
    /// What happened after an earlier reading of the same namespace.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        self.zip(earlier, u64::saturating_sub, Duration::saturating_sub)
    }

    /// What happened in both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        self.zip(other, u64::saturating_add, Duration::saturating_add)
    }

    fn zip(
        &self,
        other: &Self,
        count: fn(u64, u64) -> u64,
        time: fn(Duration, Duration) -> Duration,
    ) -> Self {
        Self {
            name: self.name.clone(),
            hits: self.hits.zip(other.hits, count),
            misses: self.misses.zip(other.misses, count),
            coalesced: count(self.coalesced, other.coalesced),
            stores: self.stores.zip(other.stores, count),
            loads: count(self.loads, other.loads),
            load_errors: count(self.load_errors, other.load_errors),
            load_time: time(self.load_time, other.load_time),
            refreshes: count(self.refreshes, other.refreshes),
            bytes_read: count(self.bytes_read, other.bytes_read),
            bytes_stored: count(self.bytes_stored, other.bytes_stored),
            saved: time(self.saved, other.saved),
            audited: count(self.audited, other.audited),
            wrong: count(self.wrong, other.wrong),
            dropped: self.dropped.clone(),
        }
    }
}

impl Hits {
    fn zip(self, other: Self, count: fn(u64, u64) -> u64) -> Self {
        Self {
            local: count(self.local, other.local),
            remote: count(self.remote, other.remote),
            expired: count(self.expired, other.expired),
            outdated: count(self.outdated, other.outdated),
        }
    }
}

impl Misses {
    fn zip(self, other: Self, count: fn(u64, u64) -> u64) -> Self {
        Self {
            cold: count(self.cold, other.cold),
            expired: count(self.expired, other.expired),
            invalidated: count(self.invalidated, other.invalidated),
            evicted: count(self.evicted, other.evicted),
            undecodable: count(self.undecodable, other.undecodable),
            error: count(self.error, other.error),
            bypass: count(self.bypass, other.bypass),
        }
    }
}

impl Stores {
    fn zip(self, other: Self, count: fn(u64, u64) -> u64) -> Self {
        Self {
            stored: count(self.stored, other.stored),
            errors: count(self.errors, other.errors),
            oversized: count(self.oversized, other.oversized),
            dropped: count(self.dropped, other.dropped),
            bypassed: count(self.bypassed, other.bypassed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_can_be_taken_away() {
        let before = NamespaceStats {
            hits: Hits {
                local: 5,
                remote: 1,
                ..Hits::default()
            },
            misses: Misses {
                cold: 2,
                ..Misses::default()
            },
            load_time: Duration::from_millis(7),
            ..NamespaceStats::default()
        };
        let between = NamespaceStats {
            hits: Hits {
                local: 3,
                outdated: 1,
                ..Hits::default()
            },
            stores: Stores {
                dropped: 4,
                ..Stores::default()
            },
            saved: Duration::from_millis(9),
            ..NamespaceStats::default()
        };
        let after = before.plus(&between);
        assert_eq!(
            (after.hits.local, after.hits.remote, after.misses.cold),
            (8, 1, 2)
        );
        assert_eq!(after.since(&before), between);
        assert_eq!(before.since(&after), NamespaceStats::default());
    }
}
