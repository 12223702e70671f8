//! Whether an answer outlives changes to the products.

use super::Kept;
use crate::care::Said;
use crate::core::{Change, Core, Row};
use crate::filters::{Filters, Subject};
use crate::matching::is_match;
use crate::number::place;
use crate::question::Question;

/// Whether nothing the answer is made of has changed since there were so many changes, given that the words mean and
/// weigh the same.
pub(super) fn since(core: &Core, question: &Question, kept: &Kept, changes: u64) -> bool {
    let Some(mut changes) = core.changes.since(changes) else {
        return false;
    };
    let filters = Filters::of(core, question);
    let concerned = Concerned {
        core,
        question,
        kept,
        filters,
    };
    !changes.any(|change| concerned.by(change))
}

struct Concerned<'c> {
    core: &'c Core,
    question: &'c Question,
    kept: &'c Kept,
    filters: Filters,
}

impl Concerned<'_> {
    /// Whether the answer may be another one after this change.
    fn by(&self, change: &Change) -> bool {
        let same_words = change.keeps_slot();
        let mut sides = [change.before, change.after].into_iter().flatten();
        sides.any(|(slot, row)| {
            self.names(slot) || self.counts(slot, row) || !same_words && self.weighs(slot)
        })
    }

    /// Whether the product has a say in how much of the query a result needs. That is found out before filters, so they
    /// do not matter here; nor do products that have too little of it, for only those are counted that have more.
    fn weighs(&self, slot: u32) -> bool {
        self.kept.understood.plan.can_relax() && self.matches(slot)
    }

    fn matches(&self, slot: u32) -> bool {
        let (plan, needed) = (&self.kept.understood.plan, self.kept.needed);
        // Slots of products that are gone still tell which product it was.
        match self.kept.understood.said_of(self.core.ids[place(slot)]) {
            Some(Said::Pinned(_)) => true,
            Some(Said::Hidden) => false,
            None => is_match(self.core, plan, needed, slot),
        }
    }

    /// Whether the product counts anywhere in the answer.
    fn counts(&self, slot: u32, row: Row) -> bool {
        let most = usize::from(!self.question.without_facets);
        self.matches(slot) && self.filters.failed(&Subject::with(self.core, slot, row)) <= most
    }

    /// Whether a chosen brand without results may have its name from this product.
    fn names(&self, slot: u32) -> bool {
        let mut without = self
            .kept
            .answer
            .facets
            .brands
            .iter()
            .filter(|brand| brand.count == 0);
        without.any(|brand| {
            self.core
                .brand_of(slot)
                .is_some_and(|own| own.slug == brand.slug)
        })
    }
}
