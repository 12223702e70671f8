//! How many requests, and how long they take.

pub mod chart;

use leptos::prelude::*;

use self::chart::QuantilesChart;
use super::{
    level::Judgement,
    section::{Empty, Section, Stats},
};
use crate::{
    components::chart::Time,
    model::figures::{count, counted, millis, per_second, percent, real},
    model::performance::{RequestFigures, Window},
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
    if seconds == 0 {
        "There are no figures yet".to_owned()
    } else if seconds < window.length().as_secs() {
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
    view! {
        <Stats stats />
        <Judgement is_met text=judgement next=("Where the time goes", "#phases") />
        <QuantilesChart requests time />
    }
}
