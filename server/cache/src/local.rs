//! The tier in the process: decoded values, bounded in bytes, admitted by how often they are asked for.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::address::Address;
use crate::entry::Entry;

/// What an entry weighs beside its value: address, facts and bookkeeping, in bytes.
const OVERHEAD: u32 = 400;

/// How much larger a value is in memory than written down: pointers, lengths, capacities.
const EXPANSION: u32 = 2;

/// Entries in this process.
///
/// `moka`'s policy is `TinyLFU` (Einziger, Friedman and Manes, ACM TOS 2017): an entry asked for once does not push out
/// one that is asked for often, so a crawler cannot empty the cache.
pub(crate) struct Local {
    entries: moka::sync::Cache<Address, Slot>,
}

#[derive(Clone)]
struct Slot {
    entry: Arc<dyn Any + Send + Sync>,
    weight: u32,
}

impl Local {
    /// Holds at most about so many bytes.
    pub(crate) fn new(bytes: u64) -> Self {
        Self {
            entries: moka::sync::Cache::builder()
                .max_capacity(bytes)
                .weigher(|_, slot: &Slot| slot.weight)
                .build(),
        }
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self, address: &Address) -> Option<Entry<T>> {
        let slot = self.entries.get(address)?;
        slot.entry.downcast_ref::<Entry<T>>().cloned()
    }

    /// Keeps an entry whose value takes `size` bytes when written down.
    ///
    /// An entry from further on in the log is not replaced: two loads may end in another order than they began.
    pub(crate) fn put<T: Send + Sync + 'static>(
        &self,
        address: Address,
        entry: &Entry<T>,
        size: usize,
    ) {
        let held = self.get::<T>(&address);
        if held.is_some_and(|held| held.facts.as_of > entry.facts.as_of) {
            return;
        }
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        let slot = Slot {
            entry: Arc::new(entry.clone()),
            weight: size.saturating_mul(EXPANSION).saturating_add(OVERHEAD),
        };
        self.entries.insert(address, slot);
    }

    pub(crate) fn forget(&self, address: &Address) {
        self.entries.invalidate(address);
    }

    /// Entries and bytes held, about.
    pub(crate) fn extent(&self) -> (u64, u64) {
        self.entries.run_pending_tasks();
        (self.entries.entry_count(), self.entries.weighted_size())
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").finish_non_exhaustive()
    }
}
