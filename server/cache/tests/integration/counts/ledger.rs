//! A sink as a database would be: it commits whole batches, remembers their ids, and may fail on either side of the commit.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use cache::{Batch, Sink};

/// Where a commit fails.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    /// Nothing is kept.
    BeforeCommit,
    /// It is kept, and the answer is lost.
    AfterCommit,
}

/// What was counted. Clones are one ledger.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger(Arc<Mutex<Book>>);

#[derive(Debug, Default)]
struct Book {
    ids: HashSet<String>,
    totals: HashMap<String, u64>,
    /// And after how many commits.
    fault: Option<(usize, Fault)>,
}

impl Book {
    fn due_fault(&mut self) -> Option<Fault> {
        match &mut self.fault {
            Some((commits @ 1.., _)) => {
                *commits -= 1;
                None
            }
            due => due.take().map(|(_, fault)| fault),
        }
    }
}

#[derive(Debug)]
pub(super) struct Failed;

impl Ledger {
    /// Lets a commit fail, after so many that do not.
    pub(super) fn fail_after(&self, commits: usize, fault: Fault) {
        self.0.lock().unwrap().fault = Some((commits, fault));
    }

    pub(super) fn no_fault(&self) {
        self.0.lock().unwrap().fault = None;
    }

    pub(super) fn total(&self, key: &str) -> u64 {
        let book = self.0.lock().unwrap();
        book.totals.get(key).copied().unwrap_or_default()
    }

    pub(super) fn sum(&self) -> u64 {
        self.0.lock().unwrap().totals.values().sum()
    }
}

impl Sink for Ledger {
    type Error = Failed;

    async fn commit(&self, batches: &[Batch]) -> Result<(), Failed> {
        tokio::task::yield_now().await;
        let mut book = self.0.lock().unwrap();
        let fault = book.due_fault();
        if matches!(fault, Some(Fault::BeforeCommit)) {
            return Err(Failed);
        }
        let given: HashSet<_> = batches.iter().map(|batch| &batch.id).collect();
        assert_eq!(given.len(), batches.len(), "an id comes twice in one call");
        for batch in batches {
            if book.ids.insert(batch.id.clone()) {
                for (key, amount) in &batch.amounts {
                    *book.totals.entry(key.clone()).or_default() += amount;
                }
            }
        }
        fault.map_or(Ok(()), |_| Err(Failed))
    }
}
