//! Prices to choose from.

use std::collections::BTreeMap;

use crate::answer::PriceBar;
use crate::core::{Core, NO_PRICE};
use crate::filters::{PRICE, Sifted};
use crate::number::place;

use super::share::Share;

/// How many bars there are at most.
const BARS: i128 = 20;

/// Prices of all products are taken instead of those of the results if at most one in so many has to be taken out again:
/// they are in order, and what is taken out must be brought into order.
const FEW: usize = 16;

/// The lowest and the highest price, and how many results cost how much.
pub(super) fn prices(
    core: &Core,
    share: &Share<'_>,
    sifted: &Sifted,
) -> (Option<(i64, i64)>, Vec<PriceBar>) {
    let near = sifted.near[PRICE].iter();
    let prices = |slots: &mut dyn Iterator<Item = &u32>| -> Vec<i64> {
        let prices = slots.map(|slot| core.columns.price[place(*slot)]);
        prices.filter(|price| *price != NO_PRICE).collect()
    };
    match share {
        Share::AllBut(others) if others.len() * FEW <= core.len() => {
            let mut others = prices(&mut others.iter());
            others.sort_unstable();
            let mut left = without(&core.totals.prices, &others);
            left.extend(
                prices(&mut near.clone())
                    .into_iter()
                    .map(|price| (price, 1)),
            );
            histogram(left.iter().copied())
        }
        _ => {
            let prices = prices(&mut sifted.passed.slots.iter().chain(near));
            histogram(prices.iter().map(|price| (*price, 1)))
        }
    }
}

/// The prices of all products but for these, which are in order and all among them.
fn without(all: &BTreeMap<i64, usize>, mut others: &[i64]) -> Vec<(i64, usize)> {
    let told = all.iter().filter(|(price, _)| **price != NO_PRICE);
    let left = told.map(|(price, products)| {
        let taken = others.iter().take_while(|other| *other == price).count();
        others = &others[taken..];
        (*price, products - taken)
    });
    left.filter(|(_, products)| *products > 0).collect()
}

/// Counts prices, each of which comes with how many products have it.
fn histogram(
    prices: impl Iterator<Item = (i64, usize)> + Clone,
) -> (Option<(i64, i64)>, Vec<PriceBar>) {
    let ends = prices.clone().map(|(price, _)| (price, price));
    let Some((least, most)) =
        ends.reduce(|(least, most), (price, _)| (least.min(price), most.max(price)))
    else {
        return (None, Vec::new());
    };
    let mut histogram = bars(least, most);
    // The first bar may be cut at the end of what an integer holds; all after it are of full width but for the last.
    let first = histogram[0].to;
    let width = histogram
        .get(1)
        .map_or(1, |bar| bar.to.abs_diff(bar.from).saturating_add(1));
    for (price, products) in prices {
        let bar = if price <= first {
            0
        } else {
            1 + (price.abs_diff(first) - 1) / width
        };
        let bar = usize::try_from(bar)
            .unwrap_or(usize::MAX)
            .min(histogram.len() - 1);
        histogram[bar].count += products;
    }
    (Some((least, most)), histogram)
}

/// Bars of the same round width from the least to the highest price, not counted yet.
fn bars(least: i64, most: i64) -> Vec<PriceBar> {
    let (least, most) = (i128::from(least), i128::from(most));
    let bars = |width: i128| most.div_euclid(width) - least.div_euclid(width) + 1;
    let mut widths = (0..20)
        .map(|power| 10_i128.pow(power))
        .flat_map(|ten| [ten, 2 * ten, 5 * ten]);
    let width = widths
        .find(|width| bars(*width) <= BARS)
        .unwrap_or(i128::MAX);
    let first = least.div_euclid(width);
    (0..bars(width))
        .map(|bar| {
            let from = (first + bar) * width;
            PriceBar {
                from: within(from),
                to: within(from + width - 1),
                count: 0,
            }
        })
        .collect()
}

fn within(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_round_and_leave_no_gap() {
        for (least, most) in [
            (0, 0),
            (999, 150_000),
            (-5, 5),
            (1, 2_000_000),
            (i64::MIN + 1, i64::MAX - 1),
        ] {
            let bars = bars(least, most);
            assert!(
                !bars.is_empty() && bars.len() <= 20,
                "{least}..{most}: {}",
                bars.len()
            );
            assert!(bars[0].from <= least && bars[bars.len() - 1].to >= most);
            for pair in bars.windows(2) {
                assert_eq!(pair[0].to + 1, pair[1].from);
            }
        }
        let bars = bars(i64::MIN + 1, i64::MAX - 1);
        assert!(bars.len() > 2);
        let bars = super::bars(999, 150_000);
        assert_eq!((bars[0].from, bars[0].to, bars.len()), (0, 9_999, 16));
    }
}
