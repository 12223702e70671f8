//! From a word to the term it is filed under, and to the terms of its relatives.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use super::spelling::one_spelling;

/// Words that say little about what is wanted, sorted. They count when they are there, but need not be.
pub(crate) const STOP_WORDS: [&str; 48] = [
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "best", "buy", "by", "can", "cheap",
    "do", "does", "for", "from", "good", "have", "how", "i", "in", "into", "is", "it", "its", "me",
    "my", "need", "of", "on", "or", "our", "some", "that", "the", "them", "these", "this", "to",
    "under", "want", "what", "which", "with", "without", "your",
];

/// Words that end like a plural and are none. They are filed as they are.
const SINGULARS: [&str; 16] = [
    "adidas",
    "always",
    "asics",
    "atlas",
    "bias",
    "canvas",
    "christmas",
    "dallas",
    "gas",
    "has",
    "kansas",
    "lens",
    "mars",
    "news",
    "texas",
    "was",
];

/// The term a folded word is filed under: its singular, in one spelling.
///
/// Only what tells nothing about the product is taken away. Verbs keep their endings (`gaming` is not `game`); those are
/// [`relatives`].
pub(crate) fn term_of(word: &str) -> String {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    if let Some(same) = one_spelling(word) {
        return ending(same).into_owned();
    }
    let singular = singular(word);
    match one_spelling(&singular) {
        Some(same) => ending(same).into_owned(),
        None => ending(&singular).into_owned(),
    }
}

/// A plural's singular, or something near it: [`ending`] evens out the rest.
fn singular(word: &str) -> Cow<'_, str> {
    let Some(stem) = word.strip_suffix('s') else {
        return Cow::Borrowed(word);
    };
    let vowels = |text: &str| text.bytes().any(|byte| b"aeiouy".contains(&byte));
    if SINGULARS.binary_search(&word).is_ok()
        || stem.len() < 2
        || (stem.len() == 2 && vowels(stem))
        || stem.ends_with(['s', 'u', 'i'])
    {
        return Cow::Borrowed(word);
    }
    for (plural, one) in [
        ("shelve", "shelf"),
        ("knive", "knife"),
        ("scarve", "scarf"),
        ("leave", "leaf"),
        ("wolve", "wolf"),
        ("halve", "half"),
    ] {
        if let Some(before) = stem.strip_suffix(plural) {
            return Cow::Owned(format!("{before}{one}"));
        }
    }
    if stem.len() > 3 {
        for end in ["sse", "xe", "she", "zze"] {
            if stem.ends_with(end) {
                return Cow::Borrowed(stem.strip_suffix('e').unwrap_or(stem));
            }
        }
    }
    Cow::Borrowed(stem)
}

/// Evens out endings whose plurals look alike: movie and battery, watch and cache, lens and case.
fn ending(word: &str) -> Cow<'_, str> {
    if word.len() >= 5
        && let Some(stem) = word.strip_suffix("ie")
    {
        return Cow::Owned(format!("{stem}y"));
    }
    if word.len() >= 4 {
        for end in ["se", "oe"] {
            if word.ends_with(end) {
                return Cow::Borrowed(word.strip_suffix('e').unwrap_or(word));
            }
        }
    }
    if word.len() >= 5 && word.ends_with("che") {
        return Cow::Borrowed(word.strip_suffix('e').unwrap_or(word));
    }
    Cow::Borrowed(word)
}

/// Terms of other forms of the word (`game`, `gamed` for `gaming`), whether or not any product has them.
///
/// A pure function of the word, so that what is searched for does not change with what is on sale.
pub(crate) fn relatives(word: &str) -> Vec<String> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stemmer = Stemmer::create(Algorithm::English);
    let own = term_of(word);
    let root = stemmer.stem(word).into_owned();
    if root.len() < 3 {
        return Vec::new();
    }
    let base = root.strip_suffix('e').unwrap_or(&root);
    let mut found = Vec::new();
    for candidate in [
        root.clone(),
        format!("{base}e"),
        format!("{base}ing"),
        format!("{base}ed"),
    ] {
        let term = term_of(&candidate);
        if term != own && !found.contains(&term) && stemmer.stem(&candidate) == root {
            found.push(term);
        }
    }
    found
}
