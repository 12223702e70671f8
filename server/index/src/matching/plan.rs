//! In which order words are looked up, and what each is worth.

use std::cmp::Reverse;

use super::SCALE;
use crate::core::{Core, FULL};
use crate::number::{place, quarters};
use crate::query::{Alternative, Group, Query, Vocabulary};
use crate::ranking;

/// The words of a query as they are looked up.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Plan {
    /// What results should match: what must be there, then the most telling words first, then those nothing has.
    pub(crate) words: Vec<Word>,
    /// How many of them must be there.
    pub(crate) required: usize,
    /// What only counts.
    pub(crate) options: Vec<Word>,
    /// Terms no result may have.
    pub(crate) excluded: Vec<u32>,
    /// How many words were typed.
    pub(crate) typed: usize,
}

/// A word as it is looked up.
#[derive(Debug, PartialEq)]
pub(crate) struct Word {
    /// Its place among the query's groups.
    pub(crate) group: usize,
    /// The terms that stand for it, each with what the highest impact is worth.
    pub(crate) terms: Vec<(u32, f32)>,
    /// How common it is, in quarters of a logarithm; nothing has it if absent.
    pub(crate) commonness: Option<i32>,
    /// How much of the query it is: the rarer, the more.
    pub(crate) telling: u32,
    required: bool,
}

impl Plan {
    pub(super) fn of(core: &Core, query: &Query) -> Self {
        let documents = quarters(core.documents()).unwrap_or(0);
        let words = query
            .groups
            .iter()
            .enumerate()
            .map(|(group, word)| Word::of(core, group, word, documents));
        let (options, mut words): (Vec<_>, Vec<_>) =
            words.partition(|word| query.groups[word.group].optional);
        let mut plan = Self {
            excluded: query
                .excluded
                .iter()
                .filter_map(|term| core.terms.find(term))
                .collect(),
            typed: query.groups.len(),
            ..Self::default()
        };
        if words.is_empty() {
            // Nothing but such words: then it is these that are searched for.
            words = options;
        } else {
            plan.options = options;
        }
        words.sort_by_key(|word| {
            (
                Reverse(word.required),
                word.commonness.is_none(),
                word.commonness,
                word.group,
            )
        });
        plan.required = words.iter().filter(|word| word.required).count();
        plan.words = words;
        plan
    }
}

impl Word {
    fn of(core: &Core, group: usize, word: &Group, documents: i32) -> Self {
        let commonness = word
            .alternatives
            .iter()
            .filter_map(|alternative| quarters(core.frequency(&alternative.term)))
            .max();
        let telling = documents.abs_diff(commonness.unwrap_or(0)) + ranking::EACH_WORD;
        let rareness = i16::try_from(documents - commonness.unwrap_or(0)).unwrap_or(0);
        let worth = (f32::from(rareness) / 4.0).max(ranking::LEAST_IDF) * SCALE / FULL;
        let known = |alternative: &Alternative| {
            let term = core.terms.find(&alternative.term)?;
            Some((term, alternative.weight * worth))
        };
        let mut terms: Vec<(u32, f32)> = word.alternatives.iter().filter_map(known).collect();
        terms.retain(|(term, _)| core.postings[place(*term)].live() > 0);
        Self {
            group,
            terms,
            commonness,
            telling,
            required: word.required,
        }
    }
}
