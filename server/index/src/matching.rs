//! Which products match the words, and how well.

mod bonuses;
mod coverage;
mod gain;
mod hits;
mod meet;
mod plan;
mod shares;
mod stand;

use crate::care::without;
use crate::core::Core;
use crate::order::Results;
use crate::query::Query;
use crate::question::Order;
use crate::ranking;
pub use bonuses::Bonuses;
use hits::Hits;
pub(crate) use plan::{Plan, Word};
pub(crate) use shares::{Share, Shares};

/// How finely scores are told apart. Scores are integers, so that adding them up gives the same in any order.
const SCALE: f32 = 65_536.0;

/// Products that match.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    hits: Hits,
    /// Which words each of them has; empty if they have all.
    words: Vec<u32>,
    /// How much of the query a result must have: see [`Word::telling`].
    pub(crate) needed: u32,
}

/// How many products there should be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Least {
    /// From how many on that have all words others are no results.
    exact: usize,
    /// How many there are else.
    relaxed: usize,
}

impl Least {
    /// Where words decide the order, products that lack some come last and do no harm. Where they do not, the cheapest of
    /// them would be hardly ever what was searched for.
    pub(crate) fn of(order: Order) -> Self {
        let (exact, relaxed) = match order {
            Order::Relevance => (ranking::MINIMUM, ranking::RELAXED),
            _ => (1, 1),
        };
        Self { exact, relaxed }
    }
}

/// All products that match but for those in the slots `hidden`, ascending: those with all words if there are so many, or else
/// those that have most of the query.
pub(crate) fn matches(core: &Core, plan: &Plan, least: Least, hidden: &[u32]) -> Matches {
    let mut words = plan.words.as_slice();
    let mut hits = Hits::begin(core, &mut words);
    hits.drop_excluded(core, &plan.excluded);
    for word in words {
        hits.narrow(core, word);
    }
    if !hidden.is_empty() {
        hits.keep(&without(&hits.slots, hidden));
    }
    if hits.len() < least.exact && plan.can_relax() {
        return relaxed(core, plan, least.relaxed, hidden);
    }
    Matches {
        hits,
        words: Vec::new(),
        needed: plan.coverage(plan.all()),
    }
}

/// The products that have most of the query: as much of it as at least so many have.
fn relaxed(core: &Core, plan: &Plan, least: usize, hidden: &[u32]) -> Matches {
    let mut found = coverage::having(core, plan);
    if !hidden.is_empty() {
        found.retain(|having| hidden.binary_search(&having.slot).is_err());
    }
    let needed = coverage::enough(plan, &found, least);
    found.retain(|having| plan.coverage(having.words) >= needed);
    let mut hits = Hits::plain(found.iter().map(|having| having.slot).collect());
    for word in &plan.words {
        hits.deepen(core, word);
    }
    Matches {
        hits,
        words: found.into_iter().map(|having| having.words).collect(),
        needed,
    }
}

/// Whether the product in this slot has enough of the words, or had when it went.
pub(crate) fn is_match(core: &Core, plan: &Plan, needed: u32, slot: u32) -> bool {
    if plan.words.is_empty() {
        let mut terms = core.terms_of(slot);
        return !terms.any(|term| plan.excluded.contains(&term));
    }
    let words = plan.words_of(core, slot);
    words & plan.must() == plan.must() && plan.coverage(words) >= needed
}

/// Whether the product in this slot has all words that are searched for.
pub(crate) fn has_all(core: &Core, plan: &Plan, slot: u32) -> bool {
    is_match(core, plan, plan.coverage(plan.all()), slot)
}

impl Matches {
    /// Their slots, ascending.
    pub(crate) fn slots(&self) -> &[u32] {
        &self.hits.slots
    }

    /// Keeps those for which it says so.
    pub(crate) fn keep(&mut self, keep: &[bool]) {
        self.hits.keep(keep);
        let mut each = keep.iter();
        self.words.retain(|_| each.next() == Some(&true));
    }

    /// Drops what stands in these slots, ascending.
    pub(crate) fn drop_slots(&mut self, slots: &[u32]) {
        if !slots.is_empty() {
            self.keep(&without(self.slots(), slots));
        }
    }

    /// How many of them have all words.
    pub(crate) fn exact(&self, plan: &Plan) -> usize {
        if self.words.is_empty() {
            return self.hits.len();
        }
        let all = plan.all();
        self.words.iter().filter(|words| **words == all).count()
    }

    /// The words that some of them lack, by their place among the query's groups.
    pub(crate) fn left_out(&self, plan: &Plan) -> Vec<usize> {
        let common = self.words.iter().fold(plan.all(), |all, own| all & own);
        let words = plan.words.iter().enumerate();
        let lacking = words.filter(|(at, _)| common & 1 << at == 0);
        let mut groups: Vec<usize> = lacking.map(|(_, word)| word.group).collect();
        groups.sort_unstable();
        groups
    }

    /// How well each of them matches; nothing is said of that if there are no words.
    pub(crate) fn ranked(mut self, core: &Core, plan: &Plan) -> Results {
        if plan.words.is_empty() {
            return self.unranked();
        }
        finish(core, plan, &mut self.hits);
        Results {
            slots: self.hits.slots,
            scores: self.hits.scores,
            coverages: self.words.iter().map(|own| plan.coverage(*own)).collect(),
        }
    }

    /// Only their slots, where words do not decide what comes first.
    pub(crate) fn unranked(self) -> Results {
        Results {
            slots: self.hits.slots,
            ..Results::default()
        }
    }
}

/// Adds what does not depend on single words.
fn finish(core: &Core, plan: &Plan, hits: &mut Hits) {
    for word in &plan.options {
        hits.enrich(core, word);
    }
    for ((slot, score), stand) in hits.slots.iter().zip(&mut hits.scores).zip(&hits.stands) {
        let bonus = Bonuses::of(core, plan, *slot, *stand).total();
        *score = score.saturating_add(bonus);
    }
}

/// The question's words as they are looked up.
pub(crate) fn plan(core: &Core, query: &Query) -> Plan {
    Plan::of(core, query)
}
