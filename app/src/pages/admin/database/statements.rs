//! The statements: those of this process with their plans, and those of all programs by what they cost.

use leptos::prelude::*;

use crate::{
    components::wide_table::WideTable,
    model::{
        database::{ExampleFacts, QueryQuery, TopStatement, TopStatements},
        figures::{millis, percent, span},
        money::grouped_count,
    },
};

/// The statements of this process, each leading to its plan.
#[component]
pub fn Examples(examples: Vec<ExampleFacts>) -> impl IntoView {
    const COLUMNS: &[&str] = &[
        "Statement",
        "A recent run",
        "Its rows",
        "When",
        "Slowest of the last hour",
    ];
    let table = if examples.is_empty() {
        view! { <p>"This process has run no statement yet."</p> }.into_any()
    } else {
        let rows = examples.into_iter().map(example).collect_view();
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
            "Those of this process, by their names in the program. Each leads to its plan."
        </p>
        {table}
    }
}

fn example(example: ExampleFacts) -> impl IntoView {
    let query = QueryQuery::of(example.name.clone());
    let slowest = QueryQuery {
        slowest: true,
        ..query.clone()
    };
    let label = format!(
        "{}, the slowest run of {}",
        millis(example.slowest_ms),
        example.name
    );
    view! {
        <tr>
            <td>
                <a href=query.href()>{example.name}</a>
            </td>
            <td class="figure">{millis(example.latest_ms)}</td>
            <td class="figure">{example.rows}</td>
            <td>{format!("{} ago", span(example.seconds_ago))}</td>
            <td class="figure">
                <a href=slowest.href() aria-label=label>
                    {millis(example.slowest_ms)}
                </a>
            </td>
        </tr>
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
                {statement.name.map(|name| view! { <strong>{name}</strong> " " })}
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
