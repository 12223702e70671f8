//! How much of a query products have, for when hardly any has all of it.

use super::Plan;
use crate::core::{Core, Postings};
use crate::number::{place, small};

/// So many slots are looked at together: what is noted of them stays in the processor's nearest memory.
const BLOCK: u32 = 4096;

/// A product and which of the plan's words it has, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Having {
    pub(super) slot: u32,
    pub(super) words: u32,
}

impl Plan {
    /// How much of the query it is to have these words.
    pub(super) fn coverage(&self, words: u32) -> u32 {
        let told = self.words.iter().enumerate();
        told.filter(|(at, _)| words & 1 << at != 0)
            .map(|(_, word)| word.telling)
            .sum()
    }

    /// Whether results may lack some of the words.
    pub(crate) fn can_relax(&self) -> bool {
        self.words.len() > self.required.max(1)
    }

    /// All words there are.
    pub(super) fn all(&self) -> u32 {
        u32::try_from((1_u64 << self.words.len()) - 1).unwrap_or(u32::MAX)
    }

    /// The words that must be there: the first ones.
    pub(super) fn must(&self) -> u32 {
        u32::try_from((1_u64 << self.required) - 1).unwrap_or(u32::MAX)
    }

    /// The words of the product in a slot, or of the one that was there.
    pub(super) fn words_of(&self, core: &Core, slot: u32) -> u32 {
        let terms: Vec<u32> = core.terms_of(slot).collect();
        let has = |term: &u32| terms.binary_search(term).is_ok();
        if self.excluded.iter().any(has) {
            return 0;
        }
        let words = self.words.iter().enumerate();
        words
            .filter(|(_, word)| word.terms.iter().any(|(term, _)| has(term)))
            .fold(0, |words, (at, _)| words | 1 << at)
    }
}

/// The products that have any of the words, all that must be there and none that must not, in ascending order.
pub(super) fn having(core: &Core, plan: &Plan) -> Vec<Having> {
    let mut lists: Vec<Rest<'_>> = Vec::new();
    for (at, word) in plan.words.iter().enumerate() {
        let terms = word.terms.iter().map(|(term, _)| *term);
        lists.extend(terms.map(|term| Rest::of(core, term, 1 << at)));
    }
    // Without a bit of its own: what it meets has nothing any more.
    let mut unwanted: Vec<Rest<'_>> = plan
        .excluded
        .iter()
        .map(|term| Rest::of(core, *term, 0))
        .collect();
    let mut found = Vec::new();
    let mut words = vec![0_u32; place(BLOCK)];
    while let Some(next) = lists.iter().filter_map(Rest::next).min() {
        let start = next - next % BLOCK;
        for list in &mut lists {
            let bit = list.bit;
            list.within(start, |at| words[at] |= bit);
        }
        for list in &mut unwanted {
            list.within(start, |at| words[at] = 0);
        }
        for (words, slot) in words.iter_mut().zip(start..) {
            let words = std::mem::take(words);
            if words != 0 && words & plan.must() == plan.must() && core.live[place(slot)] {
                found.push(Having { slot, words });
            }
        }
    }
    found
}

/// What has not been looked at yet of the slots that have a term.
struct Rest<'p> {
    slots: &'p [u32],
    bit: u32,
}

impl<'p> Rest<'p> {
    fn of(core: &'p Core, term: u32, bit: u32) -> Self {
        let postings: &Postings = &core.postings[place(term)];
        Self {
            slots: postings.slots(),
            bit,
        }
    }

    fn next(&self) -> Option<u32> {
        self.slots.first().copied()
    }

    /// Calls with the places in the block that begins here, and passes over what comes before it.
    fn within(&mut self, start: u32, mut found: impl FnMut(usize)) {
        let passed = self.slots.partition_point(|slot| *slot < start);
        let rest = &self.slots[passed..];
        let end = rest.partition_point(|slot| *slot - start < BLOCK);
        rest[..end]
            .iter()
            .for_each(|slot| found(place(slot - start)));
        self.slots = &rest[end..];
    }
}

/// The greatest coverage that at least so many products have or surpass; if there are fewer products, any.
pub(super) fn enough(plan: &Plan, found: &[Having], least: usize) -> u32 {
    let most = place(plan.coverage(plan.all()));
    let mut products = vec![0_usize; most + 1];
    for having in found {
        products[place(plan.coverage(having.words))] += 1;
    }
    let mut sum = 0;
    let reached = (1..=most).rev().find(|coverage| {
        sum += products[*coverage];
        sum >= least
    });
    reached.map_or(1, small)
}
