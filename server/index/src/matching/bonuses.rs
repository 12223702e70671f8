//! What does not depend on single words.

use super::stand::Stand;
use super::{Plan, SCALE};
use crate::core::Core;
use crate::number::{place, unordered, whole};
use crate::ranking;

/// What a result gains beside what its words count, in the units of [`Explanation::total`](crate::Explanation::total).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bonuses {
    /// The name has all words that must be there.
    pub name: u32,
    /// The name has all words next to each other and in the order typed, if there are several.
    pub phrase: u32,
    /// The name begins with them so.
    pub beginning: u32,
    /// The name is nothing else.
    pub equal: u32,
    /// It is liked: ratings and what else [`Product::popularity`](crate::Product::popularity) is made of.
    pub popularity: u32,
}

impl Bonuses {
    /// What the product in a slot gains, if the words stand so in its name.
    #[inline]
    pub(super) fn of(core: &Core, plan: &Plan, slot: u32, stand: Stand) -> Self {
        let given = |so: bool, bonus: f32| if so { points(bonus) } else { 0 };
        let phrase = stand.start();
        let begins = phrase == Some(0);
        let equal = begins && core.names.get(slot).len() == plan.typed;
        Self {
            name: given(stand.is_in_name(), ranking::NAME_BONUS),
            phrase: given(phrase.is_some() && plan.typed > 1, ranking::PHRASE_BONUS),
            beginning: given(begins, ranking::BEGINNING_BONUS),
            equal: given(equal, ranking::EQUAL_BONUS),
            popularity: points(prior(core.columns.popularity[place(slot)])),
        }
    }

    /// All of them.
    #[inline]
    pub fn total(&self) -> u32 {
        self.name + self.phrase + self.beginning + self.equal + self.popularity
    }
}

fn points(bonus: f32) -> u32 {
    whole(bonus * SCALE)
}

fn prior(popularity: u32) -> f32 {
    let popularity = unordered(popularity).max(0.0);
    if popularity.is_finite() {
        ranking::PRIOR * popularity / (1.0 + popularity)
    } else {
        ranking::PRIOR
    }
}
