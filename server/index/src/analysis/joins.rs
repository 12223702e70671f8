//! Words that may as well be written as one: `wi-fi`, `WH1000 XM4`, `60 x 90`, `t shirt`.

use std::borrow::Cow;

use super::compound::Word;
use super::pieces::Gap;
use super::stem::STOP_WORDS;
use super::{Form, Kind, MAX_WORD_CHARS};

/// Names of more words than this are not written as one.
const MOST: usize = 4;

/// A word that is part of a model's name is short.
const MAX_CODE: usize = 10;

/// Adds the joined forms of neighbouring words.
///
/// Only of those that a mark already joins, and of those that look like one name of a model: every pair of words would
/// double the index.
pub(super) fn add(forms: &mut Vec<Form<'_>>, words: &[Word<'_>]) {
    for (start, first) in words.iter().enumerate() {
        if first.closed {
            continue;
        }
        let begins = start == 0 || !words.get(start).is_some_and(glued);
        let run = 1 + words
            .iter()
            .skip(start + 1)
            .take_while(|word| glued(word))
            .take(MOST)
            .count();
        if begins && (2..=MOST).contains(&run) {
            join(forms, words, start, run);
        }
        for length in 2..=MOST {
            let Some(last) = words.get(start + length - 1) else {
                break;
            };
            let Some(before) = words.get(start + length - 2) else {
                break;
            };
            if last.closed
                || !(last.gap == Gap::Space || glued(last))
                || !one_name(&before.surface, &last.surface)
            {
                break;
            }
            if length != run || !begins {
                join(forms, words, start, length);
            }
        }
        if let Some([width, times, height]) = words.get(start..start + 3)
            && times.surface == "x"
            && digits(&width.surface)
            && digits(&height.surface)
            && times.gap == Gap::Space
            && height.gap == Gap::Space
        {
            join(forms, words, start, 3);
        }
    }
}

/// Whether a mark joins the word to the one before it.
fn glued(word: &Word<'_>) -> bool {
    match word.gap {
        Gap::Mark('-' | '/' | '&' | '+' | '_') => !word.closed,
        // An abbreviation or a version; otherwise a sentence that ends without a space.
        Gap::Mark('.') => !word.closed && (word.surface.len() == 1 || digits(&word.surface)),
        _ => false,
    }
}

fn join(forms: &mut Vec<Form<'_>>, words: &[Word<'_>], start: usize, length: usize) {
    let joined: String = words
        .iter()
        .skip(start)
        .take(length)
        .map(|word| word.surface.as_ref())
        .collect();
    if joined.len() > MAX_WORD_CHARS {
        return;
    }
    let (Ok(position), Ok(span)) = (u32::try_from(start), u32::try_from(length)) else {
        return;
    };
    forms.push(Form {
        stems: true,
        surface: Cow::Owned(joined),
        position,
        kind: Kind::Join(span),
        ideograph: false,
        measure: false,
    });
}

/// Whether two words beside each other look like one name: `wh1000 xm4`, `rtx 2060`, `t shirt`.
fn one_name(first: &str, second: &str) -> bool {
    if first.len() > MAX_CODE || second.len() > MAX_CODE {
        return false;
    }
    let alike = match (shape(first), shape(second)) {
        (Shape::Mixed, Shape::Mixed | Shape::Digits) | (Shape::Digits, Shape::Mixed) => true,
        (Shape::Mixed, Shape::Letters) => second.len() <= 3,
        (Shape::Letters, Shape::Mixed) => first.len() <= 3,
        (Shape::Letters, Shape::Digits) => first.len() <= 3 && second.len() <= 4,
        (Shape::Letters, Shape::Letters) => first.len() == 1 && first != "s" && second.len() >= 3,
        _ => false,
    };
    alike && !is_stop(first) && !is_stop(second)
}

fn is_stop(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

fn digits(word: &str) -> bool {
    matches!(shape(word), Shape::Digits)
}

/// What a word is made of.
enum Shape {
    Letters,
    Digits,
    Mixed,
    Other,
}

fn shape(word: &str) -> Shape {
    let (mut has_letters, mut has_digits) = (false, false);
    for byte in word.bytes() {
        match byte {
            b'a'..=b'z' => has_letters = true,
            b'0'..=b'9' => has_digits = true,
            b'.' => {}
            _ => return Shape::Other,
        }
    }
    match (has_letters, has_digits) {
        (true, true) => Shape::Mixed,
        (true, false) => Shape::Letters,
        (false, true) => Shape::Digits,
        (false, false) => Shape::Other,
    }
}
