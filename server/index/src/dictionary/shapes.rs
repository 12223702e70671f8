//! Which words can be near another one at all.
//!
//! Words are kept by length, each with a summary of its letters in one machine word. One mistake changes at most two bits
//! of that, so that a glance at half a million summaries leaves a few words to compare.

use std::sync::Arc;

/// Shorter words are not corrected to, longer ones not compared.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=24;

/// Words by length and letters.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    by_length: Vec<Alike>,
}

/// Words of one length, at the same places in both lists: the summaries are gone through one after another.
#[derive(Debug, Default)]
struct Alike {
    letters: Vec<u64>,
    words: Vec<Arc<str>>,
}

impl Shapes {
    /// Takes in a word, if it is one that can be meant by another.
    pub(super) fn add(&mut self, word: &Arc<str>) {
        let Some((length, letters)) = shape(word) else {
            return;
        };
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Alike::default);
        }
        if let Some(alike) = self.by_length.get_mut(length) {
            alike.letters.push(letters);
            alike.words.push(Arc::clone(word));
        }
    }

    /// Forgets a word.
    pub(super) fn remove(&mut self, word: &str) {
        let Some((length, letters)) = shape(word) else {
            return;
        };
        let Some(alike) = self.by_length.get_mut(length) else {
            return;
        };
        let mut places = alike
            .letters
            .iter()
            .enumerate()
            .filter(|(_, other)| **other == letters);
        if let Some((at, _)) =
            places.find(|(at, _)| alike.words.get(*at).is_some_and(|other| **other == *word))
        {
            alike.letters.swap_remove(at);
            alike.words.swap_remove(at);
        }
    }

    /// Calls for each word that may be at most so many mistakes away, in no particular order.
    pub(super) fn like<'s>(
        &'s self,
        word: &[char],
        distance: usize,
        mut found: impl FnMut(&'s Arc<str>),
    ) {
        let letters = summary(word.iter().copied());
        for length in word.len().saturating_sub(distance)..=word.len() + distance {
            let Some(alike) = self.by_length.get(length) else {
                continue;
            };
            // A letter more or less changes one bit, a wrong letter two, swapped letters none.
            let bits = 2 * distance - length.abs_diff(word.len());
            for (other, at) in alike.letters.iter().zip(0..) {
                if (other ^ letters).count_ones() as usize <= bits
                    && let Some(word) = alike.words.get::<usize>(at)
                {
                    found(word);
                }
            }
        }
    }

    /// About how much memory that takes.
    pub(super) fn memory(&self) -> usize {
        self.by_length
            .iter()
            .map(|alike| alike.letters.capacity() * 8 + alike.words.capacity() * 16)
            .sum()
    }
}

/// Length and letters of a word that can be meant by another: one without digits and signs, not too short or long.
fn shape(word: &str) -> Option<(usize, u64)> {
    let length = word.chars().count();
    (LENGTHS.contains(&length) && word.chars().all(char::is_alphabetic))
        .then(|| (length, summary(word.chars())))
}

/// A bit for each letter that occurs, and one for each that occurs again. Letters beyond a to z share six places.
fn summary(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |bits, letter| {
        let place = match letter {
            'a'..='z' => u32::from(letter) - u32::from('a'),
            _ => 26 + u32::from(letter) % 6,
        };
        let first = 1 << place;
        bits | if bits & first == 0 {
            first
        } else {
            first << 32
        }
    })
}
