//! What is searched for, and whether it is found.

use leptos::prelude::*;

use super::{
    links,
    section::{Empty, Section},
};
use crate::{
    components::data_table::{Column, DataTable},
    model::figures::{percent, real},
    model::{
        money::grouped_count,
        performance::{SearchFigure, SearchFigures},
    },
};

/// Three lists of searches.
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
            </div>
        </Section>
    }
}

fn list(
    heading: &'static str,
    nothing: &'static str,
    searches: Vec<SearchFigure>,
) -> impl IntoView {
    let inside = if searches.is_empty() {
        view! { <Empty text=nothing /> }.into_any()
    } else {
        let columns = vec![
            Column::name("Words"),
            Column::number("Asked"),
            Column::number("No result"),
            Column::number("Opened"),
        ];
        let rows = searches.into_iter().map(row).collect();
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
    let address = links::search(&of.words);
    vec![
        view! { <a href=address>{of.words}</a> }.into_any(),
        grouped_count(of.asked).into_any(),
        share(of.without_result, of.asked).into_any(),
        share(of.clicks, of.asked).into_any(),
    ]
}

fn share(some: i64, all: i64) -> String {
    let [some, all] = [some, all].map(|number| real(u64::try_from(number).unwrap_or_default()));
    if all > 0.0 {
        percent(some / all)
    } else {
        "–".to_owned()
    }
}
