//! Cache-aside reads: from the cache if it has the value, else from its source.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::envelope;
use crate::key::Key;
use crate::link::Link;
use crate::namespace::Namespace;
use crate::remote::{Found, LARGEST_ENTRY, Parcel, Remote};
use crate::stats::{Counters, MissCause, NamespaceStats, Registry, StoreOutcome};
use crate::tag::Tag;

/// The position in the log of changes that entries are stored with. No log is followed, so there is only this one.
const AS_OF: u64 = 0;

/// A cache of loaded values. Cheap to clone; clones share everything.
///
/// It never fails: where the cache cannot help, the value is loaded. Reads must happen inside a tokio runtime.
#[derive(Debug, Clone)]
pub struct Cache {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    remote: Remote,
    registry: Registry,
}

impl Cache {
    /// A cache whose entries lie behind `link`.
    ///
    /// `epoch` names the state of the world the entries describe and is part of every key: change it when the source of
    /// the values is replaced, for example by a database restored from a backup.
    pub fn new(link: Link, epoch: &str) -> Self {
        Self {
            shared: Arc::new(Shared {
                remote: Remote::new(link, epoch),
                registry: Registry::default(),
            }),
        }
    }

    /// The value for `key`: from the cache, or else from `load`.
    ///
    /// A value that was loaded is stored in the background with what `tags` says it depends on.
    ///
    /// # Errors
    /// Only those of `load`, untouched. Nothing is stored then.
    pub async fn get<T, E, Fut>(
        &self,
        namespace: &Namespace,
        key: Key,
        tags: impl FnOnce(&T) -> Vec<Tag>,
        load: impl FnOnce() -> Fut,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        Fut: Future<Output = Result<T, E>>,
    {
        let Shared { remote, registry } = &*self.shared;
        let counters = registry.counters(namespace.name);
        let address = remote.address::<T>(namespace, &key);
        let cause = match counted(remote.read(&address).await, &counters) {
            Ok(value) => return Ok(value),
            Err(cause) => cause,
        };
        let started = Instant::now();
        let value = load().await?;
        let cost = started.elapsed();
        let parcel = pack(&value, cause, cost, &counters, || tags(&value), address);
        remote.store_behind(parcel.into_iter().collect(), namespace, counters);
        Ok(value)
    }

    /// The values for `ids`: one read of the cache for all, and one `load` for those it does not have.
    ///
    /// `load` is not called if nothing is missing; it gets each missing id once, in the order of `ids`. Ids for which it
    /// returns no value are absent from the answer, and what it returns beyond the ids it was given is ignored.
    ///
    /// # Errors
    /// Only those of `load`, untouched. Nothing is stored then.
    pub async fn get_many<I, T, E, Fut>(
        &self,
        namespace: &Namespace,
        ids: &[I],
        key: impl Fn(&I) -> Key,
        tags: impl Fn(&I, &T) -> Vec<Tag>,
        load: impl FnOnce(Vec<I>) -> Fut,
    ) -> Result<HashMap<I, T>, E>
    where
        I: Eq + Hash + Clone,
        T: Serialize + DeserializeOwned,
        Fut: Future<Output = Result<HashMap<I, T>, E>>,
    {
        let Shared { remote, registry } = &*self.shared;
        let counters = registry.counters(namespace.name);
        let ids = distinct(ids);
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let addresses: Vec<_> = ids
            .iter()
            .map(|id| remote.address::<T>(namespace, &key(id)))
            .collect();
        let found = remote.read_many(&addresses).await;

        let mut values = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for ((id, address), found) in ids.into_iter().zip(addresses).zip(found) {
            match counted(found, &counters) {
                Ok(value) => drop(values.insert(id, value)),
                Err(cause) => missing.push((id, address, cause)),
            }
        }
        if missing.is_empty() {
            return Ok(values);
        }

        let started = Instant::now();
        let mut loaded = load(missing.iter().map(|(id, ..)| id.clone()).collect()).await?;
        let cost = share(started.elapsed(), loaded.len());
        let mut parcels = Vec::with_capacity(loaded.len());
        for (id, address, cause) in missing {
            if let Some(value) = loaded.remove(&id) {
                let tags = || tags(&id, &value);
                parcels.extend(pack(&value, cause, cost, &counters, tags, address));
                values.insert(id, value);
            }
        }
        remote.store_behind(parcels, namespace, counters);
        Ok(values)
    }

    /// A reading of the counters of every namespace used so far, sorted by name.
    pub fn stats(&self) -> Vec<NamespaceStats> {
        self.shared.registry.snapshot()
    }

    /// Waits until the background stores under way have ended. Stores that begin meanwhile may be dropped.
    ///
    /// For shutting down, and for tests. Ends in time whatever Redis does, since every store has a deadline.
    pub async fn flush_pending(&self) {
        self.shared.remote.flush().await;
    }
}

/// Counts what a read found.
fn counted<T>(found: Found<T>, counters: &Counters) -> Result<T, MissCause> {
    match found {
        Ok((entry, bytes)) => {
            counters.hit(bytes, entry.header.cost());
            Ok(entry.value)
        }
        Err(cause) => {
            counters.miss(cause);
            Err(cause)
        }
    }
}

/// Encodes a loaded value for storing, or counts why it is not stored.
fn pack<T: Serialize>(
    value: &T,
    cause: MissCause,
    cost: Duration,
    counters: &Counters,
    tags: impl FnOnce() -> Vec<Tag>,
    address: String,
) -> Option<Parcel> {
    if cause == MissCause::Bypass {
        counters.store(StoreOutcome::Bypassed);
        return None;
    }
    match envelope::encode(value, AS_OF, cost, tags()) {
        Ok(bytes) if bytes.len() <= LARGEST_ENTRY => Some(Parcel { address, bytes }),
        Ok(_) => {
            counters.store(StoreOutcome::Oversized);
            None
        }
        Err(error) => {
            tracing::warn!(%error, %address, "a value cannot be encoded, it is not cached");
            counters.store(StoreOutcome::Error);
            None
        }
    }
}

/// The ids without repetitions, in their order.
fn distinct<I: Eq + Hash + Clone>(ids: &[I]) -> Vec<I> {
    let mut seen = HashSet::with_capacity(ids.len());
    ids.iter().filter(|id| seen.insert(*id)).cloned().collect()
}

/// One value's part in the cost of a load that brought several.
fn share(cost: Duration, values: usize) -> Duration {
    cost / u32::try_from(values).unwrap_or(u32::MAX).max(1)
}
