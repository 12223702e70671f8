//! The categories one step below, as links: each has a page of its own.

use std::cmp::Reverse;

use leptos::prelude::*;

use crate::model::{
    money::grouped_count,
    search::{FacetValue, SearchQuery},
};

/// Categories shown before "more" is opened: long lists hide the other facets.
const SHOWN: usize = 15;

/// Links to `categories` with the rest of the search as it is.
#[component]
pub fn CategoryLinks(query: SearchQuery, categories: Vec<FacetValue>) -> impl IntoView {
    (!categories.is_empty()).then(|| {
        let mut categories = categories;
        if categories.len() > SHOWN {
            categories.sort_by_key(|category| Reverse(category.count));
        }
        let mut links: Vec<AnyView> = categories
            .into_iter()
            .map(|category| category_link(&query, category))
            .collect();
        let more = links.split_off(SHOWN.min(links.len()));
        view! {
            <section class="facet" aria-labelledby="facet-category">
                <h2 id="facet-category">"Category"</h2>
                <ul>{links}</ul>
                {(!more.is_empty())
                    .then(|| {
                        view! {
                            <details class="facet-more">
                                <summary>{format!("{} more", more.len())}</summary>
                                <ul>{more}</ul>
                            </details>
                        }
                    })}
            </section>
        }
    })
}

fn category_link(query: &SearchQuery, category: FacetValue) -> AnyView {
    let href = query
        .with(|query| query.category = Some(category.value))
        .href();
    view! {
        <li>
            <a href=href>{category.label}</a>
            " "
            <span class="count">{grouped_count(category.count)}</span>
        </li>
    }
    .into_any()
}
