//! From text to terms: the same way for what products say and for what people type, so that both meet.
//!
//! A text is folded (case, accents, kinds of dashes), cut into pieces of letters and pieces of digits, and the pieces are
//! put together again into words: numbers with their fraction, sizes with their unit, compounds with their parts. What
//! comes out is bounded by the length of the text, and so is the time it takes.

mod compound;
mod fold;
mod joins;
mod number;
mod pieces;
mod spelling;
mod stem;
mod unit;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use fold::fold;
pub(crate) use stem::{STOP_WORDS, relatives, term_of};

/// Longer words are cut: nobody types them, and a page of base64 should not become a term.
const MAX_WORD_CHARS: usize = 48;

/// More words of one text are not looked at: a description of 10 kB has about 2,000.
const MAX_WORDS: usize = 4_096;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What postings are kept by: folded and stemmed.
    pub(crate) term: String,
    /// The word folded, but not stemmed.
    pub(crate) surface: String,
    /// Its place in the text: whole words are numbered from 0.
    pub(crate) position: u32,
    /// False for a part or a joined form of a compound such as wh-1000xm4: these stand beside the whole words.
    pub(crate) whole: bool,
}

/// What a form is to the words of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word by itself.
    Word,
    /// A part of the word at the same place: the `1000` of `1000xm4`, the `12` of `12inch`.
    Part,
    /// The words from its place on, as many as it says, written as one.
    Join(u32),
    /// Two characters of a script that is written without spaces, from its place on.
    Pair,
}

/// A word, a part of one or several joined, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form<'t> {
    /// The word folded, but not stemmed.
    pub(crate) surface: Cow<'t, str>,
    /// Whether it has a singular and the like: numbers with their units have none.
    pub(crate) stems: bool,
    /// The place of the word it is, belongs to or begins with.
    pub(crate) position: u32,
    /// What it is to that word.
    pub(crate) kind: Kind,
    /// Whether the word is a single character of a script that is written without spaces.
    pub(crate) ideograph: bool,
    /// Whether it is a number with its unit.
    pub(crate) measure: bool,
}

impl Form<'_> {
    /// Folded and stemmed.
    pub(crate) fn term(&self) -> String {
        if self.stems {
            term_of(&self.surface)
        } else {
            self.surface.clone().into_owned()
        }
    }
}

/// The words of a text, with their parts and joined forms.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    forms(&fold(text))
        .into_iter()
        .map(|form| Token {
            whole: form.kind == Kind::Word,
            term: form.term(),
            surface: form.surface.into_owned(),
            position: form.position,
        })
        .collect()
}

/// A text in lower case, without accents and other differences of mere writing, with single spaces between its words.
pub fn folded(text: &str) -> String {
    let folded = fold(text);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The terms of a text's whole words in order: what a plain search engine would know of it.
pub fn words(text: &str) -> Vec<String> {
    let whole = tokens(text).into_iter().filter(|token| token.whole);
    whole.map(|token| token.term).collect()
}

/// The whole words of a folded text, unstemmed.
pub(crate) fn words_in(folded: &str) -> Vec<String> {
    let whole = forms(folded)
        .into_iter()
        .filter(|form| form.kind == Kind::Word);
    whole.map(|form| form.surface.into_owned()).collect()
}

/// The words of a folded text, with more about each than [`tokens`] tells.
pub(crate) fn forms(folded: &str) -> Vec<Form<'_>> {
    let mut forms = compound::words(&pieces::pieces(folded));
    joins::add(&mut forms.forms, &forms.words);
    // Stable: the word itself stays first at its place.
    forms.forms.sort_by_key(|form| form.position);
    forms.forms
}

/// A word cut to its longest.
fn cut(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.len() <= MAX_WORD_CHARS {
        return word;
    }
    match (word.char_indices().nth(MAX_WORD_CHARS), word) {
        (Some((end, _)), Cow::Borrowed(word)) => Cow::Borrowed(word.get(..end).unwrap_or(word)),
        (Some((end, _)), Cow::Owned(mut word)) => {
            word.truncate(end);
            Cow::Owned(word)
        }
        (None, word) => word,
    }
}
