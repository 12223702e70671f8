//! A source of cards that can be written to, counts its loads, and fails or holds them up on demand.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use cache::LoadError;
use tokio::sync::watch;

use super::{Card, until, written};

/// What the source does instead of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It cannot be reached.
    Away,
    /// It answers with an error.
    Broken,
    /// The load panics.
    Panic,
    /// The load panics, the next one does not.
    PanicOnce,
}

impl LoadError for Fault {
    fn is_away(&self) -> bool {
        *self == Self::Away
    }
}

#[derive(Debug, Default)]
pub(crate) struct Source {
    writes: Mutex<HashMap<i64, u64>>,
    loads: AtomicU32,
    fault: Mutex<Option<Fault>>,
    held: watch::Sender<bool>,
    waiting: AtomicU32,
    dawdles: AtomicBool,
}

impl Source {
    /// Changes a card; how often it has been written to.
    pub(crate) fn write(&self, id: i64) -> u64 {
        let mut writes = self.writes.lock().unwrap();
        let writes = writes.entry(id).or_default();
        *writes += 1;
        *writes
    }

    /// Loads so far; one may bring many cards.
    pub(crate) fn loads(&self) -> u32 {
        self.loads.load(Ordering::SeqCst)
    }

    pub(crate) fn fail(&self, fault: impl Into<Option<Fault>>) {
        *self.fault.lock().unwrap() = fault.into();
    }

    /// Lets loads read, and then wait before they answer.
    pub(crate) fn hold(&self) {
        self.held.send_replace(true);
    }

    pub(crate) fn release(&self) {
        self.held.send_replace(false);
    }

    /// From now on each load takes up to three milliseconds between what it reads and its answer.
    pub(crate) fn dawdle(&self) {
        self.dawdles.store(true, Ordering::SeqCst);
    }

    /// Waits until so many loads are held up.
    pub(crate) async fn until_held(&self, loads: u32) {
        let held = async || self.waiting.load(Ordering::SeqCst) >= loads;
        until("loads to be held", held).await;
    }

    pub(crate) async fn load(&self, id: i64) -> Result<Card, Fault> {
        let cards = self.load_many(vec![id]).await?;
        Ok(cards.into_values().next().unwrap())
    }

    /// Cards with a negative id do not exist.
    pub(crate) async fn load_many(&self, ids: Vec<i64>) -> Result<HashMap<i64, Card>, Fault> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        let snapshot: HashMap<_, _> = {
            let writes = self.writes.lock().unwrap();
            let there = ids.into_iter().filter(|id| *id >= 0);
            there
                .map(|id| (id, written(id, writes.get(&id).copied().unwrap_or(0))))
                .collect()
        };
        if self.dawdles.load(Ordering::SeqCst) {
            let micros = rand::random_range(0..3000);
            tokio::time::sleep(Duration::from_micros(micros)).await;
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let _ = self.held.subscribe().wait_for(|held| !held).await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let fault = {
            let mut fault = self.fault.lock().unwrap();
            let now = *fault;
            *fault = now.filter(|fault| *fault != Fault::PanicOnce);
            now
        };
        match fault {
            None => Ok(snapshot),
            Some(Fault::Panic | Fault::PanicOnce) => panic!("the load was told to panic"),
            Some(fault) => Err(fault),
        }
    }
}
