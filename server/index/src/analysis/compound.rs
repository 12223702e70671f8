//! Putting pieces together again into words.

use std::borrow::Cow;

use super::number::number;
use super::pieces::{Gap, Piece, Stuff};
use super::unit;
use super::{Form, Kind, MAX_WORDS, cut};

/// A word of more parts is a key or a hash; its parts mean nothing.
const MAX_PARTS: usize = 6;

/// A whole word as [`joins`](super::joins) looks at it.
#[derive(Debug)]
pub(super) struct Word<'t> {
    /// The word folded.
    pub(super) surface: Cow<'t, str>,
    /// What stands between it and the word before.
    pub(super) gap: Gap,
    /// A number with its unit, or an ideograph: never part of a longer name.
    pub(super) closed: bool,
}

/// What a text is made of.
#[derive(Debug, Default)]
pub(super) struct Words<'t> {
    /// The words with their parts.
    pub(super) forms: Vec<Form<'t>>,
    /// The words by position.
    pub(super) words: Vec<Word<'t>>,
}

/// The words of these pieces.
pub(super) fn words<'t>(pieces: &[Piece<'t>]) -> Words<'t> {
    let mut words = Words {
        forms: Vec::with_capacity(pieces.len() * 2),
        words: Vec::with_capacity(pieces.len()),
    };
    let mut at = 0;
    while let Some(first) = pieces.get(at) {
        if words.words.len() >= MAX_WORDS {
            break;
        }
        let rest = pieces.get(at..).unwrap_or_default();
        at += match first.stuff {
            Stuff::Ideograph => words.ideograph(rest),
            Stuff::Digits => words.measure(rest).unwrap_or_else(|| words.plain(rest)),
            Stuff::Letters => words.plain(rest),
        };
    }
    words
}

