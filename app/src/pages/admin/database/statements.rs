//! The statements: those of this process with their plans, and those of all programs by what they cost.

use leptos::prelude::*;

use crate::{
    components::data_table::{Column, DataTable},
    model::{
        database::{PlannedBy, QueryQuery, StatementFacts, TopStatement, TopStatements},
        figures::{millis, percent, span},
        money::grouped_count,
    },
};

/// The statements of this process, each leading to what is known of it.
#[component]
pub fn Statements(statements: Vec<StatementFacts>) -> impl IntoView {
    let columns = vec![
        Column::name("Statement"),
        Column::number("Last run"),
        Column::number("Its rows"),
        Column::text("When"),
        Column::number("Slowest of the last hour"),
    ];
    let table = if statements.is_empty() {
        view! { <p>"This process has run no statement yet."</p> }.into_any()
    } else {
        let rows = statements.into_iter().map(row).collect();
        view! { <DataTable caption="Statements of this process" columns rows /> }.into_any()
    };
    view! {
        <h2>"Statements and their plans"</h2>
        <p class="count">
            "Those of this process, by their names in the program. Each leads to its times and its plan."
        </p>
        {table}
    }
}

fn row(of: StatementFacts) -> Vec<AnyView> {
    let query = QueryQuery::of(of.name.clone());
    let slowest = QueryQuery {
        by: PlannedBy::Slowest,
        ..query.clone()
    };
    let label = format!("{}, the slowest run of {}", millis(of.slowest_ms), of.name);
    vec![
        view! { <a href=query.href()>{of.name}</a> }.into_any(),
        millis(of.latest_ms).into_any(),
        of.rows.into_any(),
        format!("{} ago", span(of.seconds_ago)).into_any(),
        view! {
            <a href=slowest.href() aria-label=label>
                {millis(of.slowest_ms)}
            </a>
        }
        .into_any(),
    ]
}

/// A statement's name before its text, as a link if there is more to tell of it.
pub(super) fn name_of(name: String, is_known: bool) -> AnyView {
    let href = QueryQuery::of(name.clone()).href();
    if is_known {
        view! { <strong><a href=href>{name}</a></strong> " " }.into_any()
    } else {
        view! { <strong>{name}</strong> " " }.into_any()
    }
}

/// Where PostgreSQL's time went, of all programs.
#[component]
pub fn Top(top: TopStatements) -> impl IntoView {
    let columns = vec![
        Column::words("Statement"),
        Column::number("Time in all"),
        Column::number("Share"),
        Column::number("Calls"),
        Column::number("Mean"),
        Column::number("Rows"),
        Column::number("In memory"),
    ];
    let table = match top {
        TopStatements::Off(how) => view! { <p>{how}</p> }.into_any(),
        TopStatements::Known(statements) => {
            let rows = statements.into_iter().map(statement).collect();
            view! { <DataTable caption="Statements by their time in all" columns rows /> }
                .into_any()
        }
    };
    view! {
        <h2>"Where PostgreSQL’s time goes"</h2>
        {table}
    }
}

fn statement(statement: TopStatement) -> Vec<AnyView> {
    let hits = statement
        .hit_percent
        .map_or_else(|| "–".to_owned(), percent);
    let name = statement.name.map(|name| name_of(name, statement.is_known));
    vec![
        view! {
            {name}
            <code class="statement">{statement.sql}</code>
        }
        .into_any(),
        millis(statement.total_ms).into_any(),
        percent(statement.share / 100.0).into_any(),
        grouped_count(statement.calls).into_any(),
        millis(statement.mean_ms).into_any(),
        grouped_count(statement.rows).into_any(),
        hits.into_any(),
    ]
}
