//! How the words were understood, to be told to whoever typed them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analysis::tokens;
use crate::query::{Query, Vocabulary};

/// How the words were understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The words that were searched for, in the order typed.
    pub words: Vec<String>,
    /// What was typed and what was searched for instead.
    pub corrections: Vec<(String, String)>,
    /// What was typed and what was searched for as well, because the shop says that it means the same.
    pub synonyms: Vec<(String, String)>,
    /// Words that some of the results lack.
    pub left_out: Vec<String>,
    /// What products have of it, as terms: see [`marks`](Self::marks).
    pub terms: Vec<String>,
}

impl Reading {
    /// Where a text says what was searched for, as ranges of bytes in order: to be marked.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let mut marks = Vec::new();
        let mut start = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            let front = word.len()
                - word
                    .trim_start_matches(|sign: char| !sign.is_alphanumeric())
                    .len();
            let inner = word.trim_matches(|sign: char| !sign.is_alphanumeric());
            if !inner.is_empty()
                && tokens(inner)
                    .iter()
                    .any(|token| self.terms.binary_search(&token.term).is_ok())
            {
                marks.push(start + front..start + front + inner.len());
            }
            start += word.len();
        }
        marks
    }

    /// What was typed, with the corrections in place.
    pub fn corrected(&self) -> String {
        self.words.join(" ")
    }

    /// Notes what is searched for.
    pub(super) fn describe(&mut self, query: &Query, vocabulary: &dyn Vocabulary) {
        self.words = query
            .groups
            .iter()
            .map(|group| group.surface.clone())
            .collect();
        let told = query.groups.iter().filter(|group| !group.optional);
        let terms = told
            .flat_map(|group| &group.alternatives)
            .map(|alternative| &alternative.term);
        self.terms = terms
            .filter(|term| vocabulary.frequency(term) > 0)
            .cloned()
            .collect();
        self.terms.sort();
        self.terms.dedup();
        self.synonyms.dedup();
    }
}
