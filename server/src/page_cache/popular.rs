//! The pages that people ask for: how often, how often changes drop them, and how they are made.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use cache::Key;

use super::render::Rendering;

/// As many pages are remembered at least; about as many as the process' memory holds by default.
const FEWEST: usize = 4096;

/// After so long an ask counts half, and so does a drop.
const HALF_LIFE: Duration = Duration::from_mins(5);

/// Below this chance that somebody asks for a page before it is dropped again, it is left to whoever asks.
const LEAST_CHANCE: f64 = 1.0 / 8.0;

/// Which pages are asked for how often: whatever becomes of what is kept of them. Cheap to clone; clones share it.
///
/// When it has grown to twice its size, the half asked for less often goes: what is asked for often comes back in time to
/// stay (as in lossy counting; Manku and Motwani, VLDB 2002).
#[derive(Clone, Default)]
pub struct Popular(Arc<Mutex<HashMap<Key, Page>>>);

struct Page {
    rendering: Rendering,
    demand: Demand,
}

/// How a page is used; what happened of late counts most.
#[derive(Debug, Clone, Copy, Default)]
struct Demand {
    /// How often somebody asked for it.
    asks: f64,
    /// How often it had to be made.
    drops: f64,
}

impl Demand {
    /// How likely somebody asks for it before it is dropped again, if both go on as they did.
    fn chance(self) -> f64 {
        self.asks / (self.asks + self.drops)
    }

    /// Whether to make it before somebody asks for it.
    fn is_worth_it(self) -> bool {
        self.chance() >= LEAST_CHANCE
    }

    fn fade(&mut self, age: Duration) {
        let left = 0.5_f64.powf(age.div_duration_f64(HALF_LIFE));
        self.asks *= left;
        self.drops *= left;
    }
}

impl Popular {
    /// Notes that somebody asked for a page, which `rendering` can make.
    pub(super) fn note_ask(&self, key: Key, rendering: impl FnOnce() -> Rendering) {
        let mut pages = self.lock();
        if pages.len() >= 2 * FEWEST && !pages.contains_key(&key) {
            forget_half(&mut pages);
        }
        let page = pages.entry(key).or_insert_with(|| Page {
            rendering: rendering(),
            demand: Demand::default(),
        });
        page.demand.asks += 1.0;
    }

    /// Notes that a page had to be made.
    pub(super) fn note_made(&self, key: &Key) {
        if let Some(page) = self.lock().get_mut(key) {
            page.demand.drops += 1.0;
        }
    }

    /// So many of the pages that are asked for most, if they are worth being made before somebody asks.
    pub(super) fn most_asked(&self, many: usize) -> Vec<Key> {
        self.best(many, |demand| demand.asks)
    }

    /// The pages that may be worth making before somebody asks, those that are most likely asked for in time first.
    ///
    /// A page made ahead saves one visitor's wait however many would have come, so what counts is not how often it is
    /// asked for, but how likely that is before it is dropped again.
    pub(super) fn by_chance(&self) -> Vec<Key> {
        self.best(usize::MAX, Demand::chance)
    }

    fn best(&self, many: usize, by: impl Fn(Demand) -> f64) -> Vec<Key> {
        let pages = self.lock();
        let worth = pages.iter().filter(|(_, page)| page.demand.is_worth_it());
        let mut best: Vec<_> = worth.map(|(key, page)| (by(page.demand), *key)).collect();
        drop(pages);
        best.sort_unstable_by(|(a, _), (b, _)| b.total_cmp(a));
        best.truncate(many);
        best.into_iter().map(|(_, key)| key).collect()
    }

    /// How a page is made, if it is still remembered.
    pub(super) fn rendering(&self, key: &Key) -> Option<Rendering> {
        self.lock().get(key).map(|page| page.rendering.anew())
    }

    /// Has what was noted count less, for it is so much older.
    pub(super) fn fade(&self, age: Duration) {
        for page in self.lock().values_mut() {
            page.demand.fade(age);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Page>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_half(pages: &mut HashMap<Key, Page>) {
    let mut asks: Vec<_> = pages.values().map(|page| page.demand.asks).collect();
    let middle = asks.len() / 2;
    let (_, median, _) = asks.select_nth_unstable_by(middle, f64::total_cmp);
    let (median, mut surplus) = (*median, pages.len() - FEWEST);
    pages.retain(|_, page| {
        let goes = page.demand.asks <= median && surplus > 0;
        surplus -= usize::from(goes);
        !goes
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(asks: f64, drops: f64) -> Demand {
        Demand { asks, drops }
    }

    #[test]
    fn a_page_is_made_ahead_some_times_for_each_ask() {
        let mut page = demand(1.0, 1.0);
        let mut made = 0;
        while page.is_worth_it() {
            page.drops += 1.0;
            made += 1;
        }
        assert_eq!(made, 7);
        page.asks += 1.0;
        assert!(page.is_worth_it());
    }

    #[test]
    fn what_is_dropped_seldom_is_worth_more_than_what_is_asked_for_often() {
        assert!(demand(3.0, 1.0).chance() > demand(100.0, 90.0).chance());
    }

    #[test]
    fn what_happened_long_ago_counts_little() {
        let mut page = demand(8.0, 0.0);
        page.fade(HALF_LIFE);
        assert!((page.asks - 4.0).abs() < 1e-9);
        page.fade(HALF_LIFE * 10);
        page.drops += 1.0;
        assert!(!page.is_worth_it());
    }
}
