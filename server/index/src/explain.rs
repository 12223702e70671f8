//! Why a product is among the results, and why it stands where it does.

use crate::analysis::term_of;
use crate::care::Said;
use crate::core::Core;
use crate::filters::{Filters, Subject};
use crate::index::Index;
use crate::matching::{Bonuses, Share, Shares, is_match};
use crate::query::{Group, Query, Way};
use crate::question::Question;
use crate::ranking::Place;

/// Why a product is among the results, and what its place under [`Order::Relevance`](crate::Order::Relevance) comes
/// from: results with a greater [`coverage`](Self::coverage) stand before others, among those the ones with a greater
/// [`total`](Self::total), then those with a greater popularity, then those with a greater id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The words of the query in the order typed, those that the product lacks among them. Words that no result may
    /// have are not told.
    pub words: Vec<ExplainedWord>,
    /// What it gains beside that.
    pub bonuses: Bonuses,
    /// The place that it was put at, counted from 1, if it was: then nothing else decides it.
    pub pinned: Option<u32>,
    /// How much of the query the product has, where rare words are more of it than common ones. Without a unit; the
    /// same for all products that have all words.
    pub coverage: u32,
    /// The score it was ranked by: the shares of all words and all bonuses, in units of which 65,536 are one point (a
    /// word of average weight brings a few points).
    pub total: u32,
}

/// A word of the query, and what it has to do with a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedWord {
    /// The word as it was typed, but for case and accents; several where any of them will do: `red or blue`.
    pub typed: String,
    /// The word as it was understood: another one if it was corrected.
    pub read: String,
    /// Whether it counts where it is there, but decides nothing: `for`, `with` and the like.
    pub optional: bool,
    /// What the product has of it; absent if it lacks the word.
    pub found: Option<Found>,
}

/// What a product has of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The product's own word: as it stands in name, brand, category or properties but for case and accents; or, where
    /// it stands in the description or the stock number alone, its singular or what else it is filed under.
    pub word: String,
    /// What that is to the word that was typed.
    pub way: Way,
    /// Where it stands, in the order of [`Place`]; never empty.
    pub places: Vec<Place>,
    /// What it adds to [`Explanation::total`], in the same units.
    pub share: u32,
}

impl Index {
    /// Why this product is a result of the question; nothing if it is none, or if there are no words to be found.
    ///
    /// Costs microseconds for questions that were asked shortly before, and what asking costs for others.
    pub fn explain(&self, question: &Question, id: i64) -> Option<Explanation> {
        let core = self.read();
        let kept = self.kept(&core, question);
        let (understood, needed) = (kept.understood(), kept.needed());
        let slot = core.slot(id)?;
        let passes = || Filters::of(&core, question).failed(&Subject::of(&core, slot)) == 0;
        let (is_result, pinned) = match understood.said_of(id) {
            Some(Said::Pinned(place)) => (true, Some(place)),
            Some(Said::Hidden) => (false, None),
            None => (is_match(&core, &understood.plan, needed, slot), None),
        };
        if understood.plan.words.is_empty() || !is_result || !passes() {
            return None;
        }
        let shares = Shares::of(&core, &understood.plan, slot);
        Some(Explanation {
            words: words(&core, &understood.query, &shares.words, slot),
            bonuses: shares.bonuses,
            pinned,
            coverage: shares.coverage,
            total: shares.total,
        })
    }
}

fn words(core: &Core, query: &Query, shares: &[Share], slot: u32) -> Vec<ExplainedWord> {
    let groups = query.groups.iter().enumerate();
    let explained = groups.map(|(number, group)| {
        let share = shares.iter().find(|share| share.group == number);
        ExplainedWord {
            typed: group.typed.clone(),
            read: group.surface.clone(),
            optional: group.optional,
            found: share.map(|share| found(core, group, share, slot)),
        }
    });
    explained.collect()
}

fn found(core: &Core, group: &Group, share: &Share, slot: u32) -> Found {
    let term = core.terms.text(share.term);
    let own = group.alternatives.iter().find(|own| own.term == term);
    Found {
        word: word(core, group, term, slot).to_owned(),
        way: own.map_or(Way::Exact, |own| own.way),
        places: core.places_of(slot, share.term).each().collect(),
        share: share.score,
    }
}

/// The product's word of this term: the one that was typed if that is there.
fn word<'c>(core: &'c Core, group: &Group, term: &'c str, slot: u32) -> &'c str {
    let own = core.words_of(slot).filter(|word| term_of(word) == term);
    own.min_by_key(|word| (*word != group.surface, *word))
        .unwrap_or(term)
}
