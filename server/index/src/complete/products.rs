//! The most popular products whose names go on as typed.

use rustc_hash::FxHashSet;

use super::ends::Ends;
use crate::analysis::term_of;
use crate::core::{Core, Postings};
use crate::number::place;
use crate::query::Query;

/// Up to so many products are looked at one word after another; beyond, all are looked at, the popular ones closely.
const FEW: usize = 20_000;

/// How many products are looked at in a row before others further on are.
const BLOCK: usize = 1024;

/// A prime beyond any number of blocks: steps of this length come by every block once.
const STRIDE: usize = 1_000_003;

/// Products that have the words before the last one.
#[derive(Debug)]
pub(super) struct Earlier {
    /// Ascending.
    slots: Vec<u32>,
}

impl Earlier {
    /// Nothing if there are no such words.
    pub(super) fn of(core: &Core, query: &Query) -> Option<Self> {
        let mut slots: Option<Vec<u32>> = None;
        for group in query.groups.iter().filter(|group| !group.optional) {
            let mut having: Vec<u32> = Vec::new();
            for alternative in &group.alternatives {
                let Some(postings) = core.postings(&alternative.term) else {
                    continue;
                };
                match &slots {
                    None => having.extend(
                        postings
                            .slots()
                            .iter()
                            .filter(|slot| core.live[place(**slot)]),
                    ),
                    Some(slots) => having.extend(both(slots, postings.slots())),
                }
            }
            having.sort_unstable();
            having.dedup();
            slots = Some(having);
        }
        slots.map(|slots| Self { slots })
    }

    /// How many of them have this term as well.
    pub(super) fn count_with(&self, core: &Core, term: &str) -> usize {
        core.postings(term)
            .map_or(0, |postings| both(&self.slots, postings.slots()).count())
    }
}

/// What is in both ascending lists.
fn both<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (few, many) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut rest = many;
    few.iter().copied().filter(move |slot| {
        let mut stride = 1;
        while rest.get(stride).is_some_and(|other| other < slot) {
            stride *= 2;
        }
        let from = stride / 2;
        let window = rest
            .get(from..rest.len().min(stride + 1))
            .unwrap_or_default();
        let start = from + window.partition_point(|other| other < slot);
        rest = rest.get(start..).unwrap_or_default();
        rest.first() == Some(slot)
    })
}

/// The most popular products whose name has a word that begins as typed, and which have all words before it.
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
    let mut best = Best::new(core, most);
    if let Some(earlier) = earlier {
        mixed(earlier.slots.len(), |at| {
            best.offer(earlier.slots[at], named);
        });
        return best.ids();
    }
    let postings: Vec<&Postings> = terms
        .iter()
        .map(|term| &core.postings[place(*term)])
        .collect();
    if postings
        .iter()
        .map(|postings| postings.slots().len())
        .sum::<usize>()
        <= FEW
    {
        for postings in postings {
            for (slot, mark) in postings.slots().iter().zip(postings.marks()) {
                best.offer(*slot, |_| mark.in_name());
            }
        }
    } else {
        mixed(core.ids.len(), |at| {
            best.offer(crate::number::small(at), named);
        });
    }
    best.ids()
}

/// Comes by all places below a number in an order that follows no trend: products that came later are less popular or
/// more so, and the best are found early only if they are not all at the end.
fn mixed(places: usize, mut visit: impl FnMut(usize)) {
    let blocks = places.div_ceil(BLOCK);
    for step in 0..blocks {
        let block = step * STRIDE % blocks;
        (block * BLOCK..places.min((block + 1) * BLOCK)).for_each(&mut visit);
    }
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
