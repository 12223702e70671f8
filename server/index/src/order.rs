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
    let mut keys = keys(core, results, order);
    // Greater ids first, except among the cheapest.
    let backwards = order == Order::PriceAscending;
    let compare = |one: &(u64, u32), other: &(u64, u32)| {
        other.0.cmp(&one.0).then_with(|| {
            let (one, other) = (core.ids[place(one.1)], core.ids[place(other.1)]);
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
    shown
        .iter()
        .map(|(_, slot)| core.ids[place(*slot)])
        .collect()
}

/// For each product a number that is greater the earlier it comes.
fn keys(core: &Core, results: &Results, order: Order) -> Vec<(u64, u32)> {
    let columns = &core.columns;
    let slots = results.slots.iter().copied();
    let popularity = |slot: u32| u64::from(columns.popularity[place(slot)]);
    match order {
        Order::Relevance if !results.scores.is_empty() => slots
            .zip(&results.scores)
            .map(|(slot, score)| (u64::from(*score) << 32 | popularity(slot), slot))
            .collect(),
        Order::Relevance | Order::Rating => slots.map(|slot| (popularity(slot), slot)).collect(),
        Order::PriceAscending => slots
            .map(|slot| {
                (
                    if columns.price[place(slot)] == NO_PRICE {
                        0
                    } else {
                        !ordered(columns.price[place(slot)])
                    },
                    slot,
                )
            })
            .collect(),
        Order::PriceDescending => slots
            .map(|slot| (ordered(columns.price[place(slot)]), slot))
            .collect(),
        Order::Newest => slots
            .map(|slot| (ordered(columns.created_at[place(slot)]), slot))
            .collect(),
    }
}

/// An integer without a sign that is ordered as this one is; the least there is, [`NO_PRICE`], becomes 0.
fn ordered(number: i64) -> u64 {
    const { assert!(NO_PRICE == i64::MIN) }
    number.cast_unsigned() ^ 1 << 63
}
