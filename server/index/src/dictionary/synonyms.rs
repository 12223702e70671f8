//! Words that mean the same, as the shop says.

use std::collections::BTreeMap;

use crate::analysis::tokens;

/// More words than this are no expression.
const MOST_WORDS: usize = 4;

/// Words that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Synonyms {
    /// From the terms of an expression to the other ways of saying it, each as one term, with what is shown for it.
    others: BTreeMap<Vec<String>, Vec<(String, String)>>,
}

impl Synonyms {
    /// From pairs, each of which holds both ways.
    ///
    /// Several words can be replaced by one, and one by several only where products write them as one (`cell-phone`,
    /// `cellphone`).
    pub(crate) fn new(pairs: &[(String, String)]) -> Self {
        let mut synonyms = Self::default();
        for (one, other) in pairs {
            synonyms.say(one, other);
            synonyms.say(other, one);
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
        if from.is_empty() || from.len() > MOST_WORDS || joined.is_empty() || from == to {
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
    pub(crate) const LONGEST: usize = MOST_WORDS;
}

/// The terms of the whole words.
fn terms(text: &str) -> Vec<String> {
    tokens(text)
        .into_iter()
        .filter(|token| token.whole)
        .map(|token| token.term)
        .collect()
}
