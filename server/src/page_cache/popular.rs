//! The pages that are asked for most, and how they are made.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cache::Key;

use super::render::Rendering;

/// As many pages are remembered at least; about as many as the process' memory holds by default.
const FEWEST: usize = 2048;

/// What of an ask counts after a round: of one five minutes ago less than half.
const FADING: f64 = 0.998;

/// Which pages are asked for how often: whatever becomes of what is kept of them. Cheap to clone; clones share it.
///
/// When it has grown to twice its size, the half asked for less often goes: what is asked for often comes back in time to
/// stay (as in lossy counting; Manku and Motwani, VLDB 2002).
#[derive(Clone, Default)]
pub struct Popular(Arc<Mutex<HashMap<Key, Asked>>>);

struct Asked {
    rendering: Rendering,
    /// How often, those of late counting most.
    weight: f64,
    /// How often at all, and how often before it was last made ahead.
    times: u64,
    times_then: u64,
}

/// A page that somebody asked for.
pub(super) struct PopularPage {
    pub(super) key: Key,
    pub(super) rendering: Rendering,
    weight: f64,
    times: u64,
}

impl Popular {
    /// Notes that somebody asked for a page, which `rendering` can make.
    pub(super) fn note(&self, key: Key, rendering: impl FnOnce() -> Rendering) {
        let mut asked = self.lock();
        if asked.len() >= 2 * FEWEST && !asked.contains_key(&key) {
            forget_half(&mut asked);
        }
        let page = asked.entry(key).or_insert_with(|| Asked {
            rendering: rendering(),
            weight: 0.0,
            times: 0,
            times_then: 0,
        });
        page.weight += 1.0;
        page.times += 1;
    }

    /// The pages that somebody asked for since they were last [made ahead](Self::note_made), most often asked first.
    pub(super) fn by_asks(&self) -> Vec<PopularPage> {
        let mut pages = Vec::new();
        for (key, page) in &mut *self.lock() {
            page.weight *= FADING;
            if page.times > page.times_then {
                pages.push(PopularPage {
                    key: *key,
                    rendering: page.rendering.clone(),
                    weight: page.weight,
                    times: page.times,
                });
            }
        }
        pages.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight));
        pages
    }

    /// Notes that a page was made ahead: another time would be in vain unless somebody asks for it, or has meanwhile.
    pub(super) fn note_made(&self, made: &PopularPage) {
        if let Some(page) = self.lock().get_mut(&made.key) {
            page.times_then = made.times;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Asked>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_half(asked: &mut HashMap<Key, Asked>) {
    let mut weights: Vec<_> = asked.values().map(|page| page.weight).collect();
    let middle = weights.len() / 2;
    let (_, median, _) = weights.select_nth_unstable_by(middle, f64::total_cmp);
    let (median, mut surplus) = (*median, asked.len() - FEWEST);
    asked.retain(|_, page| {
        let goes = page.weight <= median && surplus > 0;
        surplus -= usize::from(goes);
        !goes
    });
}
