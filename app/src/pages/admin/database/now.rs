//! What happens at this moment: connections and running statements.

use leptos::prelude::*;

use super::statements::name_of;
use crate::{
    components::{
        data_table::{Column, DataTable},
        level::{LevelMark, NextStep},
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
    let columns = vec![
        Column::text("How it stands"),
        Column::words("Statement"),
        Column::text("State"),
        Column::text("For"),
        Column::text("Waits for"),
        Column::name("Process"),
        Column::text("Program, role"),
        Column::words("What to do"),
    ];
    let rows = running.into_iter().map(row).collect();
    view! { <DataTable caption="Running statements" columns rows /> }
}

fn row(one: RunningStatement) -> Vec<AnyView> {
    let blocked_by = one.blocked_by.iter().map(|pid| format!("process {pid}"));
    let waits_for: Vec<String> = std::iter::once(one.waits_for)
        .chain(blocked_by)
        .filter(|what| !what.is_empty())
        .collect();
    let name = one.name.map(|name| name_of(name, one.is_known));
    vec![
        view! { <LevelMark level=one.level /> }.into_any(),
        view! {
            {name}
            <code class="statement">{one.sql}</code>
        }
        .into_any(),
        one.state.into_any(),
        span(one.seconds).into_any(),
        waits_for.join(", ").into_any(),
        one.pid.into_any(),
        one.client.into_any(),
        view! {
            {one.next.map(|next| view! { <NextStep next /> })}
            {one.began.map(|began| view! { <Cancel pid=one.pid began /> })}
        }
        .into_any(),
    ]
}

/// A button that cancels the statement which this process began then, and no other.
#[component]
fn Cancel(pid: i32, began: i64) -> impl IntoView {
    view! {
        <form method="post" action="/admin/database">
            <input type="hidden" name="pid" value=pid.to_string() />
            <input type="hidden" name="began" value=began.to_string() />
            <button class="button button-quiet" type="submit">
                "Cancel "
                <span class="visually-hidden">{format!("the statement of process {pid}")}</span>
            </button>
        </form>
    }
}
