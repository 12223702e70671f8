//! The batches this process has made and the sink is not known to have.

use std::collections::HashMap;

use super::batch::Batch;
use super::gathered::{Gathered, MAX_KEYS};

/// Keys in one batch, so that a command stays below 64 KiB: others wait for the connection behind it.
const BATCH_KEYS: usize = 200;

/// Batches by age.
#[derive(Debug)]
pub(super) struct Held {
    /// Random, so that no two processes, nor two lives of one, make the same ids.
    process: String,
    made: u64,
    batches: Vec<HeldBatch>,
}

/// A batch and what is known of its copy in Redis.
#[derive(Debug)]
pub(super) struct HeldBatch {
    pub(super) batch: Batch,
    pub(super) copy: RedisCopy,
}

/// Whether Redis has a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RedisCopy {
    /// Nothing was sent.
    None,
    /// One was sent, and no answer came.
    InDoubt,
    /// Redis has said so.
    Stored,
}

impl Held {
    pub(super) fn new() -> Self {
        Self {
            process: format!("{:032x}", rand::random::<u128>()),
            made: 0,
            batches: Vec::new(),
        }
    }

    /// Makes batches of what was gathered. While as many keys as can be gathered wait here already, it stays where it
    /// is: there equal keys share their place, so memory is bounded however long the sink is away. Whether there was room.
    pub(super) fn seal(&mut self, gathered: &Gathered) -> bool {
        let waiting: usize = self.all().map(|batch| batch.amounts.len()).sum();
        if waiting >= MAX_KEYS {
            return false;
        }
        let mut amounts = gathered.take().into_iter();
        loop {
            let some: HashMap<_, _> = amounts.by_ref().take(BATCH_KEYS).collect();
            if some.is_empty() {
                return true;
            }
            self.made += 1;
            self.batches.push(HeldBatch {
                batch: Batch {
                    id: format!("{}-{}", self.process, self.made),
                    amounts: some,
                },
                copy: RedisCopy::None,
            });
        }
    }

    /// Those of which Redis is not known to have a copy.
    pub(super) fn unstored(&mut self) -> impl Iterator<Item = &mut HeldBatch> {
        self.batches
            .iter_mut()
            .filter(|held| held.copy != RedisCopy::Stored)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Batch> {
        self.batches.iter().map(|held| &held.batch)
    }

    /// Forgets all of them: the sink has them. Gives the ids of those that may lie in Redis too.
    pub(super) fn settle(&mut self) -> Vec<String> {
        self.batches
            .drain(..)
            .filter(|held| held.copy != RedisCopy::None)
            .map(|held| held.batch.id)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn gather(gathered: &Gathered, keys: usize) {
        for number in 0..keys {
            gathered.add(&number.to_string());
        }
    }

    #[test]
    fn many_keys_make_several_batches_with_ids_of_their_own() {
        let (mut held, gathered) = (Held::new(), Gathered::default());
        gather(&gathered, BATCH_KEYS + 1);
        assert!(held.seal(&gathered));
        gather(&gathered, 1);
        assert!(held.seal(&gathered));
        assert!(held.seal(&gathered));
        let ids: HashSet<_> = held.all().map(|batch| &batch.id).collect();
        let sum: u64 = held.all().flat_map(|batch| batch.amounts.values()).sum();
        assert_eq!((ids.len(), sum), (3, 202));
        assert_ne!(Held::new().process, held.process);
    }

    #[test]
    fn what_waits_is_bounded_and_goes_on_being_gathered() {
        let (mut held, gathered) = (Held::new(), Gathered::default());
        gather(&gathered, MAX_KEYS);
        assert!(held.seal(&gathered));
        for _ in 0..3 {
            gather(&gathered, MAX_KEYS);
            assert!(!held.seal(&gathered));
        }
        assert_eq!(gathered.sum(), 30_000);
        assert_eq!(gathered.dropped(), 0);
        assert_eq!(held.settle(), Vec::<String>::new());
        assert!(held.seal(&gathered));
        assert_eq!(gathered.sum(), 0);
    }
}
