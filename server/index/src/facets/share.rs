//! Counting results without looking at all of them.

use crate::core::Core;
use crate::number::place;

/// What is looked at to count results: they themselves or, where they are more than half of all products, the others, for
/// how many products there are of each kind is always known.
#[derive(Debug)]
pub(super) enum Share<'s> {
    /// The results.
    These(&'s [u32]),
    /// All live slots that are none.
    AllBut(Vec<u32>),
}

impl<'s> Share<'s> {
    /// Of results, by their slots.
    pub(super) fn of(core: &Core, slots: &'s [u32]) -> Self {
        if slots.len() * 2 <= core.len() {
            return Self::These(slots);
        }
        if slots.len() == core.len() {
            return Self::AllBut(Vec::new());
        }
        let mut is_other = core.live.clone();
        for slot in slots {
            is_other[place(*slot)] = false;
        }
        let others = (0..).zip(is_other).filter(|(_, is_other)| *is_other);
        Self::AllBut(others.map(|(slot, _)| slot).collect())
    }

    /// How many slots are looked at.
    pub(super) fn looked_at(&self) -> usize {
        match self {
            Self::These(slots) => slots.len(),
            Self::AllBut(others) => others.len(),
        }
    }

    /// How many results are of each kind, by number. `all`: how many products are; `near`: slots that count as well;
    /// `number`: what kind the product in a slot is of, or a number beyond them.
    pub(super) fn count(
        &self,
        all: &[usize],
        near: &[u32],
        number: impl Fn(u32) -> usize,
    ) -> Vec<usize> {
        let mut counts = match self {
            Self::These(_) => vec![0; all.len()],
            Self::AllBut(_) => all.to_vec(),
        };
        let mut more = |slots: &[u32]| {
            for slot in slots {
                if let Some(count) = counts.get_mut(number(*slot)) {
                    *count += 1;
                }
            }
        };
        more(near);
        match self {
            Self::These(slots) => more(slots),
            Self::AllBut(others) => {
                for slot in others {
                    if let Some(count) = counts.get_mut(number(*slot)) {
                        *count -= 1;
                    }
                }
            }
        }
        counts
    }
}
