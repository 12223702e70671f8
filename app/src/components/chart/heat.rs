//! How many of each kind over time.

use leptos::prelude::*;

use super::{
    frame::Frame,
    plot::{HEIGHT, Time},
};
use crate::model::figures::{count, real, real_len};

/// How far a cell reaches into those behind it and above it: where they only met, the ground would shine through.
const OVERLAP: f64 = 0.3;
/// Shades there are.
const SHADES: usize = 5;

/// A map of points in time × rows, the stronger the more; the rows from below.
#[component]
pub fn HeatMap(
    /// What it says, in words.
    label: String,
    time: Time,
    /// For each point in time, a number for each row.
    columns: Vec<Vec<u64>>,
    /// Texts at the borders of the rows, from above: one more than there are rows.
    ticks: Vec<String>,
) -> impl IntoView {
    let rows = ticks.len().saturating_sub(1).max(1);
    let points = columns.len();
    let most = columns.iter().flatten().copied().max().unwrap_or_default();
    let mut paths = vec![String::new(); SHADES];
    for (point, column) in columns.iter().enumerate() {
        for (row, amount) in column.iter().enumerate().take(rows) {
            if let Some(shade) = shade(*amount, most) {
                paths[shade].push_str(&cell(point, points, row, rows));
            }
        }
    }
    let paths = paths.into_iter().enumerate().map(|(shade, path)| {
        view! { <path class=format!("heat-{}", shade + 1) d=path /> }
    });
    let paths = paths.collect_view();
    view! {
        <Shades most />
        <Frame label ticks time points grid=false>
            {paths}
        </Frame>
    }
}

/// What the shades mean.
#[component]
fn Shades(most: u64) -> impl IntoView {
    let shades = (0..SHADES).filter_map(|shade| {
        let (from, to) = bounds(shade, most)?;
        let text = if from == to {
            count(from)
        } else {
            format!("{}–{}", count(from), count(to))
        };
        Some(view! {
            <li>
                <svg class="chart-sample" viewBox="0 0 12 12" aria-hidden="true">
                    <rect class=format!("heat-{}", shade + 1) width="12" height="12" rx="2" />
                </svg>
                <span>{text}</span>
            </li>
        })
    });
    view! { <ul class="chart-legend">{shades.collect_view()}</ul> }
}

/// The shade of a number, of those up to `most`: by magnitude, or one busy row would leave all others pale.
fn shade(amount: u64, most: u64) -> Option<usize> {
    (0..SHADES)
        .find(|shade| bounds(*shade, most).is_some_and(|(from, to)| (from..=to).contains(&amount)))
}

/// The least and the most that have this shade; nothing if it is of no use.
fn bounds(shade: usize, most: u64) -> Option<(u64, u64)> {
    let end = |shade: usize| {
        let part = real_len(shade) / real_len(SHADES);
        whole(real(most).powf(part))
    };
    let from = if shade == 0 { 1 } else { end(shade) + 1 };
    let to = if shade + 1 == SHADES {
        most
    } else {
        end(shade + 1)
    };
    (from <= to).then_some((from, to))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a root of a count is none that does not fit"
)]
fn whole(number: f64) -> u64 {
    number.floor() as u64
}

fn cell(point: usize, points: usize, row: usize, rows: usize) -> String {
    let (width, height) = (Time::step(points), HEIGHT / real_len(rows));
    let x = width * real_len(point);
    let y = HEIGHT - height * real_len(row + 1) - OVERLAP;
    let (width, height) = (width + OVERLAP, height + OVERLAP);
    format!("M{x:.1} {y:.2}h{width:.1}v{height:.2}h-{width:.1}z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_one_shade_and_the_most_the_darkest() {
        for most in [1, 2, 3, 7, 40, 1000, 123_456] {
            assert_eq!(shade(0, most), None);
            assert_eq!(
                shade(most, most),
                (0..SHADES).rfind(|shade| bounds(*shade, most).is_some())
            );
            let shades: Vec<_> = (1..=most.min(2000))
                .map(|amount| shade(amount, most))
                .collect();
            assert!(shades.iter().all(Option::is_some), "{most}");
            assert!(shades.is_sorted(), "{most}");
        }
    }

    #[test]
    fn rows_are_counted_from_below() {
        assert_eq!(cell(1, 2, 0, 4), "M300.0 74.70h300.3v25.30h-300.3z");
        assert_eq!(cell(0, 2, 3, 4), "M0.0 -0.30h300.3v25.30h-300.3z");
    }
}
