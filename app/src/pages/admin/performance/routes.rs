//! Which routes take the time, and which pages took longest.

use leptos::prelude::*;

use super::{
    requests::RequestsTable,
    section::{Empty, Section, failures},
};
use crate::{
    components::{
        chart::ShareBar,
        data_table::{Column, DataTable},
    },
    model::figures::{count, millis, percent},
    model::performance::{RequestSummary, RouteFigures},
};

/// The routes by the time they take, and the slowest pages.
#[component]
pub fn RoutesRegion(routes: Vec<RouteFigures>, slowest: Vec<RequestSummary>) -> impl IntoView {
    let inside = if routes.is_empty() {
        view! { <Empty text="No requests yet." /> }.into_any()
    } else {
        view! { <Routes routes /> }.into_any()
    };
    let slowest = (!slowest.is_empty()).then(|| {
        view! {
            <h4>"Slowest pages"</h4>
            <RequestsTable caption="Slowest pages, the slowest first" requests=slowest />
        }
    });
    view! {
        <Section id="routes" title="Routes" about="Those that take most of the time first">
            {inside}
            {slowest}
        </Section>
    }
}

#[component]
fn Routes(routes: Vec<RouteFigures>) -> impl IntoView {
    let columns = vec![
        Column::name("Route"),
        Column::number("Share of time"),
        Column::number("Requests"),
        Column::number("p50"),
        Column::number("p95"),
        Column::number("p99"),
        Column::number("Failed"),
    ];
    let rows = routes.into_iter().map(row).collect();
    view! { <DataTable caption="Routes by their share of time" columns rows /> }
}

fn row(of: RouteFigures) -> Vec<AnyView> {
    let times = of.times;
    vec![
        view! { <code>{of.route}</code> }.into_any(),
        view! { {percent(of.share)} <ShareBar share=of.share /> }.into_any(),
        count(times.count).into_any(),
        millis(times.p50).into_any(),
        millis(times.p95).into_any(),
        millis(times.p99).into_any(),
        failures(of.failed),
    ]
}
