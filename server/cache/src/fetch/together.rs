//! Loading past the tiers, for callers that may take nothing from them: one load for those who ask at the same time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Fetch, Got, LoadError};
use crate::address::Address;
use crate::entry::{Entry, Facts};
use crate::flight::{Arrival, Boarding, Passage, Ticket};

/// An id, where its entry would lie, its flight, and whether the caller leads it.
type Boarded<I, T, E> = (I, Address, Passage<T, E>, bool);

impl<I, T, E> Fetch<I, T, E>
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    /// Loads what exists of `wanted`, together with others who ask for it, and keeps nothing.
    ///
    /// A flight that is under way already may have read before this caller asked, so only its end is waited for. One that
    /// began since then is shared, if it loaded.
    pub(crate) async fn load_together(
        self: &Arc<Self>,
        wanted: Vec<(I, Address)>,
    ) -> Result<Vec<Got<I, T>>, E> {
        let mut got = Vec::with_capacity(wanted.len());
        let mut open = wanted;
        for began_since in [false, true] {
            for (id, address, passage, led) in self.board_past_tiers(std::mem::take(&mut open)) {
                let arrival = passage.await.ok().filter(|_| led || began_since);
                match arrival {
                    Some(Arrival::Loaded(entry)) => got.push(Got {
                        id,
                        entry,
                        outdated: false,
                    }),
                    Some(Arrival::Absent(_)) => {}
                    Some(Arrival::Failed(error, _)) => return Err(error),
                    Some(Arrival::Found(_) | Arrival::Awaited(_)) | None => {
                        open.push((id, address));
                    }
                }
            }
        }
        if !open.is_empty() {
            let ids = open.into_iter().map(|(id, _)| id).collect();
            got.extend(self.load_alone(ids).await?);
        }
        Ok(got)
    }

    /// Boards a flight for each id, and leads those that nobody leads yet: to the source alone.
    fn board_past_tiers(self: &Arc<Self>, wanted: Vec<(I, Address)>) -> Vec<Boarded<I, T, E>> {
        let mut leads = Vec::new();
        let mut boarded = Vec::with_capacity(wanted.len());
        for (id, address) in wanted {
            match self.shared.flights.board(&address) {
                Boarding::Joined(passage) => boarded.push((id, address, passage, false)),
                Boarding::Lead(passage, ticket) => {
                    leads.push((id.clone(), ticket));
                    boarded.push((id, address, passage, true));
                }
            }
        }
        if !leads.is_empty() {
            let this = Arc::clone(self);
            tokio::spawn(async move { this.fly_past_tiers(leads).await });
        }
        boarded
    }

    async fn fly_past_tiers(&self, leads: Vec<(I, Ticket<T, E>)>) {
        let ids = leads.iter().map(|(id, _)| id.clone()).collect();
        let (as_of, loaded, cost) = self.load(ids).await;
        let mut loaded: HashMap<_, _> = match loaded {
            Ok(loaded) => loaded
                .into_iter()
                .map(|(id, value, depends)| (id, (value, depends)))
                .collect(),
            Err(error) => {
                let fail =
                    |ticket: Ticket<T, E>| ticket.arrive(Arrival::Failed(error.clone(), None));
                return leads.into_iter().for_each(|(_, ticket)| fail(ticket));
            }
        };
        for (id, ticket) in leads {
            ticket.arrive(match loaded.remove(&id) {
                None => Arrival::Absent(as_of.position),
                Some((value, depends)) => {
                    let as_of = depends.as_of(&as_of).unwrap_or_default();
                    let facts = Facts::new(&self.namespace, depends, as_of, cost);
                    let (value, facts) = (Arc::new(value), Arc::new(facts));
                    Arrival::Loaded(Entry { value, facts })
                }
            });
        }
    }
}
