//! What to look after: indexes and tables.

use leptos::prelude::*;

use crate::{
    components::{
        level::{LevelMark, NextStep},
        wide_table::WideTable,
    },
    model::{
        database::{Finding, TableFacts},
        figures::{percent, size, span},
        money::grouped_count,
    },
};

/// What is amiss, the worst first, each with what to do.
#[component]
pub fn Findings(
    findings: Vec<Finding>,
    /// For how many seconds PostgreSQL has counted, at least.
    counting: i64,
) -> impl IntoView {
    const COLUMNS: &[&str] = &[
        "How it stands",
        "What",
        "Name",
        "Size",
        "What it costs",
        "What to do",
    ];
    let table = if findings.is_empty() {
        view! { <p>"Nothing is amiss."</p> }.into_any()
    } else {
        let rows = findings.into_iter().map(finding).collect_view();
        view! {
            <WideTable label="What to look after" columns=COLUMNS>
                {rows}
            </WideTable>
        }
        .into_any()
    };
    view! {
        <h2>"Indexes and tables to look after"</h2>
        <p class="count">
            {format!("By what PostgreSQL has counted for {} at least.", span(counting))}
        </p>
        {table}
    }
}

fn finding(finding: Finding) -> impl IntoView {
    view! {
        <tr>
            <td>
                <LevelMark level=finding.level />
            </td>
            <td>{finding.what}</td>
            <td>
                <code>{finding.name}</code>
            </td>
            <td class="figure">{size(finding.bytes)}</td>
            <td class="words">{finding.effect}</td>
            <td class="words">
                <NextStep next=finding.next />
            </td>
        </tr>
    }
}

/// All tables, and how they are used.
#[component]
pub fn Tables(tables: Vec<TableFacts>) -> impl IntoView {
    const COLUMNS: &[&str] = &[
        "Table",
        "Size with indexes",
        "Rows",
        "Dead rows",
        "Read as a whole",
        "Read by index",
        "In memory",
        "Vacuumed",
        "Analyzed",
    ];
    let rows = tables.into_iter().map(table).collect_view();
    view! {
        <h2>"Tables"</h2>
        <WideTable label="Tables" columns=COLUMNS>
            {rows}
        </WideTable>
    }
}

fn table(table: TableFacts) -> impl IntoView {
    let ago = |seconds: Option<i64>| match seconds {
        Some(seconds) => format!("{} ago", span(seconds)),
        None => "not yet".to_owned(),
    };
    let hits = table.hit_percent.map_or_else(|| "–".to_owned(), percent);
    view! {
        <tr>
            <td>
                <code>{table.name}</code>
            </td>
            <td class="figure">{size(table.bytes)}</td>
            <td class="figure">{grouped_count(table.rows)}</td>
            <td class="figure">{grouped_count(table.dead_rows)}</td>
            <td class="figure">{grouped_count(table.whole_reads)}</td>
            <td class="figure">{grouped_count(table.index_reads)}</td>
            <td class="figure">{hits}</td>
            <td>{ago(table.vacuumed)}</td>
            <td>{ago(table.analyzed)}</td>
        </tr>
    }
}
