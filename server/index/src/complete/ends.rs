//! How the last word may go on.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::analysis::words_in;
use crate::dictionary::Dictionary;

/// How many words a beginning stands for.
const WORDS: usize = 64;

/// How many of them are proposed at most, and so looked up.
pub(super) const PROPOSED: usize = 12;

/// From so many letters on a mistake is allowed for; those before must be right.
const RIGHT: usize = 3;

/// How many words are looked at for one with a mistake.
const CANDIDATES: usize = 512;

/// The last word of what was typed, and the words it may become.
#[derive(Debug)]
pub(super) struct Ends {
    /// What stands before the last word, as it was typed but folded.
    pub(super) before: String,
    /// The last word as far as it was typed.
    pub(super) last: String,
    /// What it may become, with how many products have that; the most widespread first.
    pub(super) words: Vec<(Arc<str>, usize)>,
}

impl Ends {
    /// Nothing if there is no word.
    pub(super) fn of(folded: &str, dictionary: &Dictionary) -> Option<Self> {
        let typed = folded.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        let start = typed
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + 1);
        let token = typed.get(start..).map_or(typed, str::trim);
        let last = words_in(token).pop()?;
        // The beginning of the token stays as it was typed: `wh-` of `wh-10`.
        let kept = token.strip_suffix(last.as_str()).unwrap_or_default();
        let before = format!(
            "{}{kept}",
            typed.get(..typed.len() - token.len()).unwrap_or_default()
        );
        let mut words = dictionary.completions(&last, WORDS);
        if words.is_empty() {
            words = mistyped(&last, dictionary);
        }
        Some(Self {
            before,
            last,
            words,
        })
    }
}

/// Words that begin almost so.
fn mistyped(last: &str, dictionary: &Dictionary) -> Vec<(Arc<str>, usize)> {
    let letters: Vec<char> = last.chars().collect();
    if letters.len() <= RIGHT || letters.iter().any(char::is_ascii_digit) {
        return Vec::new();
    }
    let right: String = letters.iter().take(RIGHT).collect();
    let candidates = dictionary.completions(&right, CANDIDATES);
    let mut found: Vec<_> = candidates
        .into_iter()
        .filter(|(word, _)| begins_almost(word, &letters))
        .collect();
    for near in dictionary.nearest(last, PROPOSED) {
        if !found.iter().any(|(word, _)| **word == *near.word) {
            found.push((near.word.into(), near.count));
        }
    }
    found.sort_by_key(|(word, count)| (Reverse(*count), Arc::clone(word)));
    found.truncate(WORDS);
    found
}

/// Whether the word begins so but for one mistake.
fn begins_almost(word: &str, typed: &[char]) -> bool {
    let letters: Vec<char> = word.chars().take(typed.len() + 1).collect();
    let lengths = typed.len() - 1..=typed.len() + 1;
    lengths
        .filter_map(|length| letters.get(..length))
        .any(|beginning| Dictionary::distance(typed, beginning, 1).is_some())
}
