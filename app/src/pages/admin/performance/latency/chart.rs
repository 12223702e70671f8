//! The quantiles over time.

use leptos::prelude::*;

use crate::{
    components::chart::{LineChart, Series, TableTwin, Target, Time},
    model::figures::{count, millis},
    model::performance::{Quantiles, RequestFigures},
};

/// A line for each quantile, and one for the target.
#[component]
pub fn QuantilesChart(requests: RequestFigures, time: Time) -> impl IntoView {
    let target = Target {
        value: requests.target,
        text: format!("Target {}", millis(requests.target)),
    };
    let label = label(&requests.points, &time, requests.target);
    let line = |name, class, value: fn(&Quantiles) -> f64| {
        let points = requests.points.iter();
        let values = points.map(|point| (point.count > 0).then(|| value(point)));
        Series {
            name,
            class,
            values: values.collect(),
            now: millis(value(&requests.all)),
        }
    };
    let lines = vec![
        line("p50", "line-dotted", |of| of.p50),
        line("p95", "line-solid", |of| of.p95),
        line("p99", "line-dashed", |of| of.p99),
    ];
    let rows = rows(&requests, &time);
    let columns = [
        "Time (UTC)",
        "Requests",
        "p50",
        "p95",
        "p99",
        "Longest",
        "Failed",
    ];
    let columns = columns.map(str::to_owned).to_vec();
    view! {
        <LineChart label time lines target unit=millis />
        <TableTwin caption="Time of requests over time" columns rows />
    }
}

/// What the chart says.
fn label(points: &[Quantiles], time: &Time, target: f64) -> String {
    let some = points
        .iter()
        .enumerate()
        .filter(|(_, point)| point.count > 0);
    let above = some.clone().filter(|(_, point)| point.p95 > target).count();
    let highest = some
        .clone()
        .max_by(|(_, a), (_, b)| a.p95.total_cmp(&b.p95));
    let highest = highest.map_or_else(String::new, |(index, point)| {
        let at = time.label(index);
        format!(
            "The p95 was highest at {at} with {}; it ",
            millis(point.p95)
        )
    });
    format!(
        "Quantiles of the time of requests over time. {highest}was above the target of {} at {above} of {} points.",
        millis(target),
        some.count()
    )
}

fn rows(requests: &RequestFigures, time: &Time) -> Vec<Vec<String>> {
    let points = time.labels.iter().zip(&requests.points).enumerate();
    let row = |(index, (at, point)): (usize, (&String, &Quantiles))| {
        let failures = requests.failures.get(index).copied().unwrap_or_default();
        let mut row = vec![at.clone(), count(point.count)];
        row.extend([point.p50, point.p95, point.p99, point.max].map(millis));
        row.push(count(failures));
        row
    };
    points.map(row).collect()
}
