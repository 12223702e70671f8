//! Which products match the words, and how well.

mod hits;
mod plan;
mod relaxed;
mod stand;

use crate::core::Core;
use crate::number::{place, small, unordered, whole};
use crate::query::Query;
use crate::ranking;
use hits::Hits;
pub(crate) use plan::{Plan, Word};

/// How finely scores are told apart. Scores are integers, so that adding them up gives the same in any order.
const SCALE: f32 = 65_536.0;
/// Scores end here, so that what is left of 32 bits can hold how many words match.
const HIGHEST: u32 = (1 << 26) - 1;

/// Products that match.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    hits: Hits,
    /// For each of them how many words it has without a gap, counted from the most telling; empty if it has all.
    depths: Vec<usize>,
    /// How many words a result must match, counted from the most telling; 0 if any one will do.
    pub(crate) needed: usize,
}

/// All products that match.
pub(crate) fn matches(core: &Core, plan: &Plan) -> Matches {
    let mut words = plan.words.as_slice();
    let mut hits = Hits::begin(core, &mut words);
    hits.drop_excluded(core, &plan.excluded);
    for word in words {
        hits.narrow(core, word);
    }
    let needed = plan.words.len();
    if hits.len() < ranking::MINIMUM && needed > plan.required.max(1) {
        return relaxed::matches(core, plan);
    }
    Matches {
        hits,
        depths: Vec::new(),
        needed,
    }
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
        self.depths.retain(|_| each.next() == Some(&true));
    }

    /// How many of them have all of so many words.
    pub(crate) fn with_all(&self, words: usize) -> usize {
        if self.depths.is_empty() {
            return self.hits.len();
        }
        self.depths.iter().filter(|depth| **depth == words).count()
    }

    /// How well each of them matches; nothing if there are no words.
    pub(crate) fn ranked(mut self, core: &Core, plan: &Plan) -> (Vec<u32>, Vec<u32>) {
        if plan.words.is_empty() {
            return (self.hits.slots, Vec::new());
        }
        finish(core, plan, &mut self.hits);
        for (score, depth) in self.hits.scores.iter_mut().zip(&self.depths) {
            *score |= small(*depth).min(63) << 26;
        }
        (self.hits.slots, self.hits.scores)
    }

    /// Only their slots, where words do not decide what comes first.
    pub(crate) fn into_slots(self) -> Vec<u32> {
        self.hits.slots
    }
}

/// Adds what does not depend on single words.
fn finish(core: &Core, plan: &Plan, hits: &mut Hits) {
    for word in &plan.options {
        hits.enrich(core, word);
    }
    for ((slot, score), stand) in hits.slots.iter().zip(&mut hits.scores).zip(&hits.stands) {
        let mut bonus = prior(core.columns.popularity[place(*slot)]);
        if stand.is_in_name() {
            bonus += ranking::NAME_BONUS;
        }
        if let Some(start) = stand.start() {
            bonus += phrase(start, plan.typed, || core.names.get(*slot).len());
        }
        *score = score.saturating_add(whole(bonus * SCALE)).min(HIGHEST);
    }
}

fn prior(popularity: u32) -> f32 {
    let popularity = unordered(popularity).max(0.0);
    if popularity.is_finite() {
        ranking::PRIOR * popularity / (1.0 + popularity)
    } else {
        ranking::PRIOR
    }
}

/// What it adds that so many words stand next to each other and in order in a name of such a length.
fn phrase(start: i8, words: usize, name: impl Fn() -> usize) -> f32 {
    let mut bonus = if words > 1 {
        ranking::PHRASE_BONUS
    } else {
        0.0
    };
    if start == 0 {
        bonus += ranking::BEGINNING_BONUS;
        if name() == words {
            bonus += ranking::EQUAL_BONUS;
        }
    }
    bonus
}

/// The question's words as they are looked up.
pub(crate) fn plan(core: &Core, query: &Query) -> Plan {
    Plan::of(core, query)
}
