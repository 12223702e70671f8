//! What surrounds the picture of a chart: a grid, and texts on two sides of it.

use leptos::prelude::*;

use super::plot::{HEIGHT, Time, WIDTH};
use crate::model::figures::real_len;

/// A picture over time. The texts are no part of it: they keep their size when it stretches.
#[component]
pub fn Frame(
    /// What it says, in words.
    label: String,
    /// Texts beside it at even distances, from above.
    ticks: Vec<String>,
    /// Below it.
    time: Time,
    /// Points on the time axis.
    points: usize,
    /// Whether lines go from the texts through the picture.
    #[prop(default = true)]
    grid: bool,
    children: Children,
) -> impl IntoView {
    let lines = if grid {
        lines(ticks.len())
    } else {
        String::new()
    };
    let marks = marks(&time, points);
    let few = time.few();
    view! {
        <div class="chart">
            <div class="chart-ticks" aria-hidden="true">
                {ticks.into_iter().map(|tick| view! { <span>{tick}</span> }).collect_view()}
            </div>
            <svg
                class="chart-picture"
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                preserveAspectRatio="none"
                role="img"
                aria-label=label
            >
                <path class="chart-grid" d=lines />
                {children()}
                <path class="chart-mark" d=marks />
            </svg>
            <div class="chart-times" aria-hidden="true">
                {few.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}
            </div>
        </div>
    }
}

fn lines(count: usize) -> String {
    let gaps = real_len(count.saturating_sub(1).max(1));
    let at = |index| HEIGHT * real_len(index) / gaps;
    let lines = (0..count).map(|index| format!("M0 {:.1}H{WIDTH}", at(index)));
    lines.collect::<Vec<_>>().concat()
}

/// Lines through the picture where something happened.
fn marks(time: &Time, points: usize) -> String {
    let marks = time.marks.iter().filter(|mark| **mark < points);
    let lines = marks.map(|mark| format!("M{:.1} 0V{HEIGHT}", Time::x(*mark, points)));
    lines.collect()
}
