//! How the words of a query stand in a product's name.

use crate::core::Mark;

/// How the words looked up so far stand in a product's name: all of them next to each other, in the order typed, so that
/// the phrase begins at some place (which may be before the name, until its first word has been looked up); or apart;
/// or not all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stand(i8);

/// Some are not in the name.
const OUTSIDE: Stand = Stand(i8::MIN);
/// All are in the name, but not as a phrase.
const APART: Stand = Stand(i8::MAX);

impl Stand {
    /// No words are in any name, and in any order.
    pub(super) const EMPTY: Self = Self(i8::MAX - 1);
    /// Some are not in the name.
    pub(super) const OUTSIDE: Self = OUTSIDE;

    /// How the word typed in this place stands, if all words before it do so in a row.
    pub(super) fn of(mark: Mark, typed: usize) -> Self {
        match (mark.place_in_name(), i8::try_from(typed)) {
            (Some(place), Ok(typed)) => {
                Self(i8::try_from(place).unwrap_or(i8::MAX).saturating_sub(typed))
            }
            _ if mark.in_name() => APART,
            _ => OUTSIDE,
        }
    }

    /// How two words stand together.
    pub(super) fn and(self, other: Self) -> Self {
        if self == OUTSIDE || other == OUTSIDE {
            OUTSIDE
        } else if self == other || other == Self::EMPTY {
            self
        } else if self == Self::EMPTY {
            other
        } else {
            APART
        }
    }

    /// How a word stands for which there are two terms: the one further ahead counts.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (OUTSIDE, stand) | (stand, OUTSIDE) => stand,
            (one, other) => one.min(other),
        }
    }

    /// The same with a word that need not be there.
    pub(super) fn and_perhaps(self, other: Self) -> Self {
        self.and(if other == OUTSIDE { APART } else { other })
    }

    /// Whether all words are in the name.
    pub(super) fn is_in_name(self) -> bool {
        self != OUTSIDE
    }

    /// Where in the name the phrase begins, if there is one.
    pub(super) fn start(self) -> Option<i8> {
        (0..Self::EMPTY.0).contains(&self.0).then_some(self.0)
    }
}
