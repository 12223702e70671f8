//! What is searched for, and whether it is found.

use leptos::prelude::*;

use super::{
    links,
    section::{Empty, Section},
};
use crate::{
    components::data_table::{Column, DataTable},
    model::figures::{millis, share},
    model::{
        money::grouped_count,
        performance::{SearchFigure, SearchFigures, SlowSearch},
    },
};

/// Four lists of searches.
#[component]
pub fn SearchesRegion(searches: SearchFigures) -> impl IntoView {
    view! {
        <Section id="searches" title="Searches" about="Of the last seven days, whatever the window">
            <div class="columns">
                {list("Asked most", "No searches yet.", searches.top)}
                {list(
                    "Found nothing",
                    "All searches found something.",
                    searches.without_result,
                )}
                {list("Found, but not opened", "All results were opened.", searches.unopened)}
                {slowest(searches.slowest)}
            </div>
            <p>
                <a href="/admin/search">"All of it, and what to do about it"</a>
            </p>
        </Section>
    }
}

fn list(
    heading: &'static str,
    nothing: &'static str,
    searches: Vec<SearchFigure>,
) -> impl IntoView {
    let columns = vec![
        Column::name("Words"),
        Column::number("Asked"),
        Column::number("No result"),
        Column::number("Opened"),
    ];
    let rows = searches.into_iter().map(row).collect();
    table(heading, nothing, columns, rows)
}

fn slowest(searches: Vec<SlowSearch>) -> impl IntoView {
    let columns = vec![
        Column::name("Words"),
        Column::number("Made"),
        Column::number("On average"),
    ];
    let row = |of: SlowSearch| {
        vec![
            words(of.words),
            grouped_count(of.made).into_any(),
            millis(of.millis).into_any(),
        ]
    };
    let rows = searches.into_iter().map(row).collect();
    table("Slowest to make", "None was made yet.", columns, rows)
}

fn table(
    heading: &'static str,
    nothing: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let inside = if rows.is_empty() {
        view! { <Empty text=nothing /> }.into_any()
    } else {
        view! { <DataTable caption=format!("Searches: {heading}") columns rows /> }.into_any()
    };
    view! {
        <div>
            <h4>{heading}</h4>
            {inside}
        </div>
    }
}

fn row(of: SearchFigure) -> Vec<AnyView> {
    vec![
        words(of.words),
        grouped_count(of.asked).into_any(),
        share(of.without_result, of.asked).into_any(),
        share(of.clicks, of.asked).into_any(),
    ]
}

fn words(words: String) -> AnyView {
    let address = links::search(&words);
    view! { <a href=address>{words}</a> }.into_any()
}
