//! The slowest runs of a statement, and who sends it.

use form_urlencoded::byte_serialize;
use leptos::prelude::*;

use crate::{
    components::data_table::{Column, DataTable},
    model::{
        database::{Caller, RunFacts},
        figures::{count, millis, span},
    },
};

/// The slowest runs, without their values.
#[component]
pub fn Slowest(runs: Vec<RunFacts>) -> impl IntoView {
    if runs.is_empty() {
        return view! { <p>"This process has not run it in the last hour."</p> }.into_any();
    }
    let columns = vec![
        Column::number("Took"),
        Column::number("Rows"),
        Column::text("When"),
        Column::words("Values, by type and length"),
    ];
    let row = |run: RunFacts| {
        let rows = if run.failed {
            "failed".to_owned()
        } else {
            run.rows.to_string()
        };
        let values = match &*run.values {
            [] => "none".to_owned(),
            values => values.join(", "),
        };
        vec![
            millis(run.took_ms).into_any(),
            rows.into_any(),
            format!("{} ago", span(run.seconds_ago)).into_any(),
            view! { <code>{values}</code> }.into_any(),
        ]
    };
    let rows = runs.into_iter().map(row).collect();
    view! { <DataTable caption="Slowest runs" columns rows /> }.into_any()
}

/// The routes whose requests sent it.
#[component]
pub fn Callers(callers: Vec<Caller>) -> impl IntoView {
    if callers.is_empty() {
        return view! { <p>"None of the requests that this process remembers."</p> }.into_any();
    }
    let columns = vec![
        Column::name("Route"),
        Column::number("Requests"),
        Column::number("Runs"),
        Column::text("The slowest"),
    ];
    let row = |caller: Caller| {
        let id: String = byte_serialize(caller.slowest.as_bytes()).collect();
        let href = format!("/admin/performance/request?id={id}");
        let label = format!("Step by step: the slowest request of {}", caller.route);
        vec![
            view! { <code>{caller.route}</code> }.into_any(),
            count(caller.requests).into_any(),
            count(caller.runs).into_any(),
            view! {
                <a href=href aria-label=label>
                    "Step by step"
                </a>
            }
            .into_any(),
        ]
    };
    let rows = callers.into_iter().map(row).collect();
    view! { <DataTable caption="Requests that sent it, by route" columns rows /> }.into_any()
}
