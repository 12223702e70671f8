//! Loading from the source, and keeping what was loaded.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Fetch, Got, LoadError, Loaded};
use crate::address::Address;
use crate::clock::Standpoint;
use crate::dependencies::Dependencies;
use crate::entry::{Entry, Facts};
use crate::envelope;
use crate::remote::{LARGEST_ENTRY, Parcel};
use crate::stats::StoreOutcome;

impl<I, T, E> Fetch<I, T, E>
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    /// Loads without flight, lock or tier, for a caller that may take nothing from them.
    pub(crate) async fn load_alone(&self, ids: Vec<I>) -> Result<Vec<Got<I, T>>, E> {
        let mut asked: HashSet<_> = ids.iter().cloned().collect();
        let (as_of, loaded, cost) = self.load(ids).await;
        let entry = |(id, value, depends): (I, T, Dependencies)| {
            let as_of = depends.as_of(&as_of).unwrap_or_default();
            let facts = Facts::new(&self.namespace, depends, as_of, cost);
            let (value, facts) = (Arc::new(value), Arc::new(facts));
            Got {
                id,
                entry: Entry { value, facts },
                outdated: false,
            }
        };
        let loaded = loaded?.into_iter();
        let loaded = loaded.filter(|(id, ..)| asked.remove(id));
        Ok(loaded.map(entry).collect())
    }

    /// Loads and stores in both tiers, whatever they hold (write-through).
    pub(crate) async fn load_through(
        &self,
        wanted: Vec<(I, Address)>,
    ) -> Result<HashMap<I, Entry<T>>, E> {
        let ids = wanted.iter().map(|(id, _)| id.clone()).collect();
        let (as_of, loaded, cost) = self.load(ids).await;
        let mut addresses: HashMap<_, _> = wanted.into_iter().collect();
        let mut entries = HashMap::new();
        let mut parcels = Vec::new();
        for (id, value, depends) in loaded? {
            if let Some(address) = addresses.remove(&id) {
                let (entry, parcel) = self.keep(value, depends, &as_of, cost, address);
                parcels.extend(parcel);
                entries.insert(id, entry);
            }
        }
        self.store_behind(parcels);
        Ok(entries)
    }

    /// Loads from the source. The position is taken first: what was not seen yet is not claimed to be in the values.
    pub(super) async fn load(
        &self,
        ids: Vec<I>,
    ) -> (Standpoint, Result<Loaded<I, T>, E>, Duration) {
        self.tally.load();
        let as_of = self.shared.clock.now();
        let started = Instant::now();
        let loaded = (self.loader)(ids).await;
        let took = started.elapsed();
        self.counters.load(took, loaded.is_ok());
        let share = loaded.as_ref().map_or(1, Vec::len).max(1);
        let cost = took / u32::try_from(share).unwrap_or(u32::MAX);
        (as_of, loaded, cost)
    }

    /// Makes an entry of a loaded value and keeps it in the process; what is to be stored in Redis is returned.
    pub(super) fn keep(
        &self,
        value: T,
        depends: Dependencies,
        loading: &Standpoint,
        cost: Duration,
        address: Address,
    ) -> (Entry<T>, Option<Parcel>) {
        // Positions of another world mean nothing at this address.
        let here = loading.epoch == self.standpoint.epoch;
        let as_of = depends.as_of(loading).filter(|_| here);
        let facts = Facts::new(&self.namespace, depends, as_of.unwrap_or_default(), cost);
        let entry = Entry {
            value: Arc::new(value),
            facts: Arc::new(facts),
        };
        let is_off = self.shared.switches.is_off(self.namespace.name);
        if as_of.is_none() || entry.facts.uncached || is_off {
            return (entry, None);
        }
        let parcel = self.keep_entry(&entry, address);
        (entry, parcel)
    }

    /// Keeps an entry in the process; what is to be stored in Redis is returned.
    fn keep_entry(&self, entry: &Entry<T>, address: Address) -> Option<Parcel> {
        let bytes = match envelope::encode(&*entry.value, &entry.facts) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::warn!(%error, %address, "a value cannot be encoded, it is not cached");
                self.counters.store(StoreOutcome::Error);
                return None;
            }
        };
        let keeps = entry.facts.life + entry.facts.grace;
        self.shared.local.put(address.clone(), entry, bytes.len());
        self.shared.memory.note(&address, keeps);
        if bytes.len() > LARGEST_ENTRY {
            self.counters.store(StoreOutcome::Oversized);
            return None;
        }
        Some(Parcel {
            address,
            bytes,
            keeps,
            lock: None,
        })
    }

    pub(super) fn store_behind(&self, parcels: Vec<Parcel>) {
        self.shared
            .remote
            .store_behind(parcels, Arc::clone(&self.counters));
    }
}
