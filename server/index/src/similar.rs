//! Products like another.

use serde::{Deserialize, Serialize};

use crate::core::{Core, NO_PRICE};
use crate::number::place;

/// Everything that decides which products are like another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Similar {
    /// The product, which is not like itself.
    pub id: i64,
    /// Its category: only products in the same one are like it.
    pub category: i32,
    /// Its price: the closest come first.
    pub price: Option<i64>,
    /// How many to tell at most.
    pub limit: usize,
}

/// The products most like another, the closest in price first and those without a price last. If it has no price
/// itself, those liked most come first.
pub(crate) fn similar(core: &Core, to: &Similar) -> Vec<i64> {
    let Some(category) = core.categories.find(to.category) else {
        return Vec::new();
    };
    let slots = core
        .categories
        .slots(category)
        .iter()
        .map(|slot| place(*slot));
    let mut ranked: Vec<(u64, u32, i64)> = slots
        .filter(|slot| core.live[*slot] && core.ids[*slot] != to.id)
        .map(|slot| {
            (
                distance(core.columns.price[slot], to.price),
                !core.columns.popularity[slot],
                core.ids[slot],
            )
        })
        .collect();
    if to.limit < ranked.len() {
        ranked.select_nth_unstable(to.limit);
        ranked.truncate(to.limit);
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, id)| id).collect()
}

fn distance(price: i64, wanted: Option<i64>) -> u64 {
    match wanted {
        Some(wanted) if price != NO_PRICE => price.abs_diff(wanted),
        _ => u64::MAX,
    }
}
