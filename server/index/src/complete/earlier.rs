//! The products that have the words before the last one.

use super::bitmaps::{Bitmaps, empty, set};
use crate::core::Core;
use crate::number::place;
use crate::query::{Group, Query};

/// Products that have the words before the last one: a bit for each slot.
#[derive(Debug)]
pub(super) struct Earlier {
    blocks: Vec<u64>,
    count: usize,
}

impl Earlier {
    /// Nothing if there are no such words.
    pub(super) fn of(core: &Core, bitmaps: &Bitmaps, query: &Query) -> Option<Self> {
        let groups = query.groups.iter().filter(|group| !group.optional);
        let having = groups.map(|group| having(core, bitmaps, group));
        let blocks = having.reduce(|mut all, own| {
            all.iter_mut().zip(own).for_each(|(all, own)| *all &= own);
            all
        })?;
        let ones = blocks.iter().map(|block| block.count_ones());
        let count = ones.map(place).sum();
        Some(Self { blocks, count })
    }

    /// How many they are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether the product in a slot is one of them.
    pub(super) fn has(&self, slot: u32) -> bool {
        self.blocks[place(slot) / 64] >> (slot % 64) & 1 == 1
    }

    /// Their slots, ascending.
    pub(super) fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.blocks).flat_map(|(block, bits)| {
            let mut rest = *bits;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(block * 64 + bit)
            })
        })
    }

    /// How many of them have this term as well.
    pub(super) fn count_with(&self, core: &Core, bitmaps: &Bitmaps, term: &str) -> usize {
        let Some(term) = core.terms.find(term) else {
            return 0;
        };
        if let Some(own) = bitmaps.of(core, term) {
            let both = self.blocks.iter().zip(&own.blocks);
            return both.map(|(all, own)| place((all & own).count_ones())).sum();
        }
        let slots = core.postings[place(term)].slots().iter();
        slots.map(|slot| usize::from(self.has(*slot))).sum()
    }
}

/// The products that are there and have the word.
fn having(core: &Core, bitmaps: &Bitmaps, group: &Group) -> Vec<u64> {
    let mut blocks = empty(core);
    let terms = group.alternatives.iter();
    for term in terms.filter_map(|alternative| core.terms.find(&alternative.term)) {
        match bitmaps.of(core, term) {
            Some(own) => {
                let pairs = blocks.iter_mut().zip(&own.blocks);
                pairs.for_each(|(all, own)| *all |= own);
            }
            None => set(core, core.postings[place(term)].slots(), &mut blocks),
        }
    }
    blocks
}
