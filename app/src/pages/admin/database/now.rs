//! What happens at this moment: connections and running statements.

use leptos::prelude::*;

use crate::{
    components::{
        level::{LevelMark, NextStep},
        wide_table::WideTable,
    },
    model::{
        database::{PoolUsage, RunningStatement, ServerFacts},
        figures::{percent, span},
    },
};

/// The pool, the server, and the statements that run.
#[component]
pub fn Now(pool: PoolUsage, server: ServerFacts, running: Vec<RunningStatement>) -> impl IntoView {
    let statements = if running.is_empty() {
        view! { <p>"No other statement runs in this database."</p> }.into_any()
    } else {
        view! { <Running running /> }.into_any()
    };
    view! {
        <h2>"Now"</h2>
        <p class="count">"As it was when this page was made. Load it again to look again."</p>
        <Connections pool server />
        {statements}
    }
}

#[component]
fn Connections(pool: PoolUsage, server: ServerFacts) -> impl IntoView {
    let PoolUsage {
        most,
        open,
        in_use,
        idle,
        waiting,
    } = pool;
    let advice = (waiting > 0).then_some(
        " Look for slow statements below; if there are none, give the process more (VITRINE_DATABASE_POOL).",
    );
    let hits = server.hit_percent.map_or_else(|| "–".to_owned(), percent);
    view! {
        <dl class="facts">
            <dt>"Connections of this process"</dt>
            <dd>
                <LevelMark level=pool.level() />
                {format!(
                    " {in_use} in use, {idle} idle, {open} open of {most} at most; {waiting} requests wait for one.",
                )} {advice}
            </dd>
            <dt>"Connections of all programs"</dt>
            <dd>
                {format!(
                    "{} to this database; the server takes {} in all",
                    server.connections,
                    server.most_connections,
                )}
            </dd>
            <dt>"Pages found in memory"</dt>
            <dd>{hits}</dd>
            <dt>"PostgreSQL"</dt>
            <dd>{server.version}</dd>
        </dl>
    }
}

#[component]
fn Running(running: Vec<RunningStatement>) -> impl IntoView {
    const COLUMNS: &[&str] = &[
        "How it stands",
        "Statement",
        "State",
        "For",
        "Waits for",
        "Process",
        "Program, role",
        "What to do",
    ];
    let rows = running.into_iter().map(row).collect_view();
    view! {
        <WideTable label="Running statements" columns=COLUMNS>
            {rows}
        </WideTable>
    }
}

fn row(one: RunningStatement) -> impl IntoView {
    let blocked_by = one.blocked_by.iter().map(|pid| format!("process {pid}"));
    let waits_for: Vec<String> = std::iter::once(one.waits_for)
        .chain(blocked_by)
        .filter(|what| !what.is_empty())
        .collect();
    view! {
        <tr>
            <td>
                <LevelMark level=one.level />
            </td>
            <td class="prose">
                {one.name.map(|name| view! { <strong>{name}</strong> " " })}
                <code class="statement">{one.sql}</code>
            </td>
            <td>{one.state}</td>
            <td>{span(one.seconds)}</td>
            <td>{waits_for.join(", ")}</td>
            <td>{one.pid}</td>
            <td>{one.client}</td>
            <td class="prose">{one.next.map(|next| view! { <NextStep next /> })}</td>
        </tr>
    }
}
