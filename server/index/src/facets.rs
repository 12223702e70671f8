//! What the results can be narrowed by: exact counts of all of them, each facet without its own filter.

mod brands;
mod prices;
mod properties;

use std::{panic::resume_unwind, thread};

use crate::answer::{Facets, Without};
use crate::core::Core;
use crate::filters::{BRAND, Filters, PRICE, PROPERTIES, RATING, STOCK, Sifted};
use crate::number::place;
use crate::question::Question;

/// From so many results on, counting them takes milliseconds, and two threads are worth it.
const MANY: usize = 50_000;

/// Counts everything.
pub(crate) fn facets(
    core: &Core,
    question: &Question,
    filters: &Filters,
    sifted: &Sifted,
) -> Facets {
    let is_long = sifted.passed.slots.len() >= MANY;
    let properties = || properties::properties(core, sifted, filters);
    let (attributes, others) = both(is_long, properties, || {
        others(core, question, filters, sifted)
    });
    Facets {
        attributes,
        ..others
    }
}

/// All but the properties.
fn others(core: &Core, question: &Question, filters: &Filters, sifted: &Sifted) -> Facets {
    let (prices, histogram) = prices::prices(core, sifted);
    Facets {
        categories: categories(core, sifted),
        brands: brands::brands(core, sifted, &question.brands),
        ratings: ratings(core, sifted),
        in_stock: sifted
            .open(STOCK)
            .filter(|slot| core.columns.in_stock[place(*slot)])
            .count(),
        prices,
        histogram,
        attributes: Vec::new(),
        without: Without {
            brands: sifted.extent(BRAND),
            prices: sifted.extent(PRICE),
            ratings: sifted.extent(RATING),
            stock: sifted.extent(STOCK),
            attributes: (PROPERTIES..)
                .zip(&filters.properties)
                .map(|(facet, property)| (property.key.clone(), sifted.extent(facet)))
                .collect(),
        },
    }
}

/// Does both, side by side if that takes long; where there is no thread to be had, one after the other.
fn both<A: Send, B>(
    is_long: bool,
    one: impl Fn() -> A + Send + Sync,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if !is_long {
        return (one(), other());
    }
    thread::scope(|scope| {
        let aside = thread::Builder::new().name("facets".to_owned());
        let aside = aside.spawn_scoped(scope, &one);
        let other = other();
        let one = match aside {
            Ok(aside) => aside.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => one(),
        };
        (one, other)
    })
}

impl Sifted {
    /// The slots that count in a facet: all that pass the others' filters.
    fn open(&self, facet: usize) -> impl Iterator<Item = u32> {
        self.passed.slots.iter().chain(&self.near[facet]).copied()
    }

    /// How many slots these are.
    fn extent(&self, facet: usize) -> usize {
        self.passed.slots.len() + self.near[facet].len()
    }
}

fn categories(core: &Core, sifted: &Sifted) -> Vec<(i32, usize)> {
    let ids = core.categories.ids();
    let mut counts = vec![0; ids.len() + 1];
    // One more place for products without a category spares asking.
    for slot in &sifted.passed.slots {
        counts[place(core.category[place(*slot)]).min(ids.len())] += 1;
    }
    let mut categories: Vec<_> = ids
        .iter()
        .copied()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .collect();
    categories.sort_unstable();
    categories
}

fn ratings(core: &Core, sifted: &Sifted) -> [usize; 4] {
    let mut exact = [0; 5];
    sifted.open(RATING).for_each(|slot| {
        let stars = usize::try_from(core.columns.stars[place(slot)]).unwrap_or(0);
        exact[stars.min(4)] += 1;
    });
    std::array::from_fn(|stars| exact[stars + 1..].iter().sum())
}
