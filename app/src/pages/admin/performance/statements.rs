//! The catalogue of statements: which cost most, and which are slower than before.

use leptos::prelude::*;

use super::{
    links::statement_name,
    requests::{LOOP, loop_flag},
    section::{Empty, Section, failures},
};
use crate::{
    components::{
        chart::{ShareBar, Sparkline, Time},
        data_table::{Column, DataTable},
    },
    model::figures::{count, millis, number, percent, rate, real, whole_percent},
    model::performance::StatementFigures,
};

/// A change of the 95th percentile by less than this share is none.
const SAME: f64 = 0.05;

/// The statements by the time they take of the database.
#[component]
pub fn StatementsRegion(
    statements: Vec<StatementFigures>,
    seconds: u64,
    time: Time,
) -> impl IntoView {
    let inside = if statements.is_empty() {
        view! { <Empty text="No statements yet." /> }.into_any()
    } else {
        view! { <Statements statements seconds time /> }.into_any()
    };
    view! {
        <Section
            id="statements"
            title="Statements"
            about="By their share of the time of all statements. The trend is that of the p95 against the window before"
        >
            {inside}
        </Section>
    }
}

#[component]
fn Statements(statements: Vec<StatementFigures>, seconds: u64, time: Time) -> impl IntoView {
    let columns = vec![
        Column::name("Statement"),
        Column::number("Share of time"),
        Column::number("Calls"),
        Column::text("Over time"),
        Column::number("p50"),
        Column::number("p95"),
        Column::number("p99"),
        Column::text("Trend"),
        Column::number("Rows a call"),
        Column::number("Most in a request"),
        Column::number("Failed"),
    ];
    let rows = statements
        .into_iter()
        .map(|statement| row(statement, seconds, &time));
    view! { <DataTable caption="Statements by their share of time" columns rows=rows.collect() /> }
}

fn row(of: StatementFigures, seconds: u64, time: &Time) -> Vec<AnyView> {
    let times = of.times;
    let label = label(&of, time);
    let repeated = (of.most_in_a_request >= LOOP).then(loop_flag);
    vec![
        statement_name(of.name, of.has_page),
        view! { {percent(of.share)} <ShareBar share=of.share /> }.into_any(),
        rate(times.count, seconds).into_any(),
        view! { <Sparkline label values=of.points /> }.into_any(),
        millis(times.p50).into_any(),
        millis(times.p95).into_any(),
        millis(times.p99).into_any(),
        trend(of.trend),
        number(real(of.rows) / real(times.count.max(1))).into_any(),
        view! { {repeated} " " {of.most_in_a_request.to_string()} }.into_any(),
        failures(of.failed),
    ]
}

/// What the small chart says.
fn label(of: &StatementFigures, time: &Time) -> String {
    let most = of
        .points
        .iter()
        .enumerate()
        .max_by_key(|(_, number)| **number);
    most.map_or_else(String::new, |(index, most)| {
        let at = time.label(index);
        format!("Calls over time, most at {at}: {}", count(*most))
    })
}

fn trend(trend: Option<f64>) -> AnyView {
    let (class, text) = match trend {
        None => ("trend", "new".to_owned()),
        Some(more) if more > SAME => (
            "trend trend-slower",
            format!("↑ {} slower", whole_percent(more)),
        ),
        Some(less) if less < -SAME => (
            "trend trend-faster",
            format!("↓ {} faster", whole_percent(-less)),
        ),
        Some(_) => ("trend", "→ the same".to_owned()),
    };
    view! { <span class=class>{text}</span> }.into_any()
}
