//! Connections to PostgreSQL.

use leptos::prelude::*;

use super::{
    level::Judgement,
    section::{Empty, Meter, Section, Stats},
};
use crate::{
    model::figures::{count, counted, millis},
    model::performance::PoolFigures,
};

/// Who uses the connections, and how long others waited for one.
#[component]
pub fn PoolRegion(pool: PoolFigures) -> impl IntoView {
    let inside = if pool.limit == 0 {
        view! { <Empty text="No connections yet." /> }.into_any()
    } else {
        view! { <Figures pool /> }.into_any()
    };
    view! {
        <Section id="pool" title="Connections to PostgreSQL" about="Now; waits in the window">
            {inside}
        </Section>
    }
}

#[component]
fn Figures(pool: PoolFigures) -> impl IntoView {
    let used = pool.open.saturating_sub(pool.idle);
    let limit = format!("of {} at most", count(pool.limit));
    let waits = pool.waits;
    let words = format!(
        "{} of {} connections in use",
        count(used),
        count(pool.limit)
    );
    let stats = vec![
        ("In use", count(used), limit),
        (
            "Idle",
            count(pool.idle),
            "open, and used by nobody".to_owned(),
        ),
        (
            "Waiting",
            count(pool.waiting),
            "for a connection".to_owned(),
        ),
        (
            "Wait",
            millis(waits.p50),
            format!(
                "p95\u{a0}{} · p99\u{a0}{}, of {}",
                millis(waits.p95),
                millis(waits.p99),
                count(waits.count)
            ),
        ),
    ];
    let waiting = (pool.waiting > 0).then(|| {
        let text = format!(
            "{} for a connection: statements are slow, or there are too few connections.",
            counted(pool.waiting, "request waits", "requests wait")
        );
        view! { <Judgement is_met=false text next=("Slow statements", "#statements") /> }
    });
    view! {
        <Meter value=used.to_string() max=pool.limit.to_string() words />
        <Stats stats />
        {waiting}
    }
}
