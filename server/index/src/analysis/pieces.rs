//! Cutting a folded text into pieces: letters, digits, single ideographs.

use unicode_normalization::char::is_combining_mark;

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stuff {
    Letters,
    Digits,
    /// One character of a script that is written without spaces.
    Ideograph,
}

/// What stands between a piece and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: letters turn into digits, or the other way around.
    None,
    /// Only this character.
    Mark(char),
    /// White space.
    Space,
    /// Anything else, and the beginning of the text.
    Break,
}

/// A run of letters or of digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) stuff: Stuff,
    pub(super) gap: Gap,
    /// Whether a point stands right before it that no digit stands before: `.5`.
    pub(super) point: bool,
    /// What follows up to the next white space.
    pub(super) rest: &'a str,
}

/// The pieces of a folded text in order.
pub(super) fn pieces(folded: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(folded.len() / 5);
    let mut end = 0;
    let mut characters = folded.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let Some(stuff) = stuff(character) else {
            continue;
        };
        let mut stop = start + character.len_utf8();
        while let Some(&(at, next)) = characters.peek() {
            let goes_on = match stuff {
                Stuff::Ideograph => combines(next),
                Stuff::Digits => next.is_ascii_digit(),
                Stuff::Letters => self::stuff(next) == Some(stuff) || combines(next),
            };
            if !goes_on {
                break;
            }
            stop = at + next.len_utf8();
            characters.next();
        }
        let between = folded.get(end..start).unwrap_or_default();
        let rest = folded.get(stop..).unwrap_or_default();
        pieces.push(Piece {
            text: folded.get(start..stop).unwrap_or_default(),
            stuff,
            gap: if pieces.is_empty() {
                Gap::Break
            } else {
                gap(between)
            },
            point: between.ends_with('.') && (between.len() > 1 || pieces.is_empty()),
            rest: marks(rest),
        });
        end = stop;
    }
    pieces
}

/// The marks at the beginning of what follows a piece; two are enough to know it by.
fn marks(rest: &str) -> &str {
    let end = rest
        .bytes()
        .take(2)
        .take_while(u8::is_ascii_punctuation)
        .count();
    rest.get(..end).unwrap_or_default()
}

/// Whether it belongs to the character before it.
fn combines(character: char) -> bool {
    !character.is_ascii() && is_combining_mark(character)
}

fn stuff(character: char) -> Option<Stuff> {
    match character {
        '0'..='9' => Some(Stuff::Digits),
        'a'..='z' => Some(Stuff::Letters),
        _ if character.is_ascii() => None,
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}'
            if character.is_alphabetic() =>
        {
            Some(Stuff::Ideograph)
        }
        _ if character.is_alphanumeric() => Some(Stuff::Letters),
        _ => None,
    }
}

fn gap(between: &str) -> Gap {
    let mut characters = between.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Gap::None,
        (Some(mark), None) if !mark.is_whitespace() => Gap::Mark(mark),
        _ if between.chars().all(char::is_whitespace) => Gap::Space,
        _ => Gap::Break,
    }
}
