//! What the shop itself says about single searches: products that stand at a place of their own, and products that are
//! not to be found.
//!
//! To what the words find, hidden products do not belong, as if the shop did not have them; pinned ones belong, whether they
//! match the words or not. Filters come after that, for pinned products too: so counts are totals. Only under
//! [`Order::Relevance`](crate::Order::Relevance) pinned products stand at their places; under others they stand where the order
//! puts them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::folded;
use crate::core::Core;
use crate::index::Index;
use crate::number::place;

/// What is said about one search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Care {
    pins: Vec<(u32, i64)>,
    hidden: Vec<i64>,
}

/// What a search says about one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// It stands at this place, counted from 1.
    Pinned(u32),
    /// It is no result.
    Hidden,
}

impl Care {
    /// `pins`: places, counted from 1, and the ids of the products there. Of several at one place the one with the least id
    /// has it, and the others come next; a product that is hidden as well is hidden.
    pub fn new(
        pins: impl IntoIterator<Item = (u32, i64)>,
        hidden: impl IntoIterator<Item = i64>,
    ) -> Self {
        let mut hidden: Vec<i64> = hidden.into_iter().collect();
        hidden.sort_unstable();
        hidden.dedup();
        let is_shown = |(_, id): &(u32, i64)| hidden.binary_search(id).is_err();
        let mut pins: Vec<(u32, i64)> = pins.into_iter().filter(is_shown).collect();
        pins.sort_unstable();
        let mut seen = Vec::new();
        pins.retain(|(_, id)| {
            let is_new = !seen.contains(id);
            seen.push(*id);
            is_new
        });
        let mut free = 1;
        for (place, _) in &mut pins {
            *place = (*place).max(free);
            free = *place + 1;
        }
        Self { pins, hidden }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.pins.is_empty() && self.hidden.is_empty()
    }

    /// What it says about a product.
    pub(crate) fn of(&self, id: i64) -> Option<Said> {
        if self.hidden.binary_search(&id).is_ok() {
            return Some(Said::Hidden);
        }
        let mut pins = self.pins.iter();
        let pin = pins.find(|(_, pinned)| *pinned == id);
        pin.map(|(place, _)| Said::Pinned(*place))
    }

    /// The slots of products that are hidden and there, ascending.
    pub(crate) fn hidden_slots(&self, core: &Core) -> Vec<u32> {
        let slots = self.hidden.iter().filter_map(|id| core.slot(*id));
        let mut slots: Vec<u32> = slots.collect();
        slots.sort_unstable();
        slots
    }

    /// Places and slots of products that are pinned and there, by place.
    pub(crate) fn pinned_slots(&self, core: &Core) -> Vec<Pin> {
        let pins = self.pins.iter();
        let there = pins.filter_map(|(place, id)| {
            let slot = core.slot(*id)?;
            Some(Pin {
                place: *place,
                slot,
            })
        });
        there.collect()
    }
}

/// A pinned product that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pin {
    /// Where it is to stand, counted from 1. No two have the same.
    pub(crate) place: u32,
    pub(crate) slot: u32,
}

impl Pin {
    /// Where each of the pins, given by place, comes to stand among so many other results, counted from 0: at its place, or at
    /// the end if there are not so many.
    pub(crate) fn indices(pins: &[Self], others: usize) -> impl Iterator<Item = usize> {
        let pins = pins.iter().enumerate();
        pins.map(move |(before, pin)| {
            let wanted = place(pin.place.max(1)) - 1;
            wanted.clamp(before, others + before)
        })
    }
}

/// What is said about searches, by what is searched for.
#[derive(Debug, Default)]
pub(crate) struct Cares {
    by_text: FxHashMap<String, Arc<Care>>,
    version: u64,
}

impl Cares {
    /// What is said about the search for this text.
    pub(crate) fn of(&self, text: &str) -> Option<Arc<Care>> {
        if self.by_text.is_empty() {
            return None;
        }
        self.by_text.get(&same_search(text)).cloned()
    }

    /// A number that is another one whenever something else is said.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    fn set(&mut self, text: &str, care: Care) {
        let text = same_search(text);
        if care.is_empty() {
            self.by_text.remove(&text);
        } else {
            self.by_text.insert(text, Arc::new(care));
        }
        self.version += 1;
    }
}

