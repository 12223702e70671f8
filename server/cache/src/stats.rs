//! Counters per namespace.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// What happened in one namespace since the process started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamespaceStats {
    /// The namespace's name.
    pub name: &'static str,
    /// Values answered from the cache.
    pub hits: u64,
    /// Values that had to be loaded, by cause.
    pub misses: Misses,
    /// What became of the values that were loaded.
    pub stores: Stores,
    /// Bytes of the entries behind the hits.
    pub bytes_read: u64,
    /// Bytes of the entries that were stored.
    pub bytes_stored: u64,
    /// The sum, over all hits, of how long the value's load had taken.
    pub saved: Duration,
}

/// Why values were not answered from the cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Misses {
    /// There was no entry: never stored, expired, or evicted by Redis.
    pub cold: u64,
    /// There was something, but not a whole, undamaged entry of this layout and type.
    pub undecodable: u64,
    /// Redis failed or did not answer in time.
    pub error: u64,
    /// Redis was not asked, since the last calls failed.
    pub bypass: u64,
}

impl Misses {
    /// All misses, whatever the cause.
    pub fn total(&self) -> u64 {
        self.cold + self.undecodable + self.error + self.bypass
    }
}

/// What became of loaded values. Every loaded value is counted in one of these once its store has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stores {
    /// Redis has confirmed the entry.
    pub stored: u64,
    /// Redis failed, did not answer in time, or the value cannot be encoded.
    pub errors: u64,
    /// Not stored: the entry is larger than the limit.
    pub oversized: u64,
    /// Not stored: too many stores were under way.
    pub dropped: u64,
    /// Not stored: Redis was not asked, since the last calls failed.
    pub bypassed: u64,
}

/// Why a value was not answered from the cache; see [`Misses`] for the meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissCause {
    Cold,
    Undecodable,
    Error,
    Bypass,
}

/// What became of a loaded value; see [`Stores`] for the meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreOutcome {
    Stored { bytes: usize },
    Error,
    Oversized,
    Dropped,
    Bypassed,
}

/// The counters of one namespace. They are independent sums, so relaxed order is enough.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    hits: AtomicU64,
    cold: AtomicU64,
    undecodable: AtomicU64,
    error: AtomicU64,
    bypass: AtomicU64,
    stored: AtomicU64,
    store_errors: AtomicU64,
    oversized: AtomicU64,
    dropped: AtomicU64,
    bypassed: AtomicU64,
    bytes_read: AtomicU64,
    bytes_stored: AtomicU64,
    saved_micros: AtomicU64,
}

impl Counters {
    pub(crate) fn hit(&self, bytes: usize, saved: Duration) {
        add(&self.hits, 1);
        add(&self.bytes_read, bytes as u64);
        add(
            &self.saved_micros,
            u64::try_from(saved.as_micros()).unwrap_or(u64::MAX),
        );
    }

    pub(crate) fn miss(&self, cause: MissCause) {
        let counter = match cause {
            MissCause::Cold => &self.cold,
            MissCause::Undecodable => &self.undecodable,
            MissCause::Error => &self.error,
            MissCause::Bypass => &self.bypass,
        };
        add(counter, 1);
    }

    pub(crate) fn store(&self, outcome: StoreOutcome) {
        let counter = match outcome {
            StoreOutcome::Stored { bytes } => {
                add(&self.bytes_stored, bytes as u64);
                &self.stored
            }
            StoreOutcome::Error => &self.store_errors,
            StoreOutcome::Oversized => &self.oversized,
            StoreOutcome::Dropped => &self.dropped,
            StoreOutcome::Bypassed => &self.bypassed,
        };
        add(counter, 1);
    }

    fn snapshot(&self, name: &'static str) -> NamespaceStats {
        NamespaceStats {
            name,
            hits: read(&self.hits),
            misses: Misses {
                cold: read(&self.cold),
                undecodable: read(&self.undecodable),
                error: read(&self.error),
                bypass: read(&self.bypass),
            },
            stores: Stores {
                stored: read(&self.stored),
                errors: read(&self.store_errors),
                oversized: read(&self.oversized),
                dropped: read(&self.dropped),
                bypassed: read(&self.bypassed),
            },
            bytes_read: read(&self.bytes_read),
            bytes_stored: read(&self.bytes_stored),
            saved: Duration::from_micros(read(&self.saved_micros)),
        }
    }
}

/// The counters of all namespaces that have been used.
#[derive(Debug, Default)]
pub(crate) struct Registry(RwLock<HashMap<&'static str, Arc<Counters>>>);

impl Registry {
    /// The counters kept under this name.
    pub(crate) fn counters(&self, name: &'static str) -> Arc<Counters> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counters) = known.get(name) {
            return Arc::clone(counters);
        }
        drop(known);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(name).or_default())
    }

    /// A reading of all counters, sorted by name. Counters that change meanwhile may be read before or after.
    pub(crate) fn snapshot(&self) -> Vec<NamespaceStats> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = known.iter().map(|(name, c)| c.snapshot(name)).collect();
        all.sort_unstable_by_key(|stats| stats.name);
        all
    }
}

fn add(counter: &AtomicU64, amount: u64) {
    counter.fetch_add(amount, Ordering::Relaxed);
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_is_counted_once_under_its_name() {
        let registry = Registry::default();
        let search = registry.counters("search");
        search.hit(100, Duration::from_millis(3));
        registry
            .counters("search")
            .hit(50, Duration::from_millis(2));
        search.miss(MissCause::Cold);
        search.miss(MissCause::Undecodable);
        search.miss(MissCause::Error);
        search.miss(MissCause::Bypass);
        search.store(StoreOutcome::Stored { bytes: 70 });
        search.store(StoreOutcome::Error);
        search.store(StoreOutcome::Oversized);
        search.store(StoreOutcome::Dropped);
        search.store(StoreOutcome::Bypassed);
        registry.counters("card");

        let card = NamespaceStats {
            name: "card",
            ..NamespaceStats::default()
        };
        let search = NamespaceStats {
            name: "search",
            hits: 2,
            misses: Misses {
                cold: 1,
                undecodable: 1,
                error: 1,
                bypass: 1,
            },
            stores: Stores {
                stored: 1,
                errors: 1,
                oversized: 1,
                dropped: 1,
                bypassed: 1,
            },
            bytes_read: 150,
            bytes_stored: 70,
            saved: Duration::from_millis(5),
        };
        assert_eq!(search.misses.total(), 4);
        assert_eq!(registry.snapshot(), [card, search]);
    }
}
