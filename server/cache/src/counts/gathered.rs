//! What this process has counted since it last made batches: the part every request touches.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Distinct keys held at a time; counts of further ones are dropped. At the longest key that is some 4 MB.
pub(super) const MAX_KEYS: usize = 10_000;

/// Octets of the longest key that is counted.
pub(super) const MAX_KEY_BYTES: usize = 300;

/// Amounts by key, bounded in memory.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    amounts: HashMap<String, u64>,
    dropped: u64,
}

impl Gathered {
    /// Counts `key` once more. The lock is held for one look into a small map.
    pub(super) fn add(&self, key: &str) {
        let mut inner = self.inner();
        if let Some(amount) = inner.amounts.get_mut(key) {
            *amount = amount.saturating_add(1);
        } else if key.len() > MAX_KEY_BYTES || inner.amounts.len() >= MAX_KEYS {
            inner.dropped += 1;
        } else {
            inner.amounts.insert(key.to_owned(), 1);
        }
    }

    /// Everything counted since the last time.
    pub(super) fn take(&self) -> HashMap<String, u64> {
        std::mem::take(&mut self.inner().amounts)
    }

    /// The sum of what is held.
    pub(super) fn sum(&self) -> u64 {
        self.inner().amounts.values().sum()
    }

    /// How many counts were dropped so far.
    pub(super) fn dropped(&self) -> u64 {
        self.inner().dropped
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_beyond_the_limit_are_dropped_and_known_ones_still_counted() {
        let gathered = Gathered::default();
        for number in 0..MAX_KEYS + 5 {
            gathered.add(&number.to_string());
        }
        gathered.add("0");
        assert_eq!(gathered.dropped(), 5);
        assert_eq!(gathered.sum(), 10_001);
        let taken = gathered.take();
        assert_eq!(taken.len(), MAX_KEYS);
        assert_eq!(taken["0"], 2);
        gathered.add("new");
        assert_eq!(gathered.take(), HashMap::from([("new".to_owned(), 1)]));
    }

    #[test]
    fn a_key_that_is_too_long_is_dropped() {
        let gathered = Gathered::default();
        gathered.add(&"a".repeat(MAX_KEY_BYTES));
        gathered.add(&"a".repeat(MAX_KEY_BYTES + 1));
        assert_eq!((gathered.sum(), gathered.dropped()), (1, 1));
    }
}
