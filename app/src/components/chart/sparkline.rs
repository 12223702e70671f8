//! The course of a number, as small as a word.

use leptos::prelude::*;

use crate::model::figures::{real, real_len};

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 20.0;

/// A line from 0 to the most. Its course is told in words: when it was highest.
#[component]
pub fn Sparkline(
    /// What it says, in words.
    label: String,
    /// Its values.
    values: Vec<u64>,
) -> impl IntoView {
    view! {
        <svg
            class="sparkline"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            <path d=path(&values) />
        </svg>
    }
}

fn path(values: &[u64]) -> String {
    let most = real(values.iter().copied().max().unwrap_or_default().max(1));
    let last = real_len(values.len().saturating_sub(1).max(1));
    let points = values.iter().enumerate().map(|(index, value)| {
        let x = WIDTH * real_len(index) / last;
        let y = 1.0 + (HEIGHT - 2.0) * (1.0 - real(*value) / most);
        format!("{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" })
    });
    points.collect()
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn the_most_is_on_top() {
        assert_eq!(path(&[0, 4, 2]), "M0.0 19.0L48.0 1.0L96.0 10.0");
        assert_eq!(path(&[0]), "M0.0 19.0");
        assert_eq!(path(&[]), "");
    }
}
