//! What to show where nothing was found: why, and what would find something.

use leptos::prelude::*;

use super::chips::Chosen;
use crate::model::{
    catalog::Crumb,
    money::grouped_count,
    search::{FacetValue, Rescue, SearchQuery, SearchResults},
};

/// What empties the result, changes that would fill it, and where else to look.
#[component]
pub fn NoResults(
    query: SearchQuery,
    results: SearchResults,
    /// The filters that are set.
    chosen: Vec<Chosen>,
) -> impl IntoView {
    let spelling = (!query.text.is_empty()).then(|| {
        view! { <p>"Check the spelling, or use fewer or more general words."</p> }
    });
    view! {
        <div class="notice">
            <h2>"Nothing matches"</h2>
            <p>{cause(&query, &results.trail, &chosen)}</p>
            {spelling}
            <WaysOut query rescues=results.rescues />
            <Browse categories=results.browse />
        </div>
    }
}

/// What was asked for, in a sentence.
fn cause(query: &SearchQuery, trail: &[Crumb], chosen: &[Chosen]) -> String {
    let place = trail
        .last()
        .map(|category| format!(" in {}", category.name))
        .unwrap_or_default();
    let filters: Vec<&str> = chosen.iter().map(|chosen| chosen.label.as_str()).collect();
    let filters = filters.join(", ");
    match (query.text.as_str(), filters.as_str()) {
        ("", "") => format!("There are no products{place} yet."),
        ("", filters) => format!("No product{place} fits your filters: {filters}."),
        (words, "") => format!("No product{place} matches “{words}”."),
        (words, filters) => {
            format!("No product{place} matches “{words}” and fits your filters: {filters}.")
        }
    }
}

/// Changes that give something, then those of which nobody knows what they give.
#[component]
fn WaysOut(query: SearchQuery, rescues: Vec<Rescue>) -> impl IntoView {
    let everywhere = query.with(|query| query.category = None);
    let uncounted = [
        (
            query.has_filters(),
            query.without_filters(),
            "Remove all filters",
        ),
        (
            query.category.is_some(),
            everywhere,
            "Search in all categories",
        ),
        (true, SearchQuery::default(), "Browse all products"),
    ];
    let is_counted = |query: &SearchQuery| rescues.iter().any(|rescue| rescue.query == *query);
    let uncounted = uncounted
        .into_iter()
        .filter(|(applies, query, _)| *applies && !is_counted(query))
        .map(|(_, query, label)| {
            view! {
                <li>
                    <a href=query.href()>{label}</a>
                </li>
            }
        })
        .collect_view();
    let rescues = rescues
        .iter()
        .map(|rescue| {
            view! {
                <li>
                    <a href=rescue.query.href()>{rescue.label.clone()}</a>
                    " "
                    <span class="count">{products(rescue.count)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="ways-out">{rescues} {uncounted}</ul> }
}

#[component]
fn Browse(categories: Vec<FacetValue>) -> impl IntoView {
    (!categories.is_empty()).then(|| {
        let links = categories
            .into_iter()
            .map(|category| {
                view! {
                    <li>
                        <a href=format!("/c/{}", category.value)>{category.label}</a>
                        " "
                        <span class="count">{grouped_count(category.count)}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <h3>"Or browse a category"</h3>
            <ul class="browse-list">{links}</ul>
        }
    })
}

fn products(count: i64) -> String {
    match count {
        1 => "1 product".to_owned(),
        many => format!("{} products", grouped_count(many)),
    }
}
