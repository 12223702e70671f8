//! The cache by namespace: what it misses and why, and what it saves.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::{
        chart::{ShareBar, SplitBar, colour},
        data_table::{Column, DataTable},
    },
    model::figures::{bytes, count, millis, percent, rate, real, span},
    model::performance::{LastDrop, NamespaceFigures},
};

/// What the columns mean.
const ABOUT: &str = "Time saved: what loading the hits would have taken. Coalesced: values shared with somebody who was \
     getting them already. Refreshed: anew, while nobody waited. Compared: hits that were held against the database. Last out \
     of date: since when something that was asked for did not hold any more, by which change and whose";

/// The namespaces as a table.
#[component]
pub fn NamespacesRegion(namespaces: Vec<NamespaceFigures>, seconds: u64) -> impl IntoView {
    let inside = if namespaces.is_empty() {
        view! { <Empty text="Nothing was looked up yet." /> }.into_any()
    } else {
        view! { <Namespaces namespaces seconds /> }.into_any()
    };
    view! {
        <Section
            id="namespaces"
            title="Namespaces"
            about=ABOUT
        >
            {inside}
        </Section>
    }
}

#[component]
fn Namespaces(namespaces: Vec<NamespaceFigures>, seconds: u64) -> impl IntoView {
    let columns = vec![
        Column::name("Namespace"),
        Column::number("Look-ups"),
        Column::number("Hit rate"),
        Column::text("Why it missed"),
        Column::text("Last out of date"),
        Column::number("Time saved"),
        Column::number("A load takes"),
        Column::number("Coalesced"),
        Column::number("Refreshed"),
        Column::number("From and to Redis"),
        Column::number("Compared"),
    ];
    let rows = namespaces
        .into_iter()
        .map(|namespace| row(namespace, seconds));
    view! { <DataTable caption="Namespaces of the cache" columns rows=rows.collect() /> }
}

fn row(of: NamespaceFigures, seconds: u64) -> Vec<AnyView> {
    let hits = of
        .rate
        .share()
        .map(|share| view! { {percent(share)} <ShareBar share /> });
    let off = of.off_since.map(|since| {
        view! {
            " "
            <span class="flag">{format!("off since {since} UTC")}</span>
        }
    });
    let load = (of.loads > 0).then(|| millis(of.load_millis / real(of.loads)));
    let wrong = match of.wrong {
        0 => count(of.audited).into_any(),
        wrong => {
            let text = format!("{}, {} wrong", count(of.audited), count(wrong));
            view! { <span class="flag">{text}</span> }.into_any()
        }
    };
    vec![
        view! {
            <code>{of.name}</code>
            {off}
        }
        .into_any(),
        rate(of.rate.hits + of.rate.misses, seconds).into_any(),
        hits.into_any(),
        view! { <Causes causes=of.causes /> }.into_any(),
        last_drop(of.dropped),
        millis(of.saved_millis).into_any(),
        load.into_any(),
        count(of.coalesced).into_any(),
        count(of.refreshes).into_any(),
        format!("{} · {}", bytes(of.bytes_read), bytes(of.bytes_stored)).into_any(),
        wrong,
    ]
}

/// Since when something was out of date, and why: `3 s ago, product:42`.
fn last_drop(dropped: Option<LastDrop>) -> AnyView {
    let Some(LastDrop {
        seconds_ago,
        by,
        source,
    }) = dropped
    else {
        return view! { <span class="nothing">"never"</span> }.into_any();
    };
    let seconds = i64::try_from(seconds_ago).unwrap_or(i64::MAX);
    let ago = format!("{} ago", span(seconds));
    let source = source.map(|source| view! { <span class="drop-source">{source}</span> });
    view! {
        <span class="last-drop">{ago} ", " <code class="tag">{by}</code> {source}</span>
    }
    .into_any()
}

/// Misses by cause: a bar, and the numbers of those that happened.
#[component]
fn Causes(causes: Vec<(String, u64)>) -> impl IntoView {
    if causes.iter().all(|(_, number)| *number == 0) {
        return view! { <span class="nothing">"No misses"</span> }.into_any();
    }
    let parts = causes.iter().map(|(_, number)| real(*number)).collect();
    let names = causes
        .into_iter()
        .enumerate()
        .filter(|(_, (_, number))| *number > 0);
    let names = names.map(|(index, (name, number))| {
        view! {
            <li>
                <svg class="chart-sample" viewBox="0 0 12 12" aria-hidden="true">
                    <rect class=colour(index) width="12" height="12" rx="2" />
                </svg>
                {format!("{name} {}", count(number))}
            </li>
        }
    });
    view! {
        <SplitBar parts />
        <ul class="causes">{names.collect_view()}</ul>
    }
    .into_any()
}
