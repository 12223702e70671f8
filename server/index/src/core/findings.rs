//! What is found out about a product while its texts are taken apart.

use rustc_hash::FxHashMap;

use super::postings::{Mark, Occurrences, Places};
use crate::ranking::{Field, Place};

/// A token by its numbers in the batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbered {
    pub(super) term: u32,
    /// Absent where nobody should be corrected to the word: in stock numbers, and in descriptions with their mistakes.
    pub(super) word: Option<u32>,
    pub(super) position: u32,
    pub(super) whole: bool,
}

/// What has been found out about a product so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    occurrences: FxHashMap<u32, Occurrences>,
    lengths: [usize; 4],
    words: Vec<u32>,
}

impl Findings {
    /// Counts tokens that stand in a place.
    pub(super) fn count(&mut self, place: Place, tokens: &[Numbered]) {
        let field = place.field();
        for token in tokens {
            self.occurrences
                .entry(token.term)
                .or_default()
                .count(place, token.whole);
            self.lengths[field as usize] += usize::from(token.whole);
            if field != Field::Text {
                self.words.extend(token.word);
            }
        }
    }

    /// Notes where the terms of the name stand: parts and joined forms where the whole does.
    pub(super) fn place(&mut self, name: &[Numbered]) {
        for (place, tokens) in name
            .chunk_by(|one, other| one.position == other.position)
            .enumerate()
        {
            for token in tokens {
                self.occurrences
                    .entry(token.term)
                    .or_default()
                    .stand_at(place);
            }
        }
    }

    /// The terms and words that were found; begins anew.
    pub(super) fn take(&mut self) -> (Vec<(u32, Mark, Places)>, Vec<u32>) {
        let lengths = std::mem::take(&mut self.lengths);
        let found = self.occurrences.drain();
        let terms = found.map(|(term, found)| (term, Mark::of(&found, &lengths), found.places()));
        let terms = terms.collect();
        self.words.sort_unstable();
        self.words.dedup();
        let words = self.words.clone();
        self.words.clear();
        (terms, words)
    }
}

/// One term for each place: that of the whole word where there is one.
pub(super) fn in_order(tokens: &[Numbered]) -> Vec<u32> {
    let mut places: Vec<(u32, bool, u32)> = Vec::new();
    for token in tokens {
        match places.last_mut() {
            Some(last) if last.0 == token.position => {
                if token.whole && !last.1 {
                    *last = (token.position, true, token.term);
                }
            }
            _ => places.push((token.position, token.whole, token.term)),
        }
    }
    places.into_iter().map(|(_, _, term)| term).collect()
}
