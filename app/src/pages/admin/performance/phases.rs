//! What the time of requests is spent on.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::chart::{Layer, ShareBar, StackedBars, TableTwin, Time, colour},
    model::figures::{millis, percent},
    model::performance::Phase,
};

/// Bars over time, and beside them the shares, which are their legend.
#[component]
pub fn PhasesRegion(phases: Vec<Phase>, time: Time) -> impl IntoView {
    let all: f64 = phases.iter().map(|phase| phase.millis).sum();
    let inside = if all > 0.0 {
        view! { <Figures phases time all /> }.into_any()
    } else {
        view! { <Empty text="No requests yet." /> }.into_any()
    };
    view! {
        <Section
            id="phases"
            title="Where the time goes"
            about="Time of all requests together; the first part is the lowest of each bar"
        >
            {inside}
        </Section>
    }
}

#[component]
fn Figures(phases: Vec<Phase>, time: Time, all: f64) -> impl IntoView {
    let shares = phases
        .iter()
        .enumerate()
        .map(|(index, phase)| share(index, phase, all));
    let shares = shares.collect_view();
    let parts = phases
        .iter()
        .map(|phase| format!("{} {}", percent(phase.millis / all), phase.name));
    let label = format!(
        "Where the time of requests went: {}.",
        parts.collect::<Vec<_>>().join(", ")
    );
    let rows = rows(&phases, &time);
    let layers = phases.into_iter().map(|phase| Layer {
        values: phase.points,
    });
    let layers = layers.collect();
    view! {
        <StackedBars label time=time.clone() layers unit=millis />
        <ul class="shares">{shares}</ul>
        {rows}
    }
}

fn share(index: usize, phase: &Phase, all: f64) -> impl IntoView + use<> {
    let share = phase.millis / all;
    view! {
        <li class=colour(index)>
            <svg class="chart-sample" viewBox="0 0 12 12" aria-hidden="true">
                <rect class=colour(index) width="12" height="12" rx="2" />
            </svg>
            <span class="share-name">{phase.name.clone()}</span>
            <span class="share-number">{percent(share)}</span>
            <span class="share-more">{millis(phase.millis)}</span>
            <ShareBar share />
        </li>
    }
}

fn rows(phases: &[Phase], time: &Time) -> impl IntoView + use<> {
    let names = phases.iter().map(|phase| phase.name.clone());
    let columns = ["Time (UTC)".to_owned()].into_iter().chain(names).collect();
    let row = |(index, at): (usize, &String)| {
        let values = phases
            .iter()
            .map(|phase| phase.points.get(index).copied().unwrap_or_default());
        [at.clone()].into_iter().chain(values.map(millis)).collect()
    };
    let rows = time.labels.iter().enumerate().map(row).collect();
    view! { <TableTwin caption="Where the time goes, over time" columns rows /> }
}
