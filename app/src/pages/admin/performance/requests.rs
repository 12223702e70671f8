//! Single requests as a table.

use leptos::prelude::*;

use super::{links, section::Flag};
use crate::{
    components::data_table::{Column, DataTable},
    model::figures::millis,
    model::performance::RequestSummary,
};

/// So often in one request, and a statement may be asked in a loop (N + 1).
pub(super) const LOOP: u32 = 3;

/// Requests, each with a link to its steps.
#[component]
pub fn RequestsTable(caption: &'static str, requests: Vec<RequestSummary>) -> impl IntoView {
    let columns = vec![
        Column::name("Request"),
        Column::text("Time (UTC)"),
        Column::number("Took"),
        Column::number("Status"),
        Column::text("From"),
        Column::number("SQL"),
    ];
    let rows = requests.into_iter().map(row).collect();
    view! { <DataTable caption columns rows /> }
}

fn row(of: RequestSummary) -> Vec<AnyView> {
    let repeated = (of.repeated >= LOOP).then(loop_flag);
    vec![
        view! { <a href=links::request(&of.id)>{format!("{} {}", of.method, of.route)}</a> }
            .into_any(),
        of.at.into_any(),
        millis(of.millis).into_any(),
        status(of.status),
        of.from.unwrap_or_else(|| "–".to_owned()).into_any(),
        view! { {repeated} " " {sql(of.statements, of.sql_millis)} }.into_any(),
    ]
}

/// Statements, and the time they took.
fn sql(statements: u32, time: f64) -> String {
    match statements {
        0 => "none".to_owned(),
        some => format!("{some} · {}", millis(time)),
    }
}

/// A status; those from 500 stand out.
pub(super) fn status(status: u16) -> AnyView {
    match status {
        500.. => view! { <span class="flag">{status.to_string()}</span> }.into_any(),
        _ => status.to_string().into_any(),
    }
}

/// What marks a statement that was asked many times in one request.
pub(super) fn loop_flag() -> AnyView {
    let title = "One statement was asked many times in one request: perhaps in a loop";
    view! { <Flag text="N+1?" title /> }.into_any()
}
