//! Values over time.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{
    frame::Frame,
    plot::{HEIGHT, Time, WIDTH},
    scale::Scale,
};

/// One line. Lines differ in their dashes as well as in their colours.
#[derive(Debug, Clone)]
pub struct Series {
    /// Its name.
    pub name: &'static str,
    /// Class that says how it looks.
    pub class: &'static str,
    /// Its values; none where there was nothing.
    pub values: Vec<Option<f64>>,
    /// Its value over all, as text.
    pub now: String,
}

/// What is to be reached, or not to be exceeded.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its value.
    pub value: f64,
    /// What it is, with its value: `Target 150 ms`.
    pub text: String,
}

/// Lines over time, with what they are called above them.
#[component]
pub fn LineChart(
    /// What it says, in words.
    label: String,
    time: Time,
    lines: Vec<Series>,
    target: Target,
    /// A value as the axis has it.
    unit: fn(f64) -> String,
    /// Whether its values are shares from 0 to 1.
    #[prop(optional)]
    shares: bool,
) -> impl IntoView {
    let points = lines.iter().map(|line| line.values.len()).max();
    let points = points.unwrap_or_default();
    let values = lines.iter().flat_map(|line| line.values.iter().flatten());
    let most = values.copied().fold(target.value, f64::max);
    let scale = if shares {
        Scale::of_shares()
    } else {
        Scale::to(most)
    };
    let ticks = scale.ticks.iter().map(|tick| unit(*tick)).collect();
    let goal = format!("M0 {:.1}H{WIDTH}", scale.y(target.value, HEIGHT));
    let paths = lines.iter().map(|line| {
        let class = format!("chart-line {}", line.class);
        view! { <path class=class d=path(&line.values, &scale) /> }
    });
    let paths = paths.collect_view();
    view! {
        <Legend lines target=target.text />
        <Frame label ticks time points>
            <path class="chart-target" d=goal />
            {paths}
        </Frame>
    }
}

/// What the lines are called, each with a piece of it.
#[component]
fn Legend(lines: Vec<Series>, target: String) -> impl IntoView {
    let sample = |class: String| {
        view! {
            <svg class="chart-sample" viewBox="0 0 24 8" aria-hidden="true">
                <path class=class d="M1 4H23" />
            </svg>
        }
    };
    let names = lines.into_iter().map(|line| {
        view! {
            <li>
                {sample(format!("chart-line {}", line.class))} <span>{line.name}</span>
                <strong>{line.now}</strong>
            </li>
        }
    });
    view! {
        <ul class="chart-legend">
            {names.collect_view()} <li>{sample("chart-target".to_owned())} <span>{target}</span></li>
        </ul>
    }
}

/// A line that breaks off where there is nothing; a value between two gaps is a dot.
fn path(values: &[Option<f64>], scale: &Scale) -> String {
    let mut path = String::new();
    let mut is_drawing = false;
    for (index, value) in values.iter().enumerate() {
        if let Some(value) = value {
            let (x, y) = (Time::x(index, values.len()), scale.y(*value, HEIGHT));
            let verb = if is_drawing { "L" } else { "M" };
            // Writing to a text does not fail.
            let _ = write!(path, "{verb}{x:.1} {y:.1}");
            let ends = values.get(index + 1).is_none_or(Option::is_none);
            if !is_drawing && ends {
                path.push_str("h0");
            }
        }
        is_drawing = value.is_some();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_off_where_there_is_nothing() {
        let scale = Scale::to(100.0);
        let values = [Some(0.0), Some(100.0), None, Some(50.0), None, None];
        assert_eq!(path(&values, &scale), "M50.0 100.0L150.0 0.0M350.0 50.0h0");
        assert_eq!(path(&[], &scale), "");
    }
}
