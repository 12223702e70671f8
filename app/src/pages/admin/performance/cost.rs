//! What the panel itself takes.

use leptos::prelude::*;

use super::section::{Section, Stats};
use crate::{
    model::figures::{bytes, count, millis, percent, rate},
    model::performance::Cost,
};

/// What is measured nowhere else on the page.
#[component]
pub fn CostRegion(cost: Cost, seconds: u64) -> impl IntoView {
    let requests = rate(cost.requests, seconds);
    let stats = vec![
        (
            "Of one core",
            percent(cost.core_share),
            "to measure and to read".to_owned(),
        ),
        ("Memory", bytes(cost.bytes), "of the history".to_owned()),
        ("Open panels", count(cost.open), String::new()),
        (
            "Requests",
            count(cost.requests),
            format!("{requests}, {} together", millis(cost.millis)),
        ),
    ];
    view! {
        <Section id="cost" title="Cost of this panel" about="Counted nowhere else on this page">
            <Stats stats />
        </Section>
    }
}