/// What searches have in common that are one and the same to [`Care`]: the words in lower case, without accents, with single
/// spaces.
pub fn same_search(text: &str) -> String {
    folded(&text.to_lowercase())
}

impl Index {
    /// Says this about all searches, in place of what was said before.
    pub fn set_care(&self, all: Vec<(String, Care)>) {
        let mut core = self.write();
        core.cares.by_text.clear();
        core.cares.version += 1;
        for (text, care) in all {
            core.cares.set(&text, care);
        }
    }

    /// Says this about these searches, in place of what was said about them before.
    pub fn change_care(&self, changes: Vec<(String, Care)>) {
        let mut core = self.write();
        for (text, care) in changes {
            core.cares.set(&text, care);
        }
    }
}

/// How many of the results come before the first one that lacks words and was not put there: all with all words, and the pins
/// among them.
pub(crate) fn leading(pins: &[Pin], others: usize, exact: usize) -> usize {
    let indices = Pin::indices(pins, others).enumerate();
    let among = indices.take_while(|(before, index)| index - before <= exact);
    exact + among.count()
}

/// The pins on a page, with their places on it, and which part of the other results is the rest of it.
pub(crate) struct PinnedPage {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
    /// Place on the page and slot, by place.
    pub(crate) pinned: Vec<(usize, u32)>,
}

impl PinnedPage {
    pub(crate) fn of(pins: &[Pin], others: usize, offset: usize, limit: usize) -> Self {
        let end = offset.saturating_add(limit);
        let indices = Pin::indices(pins, others).zip(pins);
        let (mut before, mut pinned) = (0, Vec::new());
        for (index, pin) in indices {
            if index < offset {
                before += 1;
            } else if index < end {
                pinned.push((index - offset, pin.slot));
            }
        }
        Self {
            offset: offset - before,
            limit: limit - pinned.len(),
            pinned,
        }
    }
}

/// The slots of a list without these, both ascending: whether each stays.
pub(crate) fn without(slots: &[u32], gone: &[u32]) -> Vec<bool> {
    let stays = |slot: &u32| gone.binary_search(slot).is_err();
    slots.iter().map(stays).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::small;

    fn pins(places: &[u32]) -> Vec<Pin> {
        let pin = |(slot, place): (usize, &u32)| Pin {
            place: *place,
            slot: small(slot),
        };
        places.iter().enumerate().map(pin).collect()
    }

    #[test]
    fn pins_stand_at_their_places_or_at_the_end() {
        let at = |places: &[u32], others| Pin::indices(&pins(places), others).collect::<Vec<_>>();
        assert_eq!(at(&[1, 3], 9), [0, 2]);
        assert_eq!(at(&[2, 5, 20], 2), [1, 3, 4]);
        assert_eq!(at(&[7], 0), [0]);
    }

    #[test]
    fn pages_are_cut_around_pins() {
        let page = |offset, limit| {
            let page = PinnedPage::of(&pins(&[1, 4]), 10, offset, limit);
            (page.offset, page.limit, page.pinned)
        };
        assert_eq!(page(0, 3), (0, 2, vec![(0, 0)]));
        assert_eq!(page(3, 3), (2, 2, vec![(0, 1)]));
        assert_eq!(page(6, 3), (4, 3, vec![]));
    }

    #[test]
    fn what_is_written_alike_is_one_search() {
        assert_eq!(same_search("  Crème  BRÛLÉE "), "creme brulee");
        assert_eq!(same_search("creme brulee"), "creme brulee");
    }

    #[test]
    fn no_two_pins_have_one_place_and_hidden_is_hidden() {
        let care = Care::new([(2, 7), (2, 5), (1, 9), (3, 5), (4, 8)], [9, 9]);
        assert_eq!(care.pins, [(2, 5), (3, 7), (4, 8)]);
        assert_eq!(care.of(9), Some(Said::Hidden));
        assert_eq!(care.of(7), Some(Said::Pinned(3)));
        assert_eq!(care.of(1), None);
    }
}
