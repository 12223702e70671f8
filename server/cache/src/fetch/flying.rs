//! The flight of those who lead: Redis, the lock, the load, and what becomes of it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::{join, join_all};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Fetch, Lead, LoadError};
use crate::entry::{Age, Entry, Millis};
use crate::flight::Arrival;
use crate::lock::{self, Locking};
use crate::remote::{Found, Parcel};
use crate::stats::MissCause;

/// How long a process waits for another one's load before it loads itself.
const OTHERS_PATIENCE: Duration = Duration::from_millis(1500);

/// Pauses while waiting for another process double from the first to the second.
const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(32);

impl<I, T, E> Fetch<I, T, E>
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    /// The flight: first Redis, then, for what is missing there, the source. `newer_than` says that an entry loaded
    /// then is known and is to be refreshed.
    pub(super) async fn fly(
        self: Arc<Self>,
        leads: Vec<Lead<I, T, E>>,
        newer_than: Option<Millis>,
    ) {
        let missing = self.land_found(leads, newer_than, Arrival::Found).await;
        let (ours, theirs) = self.divide(missing, newer_than).await;
        join(self.land_loaded(ours), self.land_others(theirs, newer_than)).await;
    }

    /// Ends the flights whose entry Redis has, with what `arrival` makes of it; the others remain.
    async fn land_found(
        self: &Arc<Self>,
        leads: Vec<Lead<I, T, E>>,
        newer_than: Option<Millis>,
        arrival: fn(Entry<T>) -> Arrival<T, E>,
    ) -> Vec<Lead<I, T, E>> {
        if leads.is_empty() {
            return leads;
        }
        let addresses = leads.iter().map(|lead| lead.ticket.address());
        let asked = Instant::now();
        let found = self.shared.remote.read::<T>(addresses).await;
        self.witness_read(&found, asked.elapsed());
        let mut missing = Vec::new();
        for (mut lead, found) in leads.into_iter().zip(found) {
            let (entry, size) = match found {
                Ok(found) => found,
                Err(cause) => {
                    lead.cause = self.cause(&lead, cause);
                    missing.push(lead);
                    continue;
                }
            };
            let age = entry.facts.age();
            let known = newer_than.is_some_and(|then| entry.facts.loaded_at <= then);
            if age == Age::Dead || known || !self.is_current(&entry) {
                lead.cause = match age {
                    Age::Dead => MissCause::Expired,
                    _ => MissCause::Invalidated,
                };
                if !known && lead.cause == MissCause::Invalidated {
                    let name = self.namespace.name;
                    self.shared.note_dropped(name, &self.counters, &entry.facts);
                }
                // Only an entry that is not dead may serve while the source is away.
                if age != Age::Dead {
                    lead.unfit = Some((entry, lead.cause));
                }
                missing.push(lead);
                continue;
            }
            self.counters.read(size);
            let address = lead.ticket.address().clone();
            self.shared.local.put(address.clone(), &entry, size);
            lead.ticket.arrive(arrival(entry.clone()));
            if age == Age::Expired {
                self.refresh(lead.id, &address, &entry);
            }
        }
        missing
    }

    /// Tells what a read took, unless Redis was spared it.
    fn witness_read(&self, found: &[Found<T>], took: Duration) {
        let spared = |found: &Found<T>| matches!(found, Err(MissCause::Bypass));
        if let Some(witness) = &self.witness
            && !found.iter().all(spared)
        {
            let failed = found
                .iter()
                .any(|found| matches!(found, Err(MissCause::Error)));
            let there = found.iter().filter(|found| found.is_ok()).count();
            witness.read(self.namespace.name, there, took, failed);
        }
    }

    /// Tells what it took to learn who loads; nothing if there was nobody to ask.
    fn witness_locks(&self, lockings: &[Locking], took: Duration) {
        let known = |locking: &Locking| !matches!(locking, Locking::Unknown { asked: false });
        if let Some(witness) = &self.witness
            && lockings.iter().any(known)
        {
            let failed = lockings
                .iter()
                .any(|locking| matches!(locking, Locking::Unknown { .. }));
            witness.locked(took, failed);
        }
    }

    /// Why an entry that Redis does not give is missing.
    fn cause(&self, lead: &Lead<I, T, E>, found: MissCause) -> MissCause {
        match (&lead.unfit, found) {
            (Some((_, cause)), MissCause::Cold | MissCause::Error | MissCause::Bypass) => *cause,
            (None, MissCause::Cold) => self.shared.memory.why_missing(lead.ticket.address()),
            (_, found) => found,
        }
    }

    /// Parts those that are ours to load from those that another process loads already.
    ///
    /// Redis is looked at again under the lock: whoever held it before may have stored the entry just now.
    async fn divide(
        self: &Arc<Self>,
        leads: Vec<Lead<I, T, E>>,
        newer_than: Option<Millis>,
    ) -> (Vec<Lead<I, T, E>>, Vec<Lead<I, T, E>>) {
        let link = self.shared.remote.link();
        let locking = leads
            .iter()
            .map(|lead| lock::lock(link, lead.ticket.address()));
        let asked = Instant::now();
        let lockings = join_all(locking).await;
        self.witness_locks(&lockings, asked.elapsed());
        let (mut ours, mut asked) = (Vec::new(), Vec::new());
        for (mut lead, locking) in leads.into_iter().zip(lockings) {
            match locking {
                Locking::Ours(lock) => lead.lock = Some(lock),
                Locking::Theirs => {}
                Locking::Unknown { .. } => {
                    ours.push(lead);
                    continue;
                }
            }
            asked.push(lead);
        }
        let missing = self.land_found(asked, newer_than, Arrival::Awaited).await;
        let (locked, theirs): (Vec<_>, _) =
            missing.into_iter().partition(|lead| lead.lock.is_some());
        ours.extend(locked);
        (ours, theirs)
    }

    /// Waits for what other processes load, and loads what they do not bring in time.
    async fn land_others(
        self: &Arc<Self>,
        mut leads: Vec<Lead<I, T, E>>,
        newer_than: Option<Millis>,
    ) {
        let give_up = Instant::now() + OTHERS_PATIENCE;
        let mut pause = FIRST_PAUSE;
        // This goes on beside the own load, so its time is no part of the caller's.
        let this = self.unwitnessed();
        while !leads.is_empty() {
            if Instant::now() >= give_up {
                return self.land_loaded(leads).await;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            let (ours, theirs) = this.divide(leads, newer_than).await;
            leads = theirs;
            let this = Arc::clone(&this);
            // Beside those that are still waited for.
            tokio::spawn(async move { this.land_loaded(ours).await });
        }
    }

    /// Loads, stores, and ends the flights. Locks are held until the entry is there for those who wait for it.
    async fn land_loaded(&self, leads: Vec<Lead<I, T, E>>) {
        if leads.is_empty() {
            return;
        }
        for lead in leads.iter().filter(|lead| !lead.counted) {
            self.counters.miss(lead.cause);
        }
        let ids = leads.iter().map(|lead| lead.id.clone()).collect();
        let (as_of, loaded, cost) = self.load(ids).await;
        let mut values = match loaded {
            Ok(loaded) => loaded
                .into_iter()
                .map(|(id, value, depends)| (id, (value, depends)))
                .collect::<HashMap<_, _>>(),
            Err(error) => return land_failed(leads, &error),
        };
        let mut parcels = Vec::with_capacity(leads.len());
        for lead in leads {
            let Some((value, depends)) = values.remove(&lead.id) else {
                lead.ticket.arrive(Arrival::Absent(as_of.position));
                continue;
            };
            let address = lead.ticket.address().clone();
            let (entry, parcel) = self.keep(value, depends, &as_of, cost, address);
            lead.ticket.arrive(Arrival::Loaded(entry));
            let lock = lead.lock;
            parcels.extend(parcel.map(|parcel| Parcel { lock, ..parcel }));
        }
        self.store_behind(parcels);
    }
}

fn land_failed<I, T, E: Clone>(leads: Vec<Lead<I, T, E>>, error: &E) {
    for lead in leads {
        let fallback = lead.unfit.map(|(entry, _)| entry);
        lead.ticket.arrive(Arrival::Failed(error.clone(), fallback));
    }
}
