//! The most popular products, kept in order.

use std::collections::BTreeSet;

use super::columns::Row;

/// How many products are kept at most.
const FULL: usize = if cfg!(test) { 8 } else { 16_384 };

/// With fewer than this, though there are more products, they are looked for again.
const LEAST: usize = if cfg!(test) { 3 } else { 4_096 };

/// A product by what decides its place: its popularity, then its id; and its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Liked {
    pub(crate) popularity: u32,
    pub(crate) id: i64,
    pub(crate) slot: u32,
}

impl Liked {
    pub(super) fn of(id: i64, slot: u32, row: Row) -> Self {
        Self {
            popularity: row.popularity,
            id,
            slot,
        }
    }
}

/// The most popular products. All that are not among them come after them.
#[derive(Debug, Default)]
pub(crate) struct Popular {
    best: BTreeSet<Liked>,
    /// Whether there are products that are not among them.
    more: bool,
}

impl Popular {
    /// The most popular products, the best first.
    pub(crate) fn best(&self) -> impl Iterator<Item = &Liked> {
        self.best.iter().rev()
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.best.len()
    }

    /// Whether there are no others.
    pub(crate) fn is_complete(&self) -> bool {
        !self.more
    }

    /// Takes in a product.
    pub(super) fn add(&mut self, new: Liked) {
        if self.more && self.best.first().is_none_or(|last| new < *last) {
            return;
        }
        self.best.insert(new);
        if self.best.len() > FULL {
            self.best.pop_first();
            self.more = true;
        }
    }

    /// Takes out a product.
    pub(super) fn remove(&mut self, old: Liked) {
        self.best.remove(&old);
    }

    /// Gives a product another popularity.
    pub(super) fn change(&mut self, old: Liked, new: Liked) {
        let last = self.best.first().copied();
        if self.best.remove(&old) && self.more && last.is_some_and(|last| new < last) {
            // Others that are not kept may come before it now.
            return;
        }
        self.add(new);
    }

    /// Whether so many went that the others have to be looked through.
    pub(super) fn is_short(&self) -> bool {
        self.more && self.best.len() < LEAST
    }

    /// The most popular of all products.
    pub(super) fn among(all: impl Iterator<Item = Liked>) -> Self {
        let mut all: Vec<Liked> = all.collect();
        let more = all.len() > FULL;
        if more {
            let worse = all.len() - FULL;
            all.select_nth_unstable(worse);
            all.drain(..worse);
        }
        Self {
            best: all.into_iter().collect(),
            more,
        }
    }
}
