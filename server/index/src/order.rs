//! What comes first.

use crate::core::{Core, NO_PRICE};
use crate::number::place;
use crate::question::Order;

/// Products that passed, with their scores unless nothing was searched for.
#[derive(Debug, Default)]
pub(crate) struct Results {
    /// Their slots, ascending.
    pub(crate) slots: Vec<u32>,
    /// For each of them how well it matches; or empty.
    pub(crate) scores: Vec<u32>,
    /// For each of them how much of the query it has, which counts before that; empty if all have all of it.
    pub(crate) coverages: Vec<u32>,
}

/// A product and what decides its place: the greater the earlier.
#[derive(Debug, Clone, Copy)]
struct Key {
    rank: u64,
    coverage: u32,
    slot: u32,
}

/// The products on a page. Only as much is sorted as the page shows, so later pages cost what the first one costs.
pub(crate) fn page(
    core: &Core,
    results: &Results,
    order: Order,
    offset: usize,
    limit: usize,
) -> Vec<i64> {
    let total = results.slots.len();
    let (start, end) = (offset.min(total), offset.saturating_add(limit).min(total));
    if start == end {
        return Vec::new();
    }
    if let Some(ids) = popular_page(core, results, order, start, end) {
        return ids;
    }
    let mut keys = keys(core, results, order);
    // Greater ids first, except among the cheapest.
    let backwards = order == Order::PriceAscending;
    let compare = |one: &Key, other: &Key| {
        let ranks = (other.coverage, other.rank).cmp(&(one.coverage, one.rank));
        ranks.then_with(|| {
            let (one, other) = (core.ids[place(one.slot)], core.ids[place(other.slot)]);
            if backwards {
                one.cmp(&other)
            } else {
                other.cmp(&one)
            }
        })
    };
    if end < total {
        keys.select_nth_unstable_by(end, compare);
    }
    let upto = &mut keys[..end];
    if start > 0 {
        upto.select_nth_unstable_by(start, compare);
    }
    let shown = &mut upto[start..];
    shown.sort_unstable_by(compare);
    shown.iter().map(|key| core.ids[place(key.slot)]).collect()
}

/// A page of all products that are there, by popularity, as long as it is among those whose order is always known.
fn popular_page(
    core: &Core,
    results: &Results,
    order: Order,
    start: usize,
    end: usize,
) -> Option<Vec<i64>> {
    let by_popularity = match order {
        Order::Relevance => results.scores.is_empty(),
        order => order == Order::Rating,
    };
    let has_all = by_popularity && results.slots.len() == core.len();
    (has_all && end <= core.popular.len()).then(|| {
        let page = core.popular.best().skip(start).take(end - start);
        page.map(|liked| liked.id).collect()
    })
}

fn keys(core: &Core, results: &Results, order: Order) -> Vec<Key> {
    let columns = &core.columns;
    let popularity = |slot: u32| u64::from(columns.popularity[place(slot)]);
    let by = |rank: &dyn Fn(u32) -> u64| {
        let slots = results.slots.iter();
        slots
            .map(|slot| Key {
                rank: rank(*slot),
                coverage: 0,
                slot: *slot,
            })
            .collect()
    };
    match order {
        Order::Relevance if !results.scores.is_empty() => {
            let ranked = results.slots.iter().zip(&results.scores);
            let mut keys: Vec<Key> = ranked
                .map(|(slot, score)| Key {
                    rank: u64::from(*score) << 32 | popularity(*slot),
                    coverage: 0,
                    slot: *slot,
                })
                .collect();
            for (key, coverage) in keys.iter_mut().zip(&results.coverages) {
                key.coverage = *coverage;
            }
            keys
        }
        Order::Relevance | Order::Rating => by(&popularity),
        Order::PriceAscending => by(&|slot| match columns.price[place(slot)] {
            NO_PRICE => 0,
            price => !ordered(price),
        }),
        Order::PriceDescending => by(&|slot| ordered(columns.price[place(slot)])),
        Order::Newest => by(&|slot| ordered(columns.created_at[place(slot)])),
    }
}

/// An integer without a sign that is ordered as this one is; the least there is, [`NO_PRICE`], becomes 0.
fn ordered(number: i64) -> u64 {
    const { assert!(NO_PRICE == i64::MIN) }
    number.cast_unsigned() ^ 1 << 63
}