impl<'t> Words<'t> {
    /// One character of a script without spaces, and the pair it begins.
    fn ideograph(&mut self, pieces: &[Piece<'t>]) -> usize {
        let [first, ..] = pieces else { return 1 };
        self.word(Cow::Borrowed(first.text), first.gap, true);
        if let Some(form) = self.forms.last_mut() {
            form.ideograph = true;
        }
        if let Some(second) = pieces
            .get(1)
            .filter(|next| next.stuff == Stuff::Ideograph && next.gap == Gap::None)
        {
            let pair = format!("{}{}", first.text, second.text);
            self.beside(Cow::Owned(pair), Kind::Pair);
        }
        1
    }

    /// A number with its unit.
    fn measure(&mut self, pieces: &[Piece<'t>]) -> Option<usize> {
        let (value, digits) = number(pieces)?;
        let last = pieces.get(digits.checked_sub(1)?)?;
        let next = pieces.get(digits);
        let sign = unit::mark(last.rest).filter(|_| {
            // 90's is no length.
            !next.is_some_and(|next| next.gap == Gap::Mark('\'') && next.stuff == Stuff::Letters)
        });
        let (unit, taken) = if let Some(unit) = sign {
            (unit, digits)
        } else {
            let (unit, words) = unit_word(pieces.get(digits..)?)?;
            (unit, digits + words)
        };
        self.word(
            Cow::Owned(format!("{value}{unit}")),
            pieces.first()?.gap,
            true,
        );
        if let Some(form) = self.forms.last_mut() {
            form.measure = true;
        }
        self.beside(value, Kind::Part);
        self.beside(Cow::Borrowed(unit), Kind::Part);
        Some(taken)
    }

    /// Letters and digits that stand together.
    fn plain(&mut self, pieces: &[Piece<'t>]) -> usize {
        if let [first, rest @ ..] = pieces
            && first.stuff == Stuff::Letters
            && !rest.first().is_some_and(|next| goes_on(Some(first), next))
        {
            // Most words by far.
            self.signed(&[Cow::Borrowed(first.text)], pieces, 1);
            return 1;
        }
        let mut atoms: Vec<Cow<'t, str>> = Vec::new();
        let mut taken = 0;
        while let Some(piece) = pieces.get(taken) {
            if taken > 0 && !goes_on(pieces.get(taken - 1), piece) {
                break;
            }
            let rest = pieces.get(taken..).unwrap_or_default();
            let (atom, pieces_of_it) = number(rest).unwrap_or((Cow::Borrowed(piece.text), 1));
            let possessive = piece.gap == Gap::Mark('\'') && piece.text == "s" && taken > 0;
            taken += pieces_of_it;
            if !(possessive
                && pieces
                    .get(taken)
                    .is_none_or(|next| !goes_on(Some(piece), next)))
            {
                atoms.push(atom);
            }
        }
        self.signed(&atoms, pieces, taken);
        taken
    }

    /// What so many of the pieces come to, with the signs behind them.
    fn signed(&mut self, atoms: &[Cow<'t, str>], pieces: &[Piece<'t>], taken: usize) {
        let Some(gap) = pieces.first().map(|first| first.gap) else {
            return;
        };
        let rest = pieces.get(taken - 1).map_or("", |last| last.rest);
        let followed_by = pieces.get(taken).map(|next| next.gap);
        let bare = match atoms {
            [atom] => cut(atom.clone()),
            atoms => cut(Cow::Owned(atoms.concat())),
        };
        let sign = sign(&bare, rest, followed_by);
        if sign.is_empty() {
            self.word(bare, gap, false);
            if rest.starts_with('+') && followed_by != Some(Gap::Mark('+')) {
                self.beside(Cow::Borrowed("plus"), Kind::Part);
            }
        } else {
            self.word(Cow::Owned(format!("{bare}{sign}")), gap, false);
            self.beside(bare, Kind::Part);
        }
        if (2..=MAX_PARTS).contains(&atoms.len()) {
            for atom in atoms {
                self.beside(cut(atom.clone()), Kind::Part);
            }
        }
    }

    fn word(&mut self, surface: Cow<'t, str>, gap: Gap, closed: bool) {
        let position = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.forms.push(Form {
            stems: !closed,
            surface: surface.clone(),
            position,
            kind: Kind::Word,
            ideograph: false,
            measure: false,
        });
        self.words.push(Word {
            surface,
            gap,
            closed,
        });
    }

    /// Something that stands for the last word or a part of it.
    fn beside(&mut self, surface: Cow<'t, str>, kind: Kind) {
        let position = u32::try_from(self.words.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let known = self
            .forms
            .iter()
            .rev()
            .take_while(|form| form.position == position);
        if !known.into_iter().any(|form| form.surface == surface) {
            self.forms.push(Form {
                stems: kind == Kind::Part,
                surface,
                position,
                kind,
                ideograph: false,
                measure: false,
            });
        }
    }
}

/// The unit these pieces begin with, right behind a number, and how many of them it takes.
fn unit_word(pieces: &[Piece<'_>]) -> Option<(&'static str, usize)> {
    let [first, after @ ..] = pieces else {
        return None;
    };
    let near = |gap: Gap| matches!(gap, Gap::None | Gap::Space | Gap::Mark('-' | '.'));
    if first.stuff != Stuff::Letters
        || !matches!(first.gap, Gap::None | Gap::Space | Gap::Mark('-'))
    {
        return None;
    }
    if first.text == "fl"
        && let Some(second) = after.first()
        && (near(second.gap) || first.rest == ".")
        && unit::unit(second.text) == Some("oz")
    {
        return unit::unit(second.text).map(|unit| (unit, 2));
    }
    let unit = unit::unit(first.text)?;
    // `2in1`, `2 in 1` and `5g4` measure nothing.
    let digits = after.first().filter(|next| next.stuff == Stuff::Digits);
    match digits {
        Some(next) if next.gap == Gap::None || (first.text == "in" && near(next.gap)) => None,
        _ => Some((unit, 1)),
    }
}

/// Whether a piece belongs to the same word as the one before it.
fn goes_on(before: Option<&Piece<'_>>, piece: &Piece<'_>) -> bool {
    let Some(before) = before else { return false };
    if before.stuff == Stuff::Ideograph || piece.stuff == Stuff::Ideograph {
        return false;
    }
    match piece.gap {
        Gap::None => true,
        Gap::Mark('\'') => before.stuff == Stuff::Letters && piece.stuff == Stuff::Letters,
        _ => false,
    }
}

/// The signs that make another word of a letter: `c++` and `c#`.
fn sign(word: &str, rest: &str, followed_by: Option<Gap>) -> &'static str {
    if word.len() > 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        ""
    } else if rest.starts_with("++") {
        "++"
    } else if rest.starts_with('#') && followed_by != Some(Gap::Mark('#')) {
        "#"
    } else {
        ""
    }
}
