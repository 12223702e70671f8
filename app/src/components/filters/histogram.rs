//! How many results cost how much: bars for the eye, a sentence for those who cannot see them.

use std::cmp::Reverse;

use leptos::prelude::*;

use crate::model::{
    money::grouped_count,
    search::{PriceBar, price_input},
};

/// Height of the picture in its own units.
const HEIGHT: i64 = 100;
/// Height of a bar that stands for few products among many: none would say there are none.
const LEAST_HEIGHT: i64 = 4;
/// Width of a bar and the gap behind it.
const STEP: i64 = 10;
/// Width of the gap.
const GAP: i64 = 1;

/// Bars from the cheapest to the dearest; those that no price from `min` to `max` falls into
/// stand back. Nothing if all would be one bar.
#[component]
pub fn Histogram(bars: Vec<PriceBar>, min: Option<i64>, max: Option<i64>) -> impl IntoView {
    let words = words(&bars).filter(|_| bars.len() > 1)?;
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    let width = STEP * i64::try_from(bars.len()).unwrap_or(1);
    let rects = bars
        .iter()
        .zip(0_i64..)
        .map(|(bar, index)| {
            let height = height(bar.count, most);
            let class = if is_within(bar, min, max) {
                "bar"
            } else {
                "bar bar-outside"
            };
            view! { <rect class=class x=index * STEP y=HEIGHT - height width=STEP - GAP height=height /> }
        })
        .collect_view();
    Some(view! {
        <svg
            class="histogram"
            viewBox=format!("0 0 {width} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
        >
            {rects}
        </svg>
        <p class="visually-hidden">{words}</p>
    })
}

fn height(count: i64, most: i64) -> i64 {
    match count {
        ..=0 => 0,
        count => (count.saturating_mul(HEIGHT) / most.max(1)).max(LEAST_HEIGHT),
    }
}

fn is_within(bar: &PriceBar, min: Option<i64>, max: Option<i64>) -> bool {
    min.is_none_or(|min| bar.to >= min) && max.is_none_or(|max| bar.from <= max)
}

/// Where the prices gather; nothing if nothing has a price.
fn words(bars: &[PriceBar]) -> Option<String> {
    let total: i64 = bars.iter().map(|bar| bar.count).sum();
    let tallest = bars.iter().min_by_key(|bar| Reverse(bar.count))?;
    (total > 0).then(|| {
        format!(
            "Prices gather from {} to {}: {} of {} products.",
            price_input(tallest.from),
            price_input(tallest.to),
            grouped_count(tallest.count),
            grouped_count(total)
        )
    })
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    fn html(counts: &[i64], min: Option<i64>, max: Option<i64>) -> String {
        let bars = counts
            .iter()
            .zip((0_i64..).step_by(1000))
            .map(|(count, from)| PriceBar {
                from,
                to: from + 999,
                count: *count,
            })
            .collect();
        Owner::new().with(|| view! { <Histogram bars min max /> }.to_html())
    }

    #[test]
    fn bars_are_as_tall_as_there_are_products() {
        let html = html(&[50, 0, 1000, 1], None, None);
        assert!(html.contains(r#"viewBox="0 0 40 100""#), "{html}");
        for (x, y, height) in [(0, 95, 5), (10, 100, 0), (20, 0, 100), (30, 96, 4)] {
            let rect = format!(r#"x="{x}" y="{y}" width="9" height="{height}""#);
            assert!(html.contains(&rect), "{rect} in {html}");
        }
        let words = "Prices gather from 20 to 29.99: 1,000 of 1,051 products.";
        assert!(html.contains(words), "{html}");
        assert!(!html.contains("bar-outside"), "{html}");
    }

    #[test]
    fn a_bar_counts_as_chosen_if_any_of_its_prices_is() {
        let outside = |min, max| {
            html(&[1, 1, 1], min, max)
                .split("<rect")
                .skip(1)
                .map(|rect| rect.contains("bar-outside"))
                .collect::<Vec<_>>()
        };
        assert_eq!(outside(Some(999), Some(1000)), [false, false, true]);
        assert_eq!(outside(Some(1000), Some(1999)), [true, false, true]);
        assert_eq!(outside(Some(5000), None), [true; 3]);
        assert_eq!(outside(None, Some(0)), [false, true, true]);
    }

    #[test]
    fn nothing_is_drawn_where_there_is_nothing_to_compare() {
        for counts in [&[][..], &[7], &[0, 0]] {
            assert!(!html(counts, None, None).contains("svg"), "{counts:?}");
        }
    }
}
