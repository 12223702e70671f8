//! Single flight: callers who miss the same entry at the same time share one load.
//!
//! Who joins a flight takes its outcome only after judging it by the position at which he began himself: the flight may
//! have begun before a change that he must see.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::Shared;
use tokio::sync::oneshot;

use crate::address::Address;
use crate::clock::Position;
use crate::entry::Entry;

/// What a flight brings to all who are on it.
#[derive(Debug)]
pub(crate) enum Arrival<T, E> {
    /// An entry that Redis had.
    Found(Entry<T>),
    /// An entry that another process loaded meanwhile.
    Awaited(Entry<T>),
    /// An entry that was loaded.
    Loaded(Entry<T>),
    /// A load that began at this position brought no value.
    Absent(Position),
    /// The load failed. An entry that could not be taken may serve while the source is away.
    Failed(E, Option<Entry<T>>),
}

impl<T, E: Clone> Clone for Arrival<T, E> {
    fn clone(&self) -> Self {
        match self {
            Self::Found(entry) => Self::Found(entry.clone()),
            Self::Awaited(entry) => Self::Awaited(entry.clone()),
            Self::Loaded(entry) => Self::Loaded(entry.clone()),
            Self::Absent(position) => Self::Absent(*position),
            Self::Failed(error, fallback) => Self::Failed(error.clone(), fallback.clone()),
        }
    }
}

/// A flight as those see it who wait for it. It ends without arrival if its load panicked.
pub(crate) type Passage<T, E> = Shared<oneshot::Receiver<Arrival<T, E>>>;

/// The flights under way.
#[derive(Default)]
pub(crate) struct Flights {
    under_way: Mutex<UnderWay>,
}

/// By address and type of error: callers whose loads fail in different ways cannot share one.
type UnderWay = HashMap<(Address, TypeId), Box<dyn Any + Send>>;

/// A caller's place on a flight.
pub(crate) enum Boarding<T, E> {
    /// The flight is under way.
    Joined(Passage<T, E>),
    /// The caller has to fly it.
    Lead(Passage<T, E>, Ticket<T, E>),
}

/// The duty to fly: hands the arrival to all who wait. The flight ends when this is used or dropped.
pub(crate) struct Ticket<T, E> {
    address: Address,
    error_type: TypeId,
    outcome: Option<oneshot::Sender<Arrival<T, E>>>,
    flights: Arc<Flights>,
}

impl Flights {
    /// Joins the flight to `address`, or begins it.
    pub(crate) fn board<T, E>(self: &Arc<Self>, address: &Address) -> Boarding<T, E>
    where
        T: Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
    {
        let flight = (address.clone(), TypeId::of::<E>());
        let mut under_way = self.under_way();
        if let Some(flight) = under_way.get(&flight)
            && let Some(passage) = flight.downcast_ref::<Passage<T, E>>()
        {
            return Boarding::Joined(passage.clone());
        }
        let (outcome, passage) = oneshot::channel();
        let passage: Passage<T, E> = passage.shared();
        under_way.insert(flight, Box::new(passage.clone()));
        let ticket = Ticket {
            address: address.clone(),
            error_type: TypeId::of::<E>(),
            outcome: Some(outcome),
            flights: Arc::clone(self),
        };
        Boarding::Lead(passage, ticket)
    }

    fn under_way(&self) -> MutexGuard<'_, UnderWay> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, E> Ticket<T, E> {
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Ends the flight.
    pub(crate) fn arrive(mut self, arrival: Arrival<T, E>) {
        let outcome = self.outcome.take();
        // First, so that what arrives is for those who waited, and whoever asks afterwards is not taken for one of them.
        drop(self);
        if let Some(outcome) = outcome {
            // Nobody may be waiting any more; what arrived is kept all the same.
            let _ = outcome.send(arrival);
        }
    }
}

impl<T, E> Drop for Ticket<T, E> {
    fn drop(&mut self) {
        let flight = (self.address.clone(), self.error_type);
        self.flights.under_way().remove(&flight);
    }
}

impl fmt::Debug for Flights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
