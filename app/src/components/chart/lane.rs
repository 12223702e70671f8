//! Things that happened, along the time axis.

use leptos::prelude::*;

use super::plot::Time;
use crate::model::figures::real_len;

/// One thing.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Index of its point.
    pub point: usize,
    /// Its shape, as the `d` of a path around 0, 0, five to each side.
    pub shape: &'static str,
    /// What it was.
    pub text: String,
}

/// A lane as wide as the charts. Its shapes stand at percentages of a picture without units, and so do not stretch with it.
#[component]
pub fn Lane(
    /// What it says, in words.
    label: String,
    time: Time,
    marks: Vec<Mark>,
) -> impl IntoView {
    let points = time.labels.len().max(1);
    let shapes = marks
        .into_iter()
        .filter(|mark| mark.point < points)
        .map(|mark| {
            let x = format!(
                "{:.2}%",
                (real_len(mark.point) + 0.5) / real_len(points) * 100.0
            );
            view! {
                <svg x=x y="50%" overflow="visible">
                    <path d=mark.shape>
                        <title>{mark.text}</title>
                    </path>
                </svg>
            }
        });
    let shapes = shapes.collect_view();
    view! {
        <div class="chart chart-lane">
            <svg class="lane" role="img" aria-label=label>
                <line class="chart-grid" x1="0" x2="100%" y1="50%" y2="50%" />
                {shapes}
            </svg>
            <div class="chart-times" aria-hidden="true">
                {time.few().into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}
            </div>
        </div>
    }
}
