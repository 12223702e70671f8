//! Words that stand for others, as the shop says.

use std::collections::BTreeMap;

use crate::analysis::tokens;

/// Words of what is typed or found: more are no expression, and mean nothing to an index.
pub const MOST_SYNONYM_WORDS: usize = 4;

/// Words that stand for others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Synonyms {
    /// From the terms of an expression to the other ways of saying it, each as one term, with what is shown for it.
    others: BTreeMap<Vec<String>, Vec<(String, String)>>,
}

impl Synonyms {
    /// From pairs: what may be typed, and what it stands for as well.
    pub(crate) fn new(pairs: &[(String, String)]) -> Self {
        let mut synonyms = Self::default();
        for (typed, other) in pairs {
            synonyms.say(typed, other);
        }
        for others in synonyms.others.values_mut() {
            others.sort();
            others.dedup();
        }
        synonyms
    }

    fn say(&mut self, from: &str, to: &str) {
        let (from, to) = (terms(from), terms(to));
        let joined = to.concat();
        if from.is_empty() || from.len() > MOST_SYNONYM_WORDS || joined.is_empty() || from == to {
            return;
        }
        self.others
            .entry(from)
            .or_default()
            .push((joined, to.join(" ")));
    }

    /// The other ways of saying this, given as terms.
    pub(crate) fn of(&self, terms: &[String]) -> &[(String, String)] {
        self.others.get(terms).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing means the same as anything else.
    pub(crate) fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    /// How many words an expression has at most.
    pub(crate) const LONGEST: usize = MOST_SYNONYM_WORDS;
}

/// The terms of the whole words.
fn terms(text: &str) -> Vec<String> {
    tokens(text)
        .into_iter()
        .filter(|token| token.whole)
        .map(|token| token.term)
        .collect()
}
