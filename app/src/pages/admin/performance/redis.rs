//! How Redis is.

use leptos::prelude::*;

use super::{
    level::Judgement,
    section::{Meter, Section, Stats},
};
use crate::{
    components::{
        chart::ShareBar,
        data_table::{Column, DataTable},
    },
    model::figures::{bytes, count, millis, number, percent, real},
    model::performance::{CommandFigures, RedisFigures},
};

/// From this share of its memory on, Redis is about to evict.
const NEARLY_FULL: f64 = 0.9;

/// Memory, traffic and round trips; or that it does not answer, and what that means.
#[component]
pub fn RedisRegion(redis: Option<RedisFigures>) -> impl IntoView {
    let (about, inside) = match redis {
        Some(redis) => {
            let about = about(&redis);
            (about, view! { <Figures redis /> }.into_any())
        }
        None => ("The tier that all instances share".to_owned(), away()),
    };
    view! {
        <Section id="redis" title="Redis" about>
            {inside}
        </Section>
    }
}

fn about(redis: &RedisFigures) -> String {
    let nodes = match redis.nodes {
        0 | 1 => String::new(),
        nodes => format!("{nodes} primary nodes, "),
    };
    format!("Version {}, {nodes}all who use it together", redis.version)
}

fn away() -> AnyView {
    let text = "Redis does not answer. Pages come from memory and the database meanwhile; nobody can log in.";
    view! { <Judgement is_met=false text next=("What is missing", "/readyz") /> }.into_any()
}

#[component]
fn Figures(redis: RedisFigures) -> impl IntoView {
    let fill = redis.memory_limit.filter(|limit| *limit > 0);
    let fill = fill.map(|limit| real(redis.memory) / real(limit));
    let stats = stats(&redis);
    let is_low = fill.is_none_or(|fill| fill < NEARLY_FULL);
    let warning = (!is_low).then(|| {
        let text = "It is nearly full: give it more memory, or look at who fills it.";
        view! { <Judgement is_met=false text next=("By namespace", "#namespaces") /> }
    });
    let meter = fill.map(|fill| {
        let words = format!("{} of its memory", percent(fill));
        view! { <Meter value=format!("{fill:.3}") max="1".to_owned() words /> }
    });
    view! {
        {meter}
        <Stats stats />
        {warning}
        <Commands commands=redis.commands />
    }
}

fn stats(redis: &RedisFigures) -> Vec<(&'static str, String, String)> {
    let times = redis.round_trips;
    let memory = match redis.memory_limit {
        Some(limit) => format!("of {}, then {}", bytes(limit), redis.policy),
        None => "no limit".to_owned(),
    };
    let trips = format!(
        "now {} · p95\u{a0}{} · p99\u{a0}{}, of {} calls",
        millis(redis.round_trip_now),
        millis(times.p95),
        millis(times.p99),
        count(times.count)
    );
    vec![
        ("Memory", bytes(redis.memory), memory),
        ("Keys", count(redis.keys), String::new()),
        (
            "Evicted",
            count(redis.evicted),
            "since it started".to_owned(),
        ),
        (
            "Commands",
            format!("{}/s", number(real(redis.operations))),
            String::new(),
        ),
        ("Clients", count(redis.clients), String::new()),
        ("Round trip", millis(times.p50), trips),
    ]
}

/// What Redis itself spends its time on.
#[component]
fn Commands(commands: Vec<CommandFigures>) -> impl IntoView {
    let columns = vec![
        Column::name("Command"),
        Column::number("Share of time"),
        Column::number("Calls"),
        Column::number("A call"),
    ];
    let rows = commands.into_iter().map(|one| {
        vec![
            view! { <code>{one.name}</code> }.into_any(),
            view! { {percent(one.share)} <ShareBar share=one.share /> }.into_any(),
            count(one.calls).into_any(),
            millis(one.millis).into_any(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty())
        .then(|| view! { <DataTable caption="Commands of Redis since it started" columns rows /> })
}
