//! What a single product's score is made of, found out by looking it up as all others are, but alone.

use super::hits::Hits;
use super::{Bonuses, Plan, finish};
use crate::core::Core;

/// What a product's score is made of.
#[derive(Debug)]
pub(crate) struct Shares {
    /// For each word that it has.
    pub(crate) words: Vec<Share>,
    pub(crate) bonuses: Bonuses,
    /// How much of the query it has: see [`Word::telling`](super::Word::telling).
    pub(crate) coverage: u32,
    /// All of it.
    pub(crate) total: u32,
}

/// What a word adds to a score.
#[derive(Debug)]
pub(crate) struct Share {
    /// The word's place among the query's groups.
    pub(crate) group: usize,
    /// Of the terms that stand for the word, the one that counts here.
    pub(crate) term: u32,
    pub(crate) score: u32,
}

impl Shares {
    /// Of the product in a slot.
    pub(crate) fn of(core: &Core, plan: &Plan, slot: u32) -> Self {
        let mut hits = Hits::plain(vec![slot]);
        for word in &plan.words {
            hits.deepen(core, word);
        }
        finish(core, plan, &mut hits);
        let words = plan.words.iter().chain(&plan.options).filter_map(|word| {
            let (term, score) = Hits::telling(core, word, slot)?;
            Some(Share {
                group: word.group,
                term,
                score,
            })
        });
        Self {
            words: words.collect(),
            bonuses: Bonuses::of(core, plan, slot, hits.stands[0]),
            coverage: plan.coverage(plan.words_of(core, slot)),
            total: hits.scores[0],
        }
    }
}
