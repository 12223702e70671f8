//! Shares as bars, beside the numbers that say the same.

use leptos::prelude::*;

use super::colour;

/// A share from 0 to 1 as a bar.
#[component]
pub fn ShareBar(
    /// The share.
    share: f64,
) -> impl IntoView {
    view! {
        <svg class="share-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width=width(share) height="1" />
        </svg>
    }
}

/// A whole as a bar of its parts, in their order.
#[component]
pub fn SplitBar(
    /// The parts; only how they stand to each other matters.
    parts: Vec<f64>,
) -> impl IntoView {
    let all: f64 = parts.iter().sum();
    let mut begin = 0.0;
    let rects = parts.into_iter().enumerate().filter_map(|(index, part)| {
        let (x, share) = (width(begin / all), part / all);
        begin += part;
        (share > 0.0).then(|| {
            view! { <rect class=colour(index) x=x width=width(share) height="1" /> }
        })
    });
    view! {
        <svg class="share-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            {rects.collect_view()}
        </svg>
    }
}

fn width(share: f64) -> String {
    let share = if share.is_nan() {
        0.0
    } else {
        share.clamp(0.0, 1.0)
    };
    format!("{:.1}", share * 100.0)
}
