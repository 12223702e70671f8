//! What the results can be narrowed by: exact counts of all of them, each facet without its own filter.

mod brands;
mod prices;
mod properties;
mod share;

use std::{panic::resume_unwind, thread};

use crate::answer::{Facets, Without};
use crate::core::{Core, stars_place};
use crate::filters::{BRAND, Filters, PRICE, PROPERTIES, RATING, STOCK, Sifted};
use crate::number::place;
use crate::question::Question;
use share::Share;

/// From so many results on, counting them takes milliseconds, and two threads are worth it.
const MANY: usize = 50_000;

/// Counts everything.
pub(crate) fn facets(
    core: &Core,
    question: &Question,
    filters: &Filters,
    sifted: &Sifted,
) -> Facets {
    let share = &Share::of(core, &sifted.passed.slots);
    let is_long = share.looked_at() >= MANY;
    let properties = || properties::properties(core, share, sifted, filters);
    let (attributes, others) = both(is_long, properties, || {
        others(core, question, filters, share, sifted)
    });
    Facets {
        attributes,
        ..others
    }
}

/// All but the properties.
fn others(
    core: &Core,
    question: &Question,
    filters: &Filters,
    share: &Share<'_>,
    sifted: &Sifted,
) -> Facets {
    let (prices, histogram) = prices::prices(core, share, sifted);
    Facets {
        categories: categories(core, share),
        brands: brands::brands(core, share, &sifted.near[BRAND], &question.brands),
        ratings: ratings(core, share, &sifted.near[RATING]),
        in_stock: in_stock(core, share, &sifted.near[STOCK]),
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
    /// How many slots count in a facet: all that pass the others' filters.
    fn extent(&self, facet: usize) -> usize {
        self.passed.slots.len() + self.near[facet].len()
    }
}

fn categories(core: &Core, share: &Share<'_>) -> Vec<(i32, usize)> {
    let number = |slot| place(core.category[place(slot)]);
    let counts = share.count(core.categories.products(), &[], number);
    let ids = core.categories.ids().iter().copied();
    let mut categories: Vec<_> = ids.zip(counts).filter(|(_, count)| *count > 0).collect();
    categories.sort_unstable();
    categories
}

fn ratings(core: &Core, share: &Share<'_>, near: &[u32]) -> [usize; 4] {
    let number = |slot| stars_place(core.columns.stars[place(slot)]);
    let exact = share.count(&core.totals.stars, near, number);
    std::array::from_fn(|stars| exact[stars + 1..].iter().sum())
}

fn in_stock(core: &Core, share: &Share<'_>, near: &[u32]) -> usize {
    let number = |slot| usize::from(core.columns.in_stock[place(slot)]);
    share.count(&core.totals.stock, near, number)[1]
}
