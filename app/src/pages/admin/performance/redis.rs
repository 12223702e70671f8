//! How Redis is.

use leptos::prelude::*;

use super::{
    level::Judgement,
    section::{Meter, Section, Stats},
};
use crate::{
    model::figures::{bytes, count, millis, number, percent, real},
    model::performance::RedisFigures,
};

/// From this share of its memory on, Redis is about to evict.
const NEARLY_FULL: f64 = 0.9;

/// Memory, traffic and round trips; or that it does not answer, and what that means.
#[component]
pub fn RedisRegion(redis: Option<RedisFigures>) -> impl IntoView {
    let (about, inside) = match redis {
        Some(redis) => {
            let about = format!("Version {}, all who use it together", redis.version);
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

fn away() -> AnyView {
    let text = "Redis does not answer. Pages come from memory and the database meanwhile; nobody can log in.";
    view! { <Judgement is_met=false text next=("What is missing", "/readyz") /> }.into_any()
}

#[component]
fn Figures(redis: RedisFigures) -> impl IntoView {
    let times = redis.round_trips;
    let fill = redis.memory_limit.filter(|limit| *limit > 0);
    let fill = fill.map(|limit| real(redis.memory) / real(limit));
    let memory = match redis.memory_limit {
        Some(limit) => format!("of {}, then {}", bytes(limit), redis.policy),
        None => "no limit".to_owned(),
    };
    let stats = vec![
        ("Memory", bytes(redis.memory), memory),
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
        (
            "Round trip",
            millis(times.p50),
            format!(
                "p95\u{a0}{} · p99\u{a0}{}, of {} calls",
                millis(times.p95),
                millis(times.p99),
                count(times.count)
            ),
        ),
    ];
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
    }
}
