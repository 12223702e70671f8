//! What a word says of a product.

use super::SCALE;
use super::stand::Stand;
use crate::core::Mark;
use crate::number::whole;
use crate::ranking::LABEL_BONUS;

/// What a word says of a product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gain {
    pub(super) score: u32,
    /// How the word stands in the name.
    pub(super) stand: Stand,
}

impl Gain {
    /// What a term of this worth says with its mark, for the word typed in this place.
    pub(super) fn of(mark: Mark, worth: f32, typed: usize) -> Self {
        let bonus = if mark.in_label() {
            LABEL_BONUS * SCALE
        } else {
            0.0
        };
        Self {
            score: whole(mark.impact() * worth + bonus).max(1),
            stand: Stand::of(mark, typed),
        }
    }

    /// What two terms for the same word say.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            score: self.score.max(other.score),
            stand: self.stand.or(other.stand),
        }
    }
}
