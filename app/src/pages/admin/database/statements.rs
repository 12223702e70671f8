//! The statements: those of this process with their plans, and those of all programs by what they cost.

use leptos::prelude::*;

use crate::{
    components::wide_table::WideTable,
    model::{
        database::{PlannedBy, QueryQuery, StatementFacts, TopStatement, TopStatements},
        figures::{millis, percent, span},
        money::grouped_count,
    },
};

/// The statements of this process, each leading to what is known of it.
#[component]
pub fn Statements(statements: Vec<StatementFacts>) -> impl IntoView {
    const COLUMNS: &[&str] = &[
        "Statement",
        "Last run",
        "Its rows",
        "When",
        "Slowest of the last hour",
    ];
    let table = if statements.is_empty() {
        view! { <p>"This process has run no statement yet."</p> }.into_any()
    } else {
        let rows = statements.into_iter().map(row).collect_view();
        view! {
            <WideTable label="Statements of this process" columns=COLUMNS>
                {rows}
            </WideTable>
        }
        .into_any()
    };
    view! {
        <h2>"Statements and their plans"</h2>
        <p class="count">
            "Those of this process, by their names in the program. Each leads to its times and its plan."
        </p>
        {table}
    }
}

fn row(of: StatementFacts) -> impl IntoView {
    let query = QueryQuery::of(of.name.clone());
    let slowest = QueryQuery {
        by: PlannedBy::Slowest,
        ..query.clone()
    };
    let label = format!("{}, the slowest run of {}", millis(of.slowest_ms), of.name);
    view! {
        <tr>
            <td>
                <a href=query.href()>{of.name}</a>
            </td>
            <td class="figure">{millis(of.latest_ms)}</td>
            <td class="figure">{of.rows}</td>
            <td>{format!("{} ago", span(of.seconds_ago))}</td>
            <td class="figure">
                <a href=slowest.href() aria-label=label>
                    {millis(of.slowest_ms)}
                </a>
            </td>
        </tr>
    }
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
    const COLUMNS: &[&str] = &[
        "Statement",
        "Time in all",
        "Share",
        "Calls",
        "Mean",
        "Rows",
        "In memory",
    ];
    let table = match top {
        TopStatements::Off(how) => view! { <p>{how}</p> }.into_any(),
        TopStatements::Known(statements) => {
            let rows = statements.into_iter().map(statement).collect_view();
            view! {
                <WideTable label="Statements by their time in all" columns=COLUMNS>
                    {rows}
                </WideTable>
            }
            .into_any()
        }
    };
    view! {
        <h2>"Where PostgreSQL’s time goes"</h2>
        {table}
    }
}

fn statement(statement: TopStatement) -> impl IntoView {
    let hits = statement
        .hit_percent
        .map_or_else(|| "–".to_owned(), percent);
    view! {
        <tr>
            <td class="words">
                {statement.name.map(|name| name_of(name, statement.is_known))}
                <code class="statement">{statement.sql}</code>
            </td>
            <td class="figure">{millis(statement.total_ms)}</td>
            <td class="figure">{percent(statement.share / 100.0)}</td>
            <td class="figure">{grouped_count(statement.calls)}</td>
            <td class="figure">{millis(statement.mean_ms)}</td>
            <td class="figure">{grouped_count(statement.rows)}</td>
            <td class="figure">{hits}</td>
        </tr>
    }
}
