//! The most popular products whose names go on as typed.

use rustc_hash::FxHashSet;

use super::earlier::Earlier;
use super::ends::Ends;
use crate::analysis::term_of;
use crate::core::{Core, Postings};
use crate::number::place;

/// Up to so many products are looked at one after another at once.
const FEW: usize = if cfg!(test) { 4 } else { 20_000 };

/// The most popular products whose name has a word that begins as typed, and which have all words before it.
///
/// Of words that many products have, some of the most popular products will have one; they are looked at first. Where
/// they do not suffice, all that have the words are.
pub(super) fn products(
    core: &Core,
    ends: &Ends,
    earlier: Option<&Earlier>,
    most: usize,
) -> Vec<i64> {
    let terms: FxHashSet<u32> = ends
        .words
        .iter()
        .filter_map(|(word, _)| core.terms.find(&term_of(word)))
        .collect();
    let named = |slot: u32| core.names.get(slot).iter().any(|term| terms.contains(term));
    let meant = |slot: u32| earlier.is_none_or(|earlier| earlier.has(slot));
    let postings: Vec<&Postings> = terms
        .iter()
        .map(|term| &core.postings[place(*term)])
        .collect();
    let mentions: usize = postings.iter().map(|postings| postings.slots().len()).sum();
    let before = earlier.map_or(usize::MAX, Earlier::count);
    if before.min(mentions) > FEW {
        let liked = core.popular.best();
        let found: Vec<i64> = liked
            .filter(|liked| meant(liked.slot) && named(liked.slot))
            .map(|liked| liked.id)
            .take(most)
            .collect();
        if found.len() == most || core.popular.is_complete() {
            return found;
        }
    }
    let mut best = Best::new(core, most);
    match earlier {
        Some(earlier) if before < mentions => {
            earlier.slots().for_each(|slot| best.offer(slot, named));
        }
        _ => {
            for postings in postings {
                for (slot, mark) in postings.slots().iter().zip(postings.marks()) {
                    if mark.in_name() {
                        best.offer(*slot, |slot| meant(slot) && named(slot));
                    }
                }
            }
        }
    }
    best.ids()
}

/// The most popular products offered so far.
struct Best<'c> {
    core: &'c Core,
    most: usize,
    /// Popularity and number, the best first.
    found: Vec<(u32, i64)>,
}

impl<'c> Best<'c> {
    fn new(core: &'c Core, most: usize) -> Self {
        Self {
            core,
            most,
            found: Vec::with_capacity(most + 1),
        }
    }

    /// Keeps the product if it is among the best and fits, which is asked last.
    fn offer(&mut self, slot: u32, fits: impl FnOnce(u32) -> bool) {
        let popularity = self.core.columns.popularity[place(slot)];
        let full = self.found.len() >= self.most;
        if full && self.found.last().is_none_or(|last| popularity < last.0) {
            return;
        }
        let new = (popularity, self.core.ids[place(slot)]);
        if full && self.found.last().is_some_and(|last| new <= *last) {
            return;
        }
        if self.core.live[place(slot)] && !self.found.contains(&new) && fits(slot) {
            let at = self.found.partition_point(|other| *other > new);
            self.found.insert(at, new);
            self.found.truncate(self.most);
        }
    }

    fn ids(self) -> Vec<i64> {
        self.found.into_iter().map(|(_, id)| id).collect()
    }
}
