//! Counters per namespace.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::dropped::Dropped;

mod arithmetic;

/// What happened in one namespace: since the process started, or since an [earlier](Self::since) reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceStats {
    /// The namespace's name.
    pub name: Cow<'static, str>,
    /// Values answered from a tier.
    pub hits: Hits,
    /// Values that had to be loaded, by cause.
    pub misses: Misses,
    /// Values shared with a caller who was getting them already: neither hit nor miss.
    pub coalesced: u64,
    /// What became of the values that were loaded.
    pub stores: Stores,
    /// Loads from the source; one brings one value or many.
    pub loads: u64,
    /// Loads that failed.
    pub load_errors: u64,
    /// The sum of how long the loads took.
    pub load_time: Duration,
    /// Refreshes begun in the background, before or after an entry expired.
    pub refreshes: u64,
    /// Bytes of the entries read from Redis.
    pub bytes_read: u64,
    /// Bytes of the entries stored in Redis.
    pub bytes_stored: u64,
    /// The sum, over all hits, of how long the value's load had taken.
    pub saved: Duration,
    /// Hits that were compared with what the source says.
    pub audited: u64,
    /// Of those, the ones that were wrong.
    pub wrong: u64,
    /// What last made something out of date, whenever that was. It is not told to others with the rest.
    #[serde(skip)]
    pub dropped: Option<Dropped>,
}

impl NamespaceStats {
    /// Hits among all that were hit or missed, from 0 to 1; nothing if there were none.
    pub fn hit_rate(&self) -> Option<f64> {
        let hits = self.hits.total();
        let all = hits + self.misses.total();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a rate needs no more digits than a double has"
        )]
        (all > 0).then(|| hits as f64 / all as f64)
    }
}

/// Values answered from a tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// From this process' memory.
    pub local: u64,
    /// From Redis.
    pub remote: u64,
    /// Of all of these, past their time but unchanged: served while being refreshed.
    pub expired: u64,
    /// Served although something may have changed, since the source was away. Not among the others.
    pub outdated: u64,
}

impl Hits {
    /// Hits of current entries in any tier.
    pub fn total(&self) -> u64 {
        self.local + self.remote
    }
}

/// Why values were not answered from the cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misses {
    /// There was no entry, and none is remembered.
    pub cold: u64,
    /// The entry's time was over.
    pub expired: u64,
    /// Something it depends on has changed.
    pub invalidated: u64,
    /// It should have been there: Redis has evicted or lost it.
    pub evicted: u64,
    /// There was something, but not a whole, undamaged entry of this layout and type.
    pub undecodable: u64,
    /// Redis failed or did not answer in time.
    pub error: u64,
    /// The cache was not asked: the last calls to Redis failed, or this process may not trust its clock.
    pub bypass: u64,
}

impl Misses {
    /// All misses, whatever the cause.
    pub fn total(&self) -> u64 {
        self.by_cause().iter().map(|(_, count)| count).sum()
    }

    /// Each cause by its name.
    pub fn by_cause(&self) -> [(&'static str, u64); 7] {
        [
            ("cold", self.cold),
            ("expired", self.expired),
            ("invalidated", self.invalidated),
            ("evicted", self.evicted),
            ("undecodable", self.undecodable),
            ("error", self.error),
            ("bypass", self.bypass),
        ]
    }
}

/// What became of loaded values. Every value that was to be stored is counted in one of these once its store has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    Expired,
    Invalidated,
    Evicted,
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
    local: AtomicU64,
    remote: AtomicU64,
    expired_hits: AtomicU64,
    outdated: AtomicU64,
    cold: AtomicU64,
    expired: AtomicU64,
    invalidated: AtomicU64,
    evicted: AtomicU64,
    undecodable: AtomicU64,
    error: AtomicU64,
    bypass: AtomicU64,
    coalesced: AtomicU64,
    stored: AtomicU64,
    store_errors: AtomicU64,
    oversized: AtomicU64,
    dropped: AtomicU64,
    bypassed: AtomicU64,
    loads: AtomicU64,
    load_errors: AtomicU64,
    load_micros: AtomicU64,
    refreshes: AtomicU64,
    bytes_read: AtomicU64,
    bytes_stored: AtomicU64,
    saved_micros: AtomicU64,
    audited: AtomicU64,
    wrong: AtomicU64,
    last_dropped: Mutex<Option<Dropped>>,
}

impl Counters {
    pub(crate) fn hit_local(&self, saved: Duration) {
        add(&self.local, 1);
        add(&self.saved_micros, micros(saved));
    }

    pub(crate) fn hit_remote(&self, saved: Duration) {
        add(&self.remote, 1);
        add(&self.saved_micros, micros(saved));
    }

    pub(crate) fn expired(&self) {
        add(&self.expired_hits, 1);
    }

    pub(crate) fn outdated(&self) {
        add(&self.outdated, 1);
    }

    pub(crate) fn coalesced(&self) {
        add(&self.coalesced, 1);
    }

    pub(crate) fn refresh(&self) {
        add(&self.refreshes, 1);
    }

    pub(crate) fn read(&self, bytes: usize) {
        add(&self.bytes_read, bytes as u64);
    }

    pub(crate) fn load(&self, took: Duration, succeeded: bool) {
        add(&self.loads, 1);
        add(&self.load_micros, micros(took));
        if !succeeded {
            add(&self.load_errors, 1);
        }
    }

    pub(crate) fn audit(&self, right: bool) {
        add(&self.audited, 1);
        if !right {
            add(&self.wrong, 1);
        }
    }

    /// Notes why something was out of date, unless something later is known.
    pub(crate) fn dropped(&self, dropped: Dropped) {
        let mut last = self.last_dropped();
        if last
            .as_ref()
            .is_none_or(|last| last.position <= dropped.position)
        {
            *last = Some(dropped);
        }
    }

    fn last_dropped(&self) -> MutexGuard<'_, Option<Dropped>> {
        self.last_dropped
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn miss(&self, cause: MissCause) {
        let counter = match cause {
            MissCause::Cold => &self.cold,
            MissCause::Expired => &self.expired,
            MissCause::Invalidated => &self.invalidated,
            MissCause::Evicted => &self.evicted,
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
            name: Cow::Borrowed(name),
            hits: Hits {
                local: read(&self.local),
                remote: read(&self.remote),
                expired: read(&self.expired_hits),
                outdated: read(&self.outdated),
            },
            misses: Misses {
                cold: read(&self.cold),
                expired: read(&self.expired),
                invalidated: read(&self.invalidated),
                evicted: read(&self.evicted),
                undecodable: read(&self.undecodable),
                error: read(&self.error),
                bypass: read(&self.bypass),
            },
            coalesced: read(&self.coalesced),
            stores: Stores {
                stored: read(&self.stored),
                errors: read(&self.store_errors),
                oversized: read(&self.oversized),
                dropped: read(&self.dropped),
                bypassed: read(&self.bypassed),
            },
            loads: read(&self.loads),
            load_errors: read(&self.load_errors),
            load_time: Duration::from_micros(read(&self.load_micros)),
            refreshes: read(&self.refreshes),
            bytes_read: read(&self.bytes_read),
            bytes_stored: read(&self.bytes_stored),
            saved: Duration::from_micros(read(&self.saved_micros)),
            audited: read(&self.audited),
            wrong: read(&self.wrong),
            dropped: self.last_dropped().clone(),
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
        all.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        all
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn add(counter: &AtomicU64, amount: u64) {
    counter.fetch_add(amount, Ordering::Relaxed);
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests;
