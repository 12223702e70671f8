//! How many products there are.

use std::sync::{Arc, Mutex, PoisonError};

use crate::core::Core;
use crate::number::place;

/// How many products there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    /// All of them.
    pub total: usize,
    /// By the category they stand in themselves, sorted by its id; those without products are left out.
    pub categories: Vec<(i32, usize)>,
}

impl Sizes {
    /// Products that stand in one of these categories, of which none is named twice.
    pub fn within(&self, categories: &[i32]) -> usize {
        let size = |id: &i32| {
            let at = self.categories.binary_search_by_key(id, |(id, _)| *id);
            at.map_or(0, |at| self.categories[at].1)
        };
        categories.iter().map(size).sum()
    }

    fn of(core: &Core) -> Self {
        let ids = core.categories.ids();
        let mut counts = vec![0; ids.len() + 1];
        let slots = core.category.iter().zip(&core.live);
        // One more place for products without a category spares asking.
        for (category, _) in slots.filter(|(_, live)| **live) {
            counts[place(*category).min(ids.len())] += 1;
        }
        let categories = ids.iter().copied().zip(counts);
        let mut categories: Vec<_> = categories.filter(|(_, count)| *count > 0).collect();
        categories.sort_unstable();
        Self {
            total: core.len(),
            categories,
        }
    }
}

/// The sizes as they were counted last, and after how many changes.
#[derive(Debug, Default)]
pub(crate) struct Counted(Mutex<Option<(u64, Arc<Sizes>)>>);

impl Counted {
    /// The sizes as they are now, counted at most once for each change.
    pub(crate) fn sizes(&self, core: &Core) -> Arc<Sizes> {
        let now = core.changes.count();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((then, sizes)) if *then == now => Arc::clone(sizes),
            _ => {
                let sizes = Arc::new(Sizes::of(core));
                *last = Some((now, Arc::clone(&sizes)));
                sizes
            }
        }
    }
}
