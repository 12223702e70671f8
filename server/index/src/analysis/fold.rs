//! Folding: writing that differs only in case, accents or typography becomes the same.

use std::borrow::Cow;

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case and without what people leave out when they type.
///
/// Latin letters lose their accents (`é`, `ø`, `ß` become `e`, `o`, `ss`); in other scripts marks tell letters apart and
/// stay. Folding what is folded already changes nothing.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(plain).nfkc().flat_map(plain) {
        push(&mut folded, character);
    }
    // Lower case can be in another normal form than the capital was.
    Cow::Owned(folded.nfkc().collect())
}

/// What typography stands for, before compatibility forms are taken apart: they would glue a trade mark to its word.
fn plain(character: char) -> impl Iterator<Item = char> {
    let text: &'static str = match character {
        '™' | '℠' | '®' | '©' => " ",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '′' | '´' | '`' | '＇' => "'",
        '″' | '”' | '“' | '„' | '‟' | 'ʺ' | '＂' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => "-",
        '×' | '✕' | '✖' => "x",
        '½' => ".5",
        '¼' => ".25",
        '¾' => ".75",
        '⁄' => "/",
        _ => return Either::One(Some(character)),
    };
    Either::Many(text.chars())
}

/// One character, or those of a text.
enum Either {
    One(Option<char>),
    Many(std::str::Chars<'static>),
}

impl Iterator for Either {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(character) => character.take(),
            Self::Many(text) => text.next(),
        }
    }
}

fn push(folded: &mut String, character: char) {
    for lower in character.to_lowercase() {
        if is_combining_mark(lower) && folded.ends_with(|last: char| last.is_ascii()) {
            // An accent on a Latin letter that has no accented form of its own.
            continue;
        }
        let latin = is_latin(lower).then(|| deunicode_char(lower)).flatten();
        match latin.filter(|plain| plain.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
            Some(plain) => folded.push_str(&plain.to_ascii_lowercase()),
            None if lower == 'ς' => folded.push('σ'),
            None => folded.push(lower),
        }
    }
}

/// Whether it is a Latin letter beyond ASCII. Compatibility forms (full width, ligatures) are gone by now.
fn is_latin(character: char) -> bool {
    character.is_alphabetic()
        && matches!(character,
            '\u{aa}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}'
            | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}')
}
