//! How many requests, and how long they take.

use leptos::prelude::*;

use super::{
    level::Judgement,
    section::{Empty, Section, Stats},
};
use crate::{
    components::{
        chart::{LineChart, Series, TableTwin, Target, Time},
        figures::{count, counted, millis, per_second, percent, real},
    },
    model::performance::{Quantiles, RequestFigures, Window},
};

/// Quantiles as numbers against the target, and over time.
#[component]
pub fn LatencyRegion(
    requests: RequestFigures,
    window: Window,
    /// Seconds of the window for which there are figures.
    seconds: u64,
    time: Time,
) -> impl IntoView {
    let about = about(&requests, window, seconds);
    let inside = if requests.all.count == 0 {
        view! { <Empty text="No requests yet." /> }.into_any()
    } else {
        view! { <Figures requests time /> }.into_any()
    };
    view! {
        <Section id="latency" title="Time of requests" about>
            {inside}
        </Section>
    }
}

fn about(requests: &RequestFigures, window: Window, seconds: u64) -> String {
    let counted = counted(requests.all.count, "request", "requests");
    if seconds < window.length().as_secs() {
        let known = millis(real(seconds) * 1e3);
        format!(
            "{counted} in {known}, of {} asked for: there are no figures from before",
            window.label()
        )
    } else {
        format!(
            "{counted} in {}, without files, probes and this panel",
            window.label()
        )
    }
}

#[component]
fn Figures(requests: RequestFigures, time: Time) -> impl IntoView {
    let RequestFigures { all, target, .. } = requests;
    let failed = percent(real(requests.failed) / real(all.count));
    let stats = vec![
        ("Requests", per_second(requests.per_second), String::new()),
        ("p50", millis(all.p50), "half took no longer".to_owned()),
        ("p95", millis(all.p95), format!("target {}", millis(target))),
        (
            "p99",
            millis(all.p99),
            format!("longest {}", millis(all.max)),
        ),
        (
            "Failed",
            failed,
            format!("{} with status 5xx", count(requests.failed)),
        ),
    ];
    let is_met = all.p95 <= target;
    let judgement = if is_met {
        format!(
            "Of 100 requests, 95 take no longer than the target of {}.",
            millis(target)
        )
    } else {
        format!("The p95 is above the target of {}.", millis(target))
    };
    let label = label(&requests.points, &time, target);
    let line = |name, class, value: fn(&Quantiles) -> f64| {
        let points = requests.points.iter();
        let values = points.map(|point| (point.count > 0).then(|| value(point)));
        Series {
            name,
            class,
            values: values.collect(),
            now: millis(value(&all)),
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
    let goal = Target {
        value: target,
        text: format!("Target {}", millis(target)),
    };
    view! {
        <Stats stats />
        <Judgement is_met text=judgement next=("Where the time goes", "#phases") />
        <LineChart label time lines target=goal unit=millis />
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
