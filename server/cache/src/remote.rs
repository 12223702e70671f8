//! The tier in Redis: reads entries, and stores them behind the caller's back.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use redis::Cmd;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use crate::address::Address;
use crate::entry::Entry;
use crate::envelope;
use crate::link::{Link, LinkError};
use crate::lock::Lock;
use crate::stats::{Counters, MissCause, StoreOutcome};

/// The largest entry that is stored. One connection serves all callers, and a large answer holds up those behind it.
pub(crate) const LARGEST_ENTRY: usize = 1024 * 1024;

/// Stores that may be under way at once. Each takes one slot, or more if it is large, so this limits memory too.
const STORE_SLOTS: u32 = 256;

/// Bytes one slot stands for; all slots together are 16 MiB.
const SLOT_BYTES: usize = 64 * 1024;

/// An entry that was read, with its length in bytes.
pub(crate) type Found<T> = Result<(Entry<T>, usize), MissCause>;

/// An encoded entry, where it goes, how long it is kept there, and the lock that is released after it.
pub(crate) struct Parcel {
    pub(crate) address: Address,
    pub(crate) bytes: Vec<u8>,
    pub(crate) keeps: Duration,
    pub(crate) lock: Option<Lock>,
}

/// Entries in Redis.
#[derive(Debug)]
pub(crate) struct Remote {
    link: Link,
    slots: Arc<Semaphore>,
}

impl Remote {
    pub(crate) fn new(link: Link) -> Self {
        Self {
            link,
            slots: Arc::new(Semaphore::new(STORE_SLOTS as usize)),
        }
    }

    pub(crate) fn link(&self) -> &Link {
        &self.link
    }

    /// Reads several entries with one command. The answers are in the order of the addresses.
    pub(crate) async fn read<'a, T: DeserializeOwned>(
        &self,
        addresses: impl ExactSizeIterator<Item = &'a Address>,
    ) -> Vec<Found<T>> {
        let wanted = addresses.len();
        let names: Vec<_> = addresses.map(Address::to_string).collect();
        match self.link.run::<Vec<_>>(&Cmd::mget(&names)).await {
            Ok(answers) if answers.len() == wanted => answers.into_iter().map(open).collect(),
            Ok(_) => names.iter().map(|_| Err(MissCause::Error)).collect(),
            Err(error) => names.iter().map(|_| Err(miss(&error))).collect(),
        }
    }

    /// Stores entries in a task of its own and counts what becomes of each. Does not wait.
    ///
    /// Nothing is stored if too many stores are under way: then Redis is slower than the loads, and a queue would only
    /// grow.
    pub(crate) fn store_behind(&self, parcels: Vec<Parcel>, counters: Arc<Counters>) {
        if parcels.is_empty() {
            return;
        }
        let Ok(slots) = Arc::clone(&self.slots).try_acquire_many_owned(slots_for(&parcels)) else {
            for _ in &parcels {
                counters.store(StoreOutcome::Dropped);
            }
            return;
        };
        let link = self.link.clone();
        tokio::spawn(async move {
            // One command an entry, sent together: a pipeline over several keys is refused by a Redis Cluster.
            let stores = parcels.into_iter().map(|parcel| store(&link, parcel));
            for outcome in join_all(stores).await {
                counters.store(outcome);
            }
            drop(slots);
        });
    }

    /// Removes an entry in a task of its own.
    pub(crate) fn forget(&self, address: &Address) {
        let (link, remove) = (self.link.clone(), Cmd::del(address.to_string()));
        tokio::spawn(async move {
            if let Err(error) = link.run::<()>(&remove).await {
                tracing::debug!(%error, "an entry was not removed");
            }
        });
    }

    /// Waits until the stores under way have ended. Stores that begin meanwhile may be dropped.
    pub(crate) async fn flush(&self) {
        // All slots are free exactly when no store is under way. The semaphore is never closed.
        drop(self.slots.acquire_many(STORE_SLOTS).await);
    }
}

/// Opens what Redis returned for one key.
fn open<T: DeserializeOwned>(answer: Option<Vec<u8>>) -> Found<T> {
    let bytes = answer.ok_or(MissCause::Cold)?;
    match envelope::decode(&bytes) {
        Ok(entry) => Ok((entry, bytes.len())),
        Err(envelope::Undecodable) => Err(MissCause::Undecodable),
    }
}

fn miss(error: &LinkError) -> MissCause {
    match error {
        LinkError::Open => MissCause::Bypass,
        error => {
            tracing::debug!(%error, "a cache read failed");
            MissCause::Error
        }
    }
}

async fn store(link: &Link, parcel: Parcel) -> StoreOutcome {
    let mut set = Cmd::set(parcel.address.to_string(), &parcel.bytes);
    // Saturated rather than cast; a namespace's life is far below anyway.
    set.arg("PX")
        .arg(u64::try_from(parcel.keeps.as_millis()).unwrap_or(u64::MAX));
    let outcome = match link.run::<()>(&set).await {
        Ok(()) => StoreOutcome::Stored {
            bytes: parcel.bytes.len(),
        },
        Err(LinkError::Open) => StoreOutcome::Bypassed,
        Err(error) => {
            tracing::debug!(%error, "a cache store failed");
            StoreOutcome::Error
        }
    };
    if let Some(lock) = parcel.lock {
        lock.release().await;
    }
    outcome
}

/// How many slots these entries take: at least one, at most all.
fn slots_for(parcels: &[Parcel]) -> u32 {
    let bytes: usize = parcels.iter().map(|parcel| parcel.bytes.len()).sum();
    u32::try_from(bytes.div_ceil(SLOT_BYTES))
        .unwrap_or(STORE_SLOTS)
        .clamp(1, STORE_SLOTS)
}
