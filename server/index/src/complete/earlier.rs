//! The products that have the words before the last one.

use crate::core::Core;
use crate::number::place;
use crate::query::{Group, Query};

/// Products that have the words before the last one: a bit for each slot.
#[derive(Debug)]
pub(super) struct Earlier {
    bits: Vec<u64>,
    count: usize,
}

impl Earlier {
    /// Nothing if there are no such words.
    pub(super) fn of(core: &Core, query: &Query) -> Option<Self> {
        let groups = query.groups.iter().filter(|group| !group.optional);
        let having = groups.map(|group| having(core, group));
        let bits = having.reduce(|mut all, own| {
            all.iter_mut().zip(own).for_each(|(all, own)| *all &= own);
            all
        })?;
        let ones = bits.iter().map(|bits| bits.count_ones());
        let count = ones.map(place).sum();
        Some(Self { bits, count })
    }

    /// How many they are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether the product in a slot is one of them.
    pub(super) fn has(&self, slot: u32) -> bool {
        self.bits[place(slot) / 64] >> (slot % 64) & 1 == 1
    }

    /// Their slots, ascending.
    pub(super) fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.bits).flat_map(|(block, bits)| {
            let mut rest = *bits;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(block * 64 + bit)
            })
        })
    }

    /// How many of them have this term as well.
    pub(super) fn count_with(&self, core: &Core, term: &str) -> usize {
        let slots = core
            .postings(term)
            .map_or(&[][..], |postings| postings.slots());
        slots.iter().map(|slot| usize::from(self.has(*slot))).sum()
    }
}

/// The products that are there and have the word.
fn having(core: &Core, group: &Group) -> Vec<u64> {
    let mut bits = vec![0; core.ids.len().div_ceil(64).max(1)];
    for alternative in &group.alternatives {
        let Some(postings) = core.postings(&alternative.term) else {
            continue;
        };
        for slot in postings.slots() {
            bits[place(*slot) / 64] |= u64::from(core.live[place(*slot)]) << (slot % 64);
        }
    }
    bits
}
