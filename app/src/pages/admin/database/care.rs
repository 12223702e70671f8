//! What to look after: indexes and tables.

use leptos::prelude::*;

use crate::{
    components::{
        data_table::{Column, DataTable},
        level::{LevelMark, NextStep},
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
    let columns = vec![
        Column::text("How it stands"),
        Column::text("What"),
        Column::name("Name"),
        Column::number("Size"),
        Column::words("What it costs"),
        Column::words("What to do"),
    ];
    let table = if findings.is_empty() {
        view! { <p>"Nothing is amiss."</p> }.into_any()
    } else {
        let rows = findings.into_iter().map(finding).collect();
        view! { <DataTable caption="What to look after" columns rows /> }.into_any()
    };
    view! {
        <h2>"Indexes and tables to look after"</h2>
        <p class="count">
            {format!("By what PostgreSQL has counted for {} at least.", span(counting))}
        </p>
        {table}
    }
}

fn finding(finding: Finding) -> Vec<AnyView> {
    vec![
        view! { <LevelMark level=finding.level /> }.into_any(),
        finding.what.into_any(),
        view! { <code>{finding.name}</code> }.into_any(),
        size(finding.bytes).into_any(),
        finding.effect.into_any(),
        view! { <NextStep next=finding.next /> }.into_any(),
    ]
}

/// All tables, and how they are used.
#[component]
pub fn Tables(tables: Vec<TableFacts>) -> impl IntoView {
    let columns = vec![
        Column::name("Table"),
        Column::number("Size with indexes"),
        Column::number("Rows"),
        Column::number("Dead rows"),
        Column::number("Read as a whole"),
        Column::number("Read by index"),
        Column::number("In memory"),
        Column::text("Vacuumed"),
        Column::text("Analyzed"),
    ];
    let rows = tables.into_iter().map(table).collect();
    view! {
        <h2>"Tables"</h2>
        <DataTable caption="Tables" columns rows />
    }
}

fn table(table: TableFacts) -> Vec<AnyView> {
    let ago = |seconds: Option<i64>| match seconds {
        Some(seconds) => format!("{} ago", span(seconds)),
        None => "not yet".to_owned(),
    };
    let hits = table.hit_percent.map_or_else(|| "–".to_owned(), percent);
    vec![
        view! { <code>{table.name}</code> }.into_any(),
        size(table.bytes).into_any(),
        grouped_count(table.rows).into_any(),
        grouped_count(table.dead_rows).into_any(),
        grouped_count(table.whole_reads).into_any(),
        grouped_count(table.index_reads).into_any(),
        hits.into_any(),
        ago(table.vacuumed).into_any(),
        ago(table.analyzed).into_any(),
    ]
}
