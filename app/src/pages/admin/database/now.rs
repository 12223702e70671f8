//! What happens at this moment: connections and running statements.

use leptos::prelude::*;

use super::statements::name_of;
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
    let wait = match waiting {
        0 => "nobody waits for one".to_owned(),
        waiting => format!(
            "{waiting} requests wait for one. Look for slow statements below; if there are none, raise VITRINE_DATABASE_POOL",
        ),
    };
    let hits = server.hit_percent.map_or_else(|| "–".to_owned(), percent);
    view! {
        <dl class="facts">
            <dt>"This process"</dt>
            <dd>
                <LevelMark level=pool.level() />
                {format!(
                    " {in_use} connections in use, {idle} idle, {open} open of {most} at most; {wait}.",
                )}
            </dd>
            <dt>"All programs"</dt>
            <dd>
                {format!(
                    "{} connections to this database; the server takes {} in all.",
                    server.connections,
                    server.most_connections,
                )}
            </dd>
            <dt>"In memory"</dt>
            <dd>{format!("{hits} of the pages that were asked for.")}</dd>
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
            <td class="words">
                {one.name.map(|name| name_of(name, one.is_known))}
                <code class="statement">{one.sql}</code>
            </td>
            <td>{one.state}</td>
            <td>{span(one.seconds)}</td>
            <td>{waits_for.join(", ")}</td>
            <td>{one.pid}</td>
            <td>{one.client}</td>
            <td class="words">{one.next.map(|next| view! { <NextStep next /> })}</td>
        </tr>
    }
}
