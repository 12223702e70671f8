//! Completions under the search box: what its island fetches and puts in place.

use leptos::prelude::*;

use crate::model::{
    safe_url::SafeUrl,
    search::{SuggestionKind, Suggestions},
};

/// The options of the search box's list, numbered so that the box can point at one of them.
#[component]
pub fn SuggestionList(suggestions: Suggestions) -> impl IntoView {
    suggestions
        .entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| {
            let picture = entry.picture.map(|src| {
                view! { <img class="suggestion-picture" src=src alt="" width="40" height="40" /> }
            });
            let note = match entry.price {
                Some(price) => price.to_string(),
                None => kind(entry.kind).to_owned(),
            };
            view! {
                <a
                    class="suggestion"
                    role="option"
                    aria-selected="false"
                    tabindex="-1"
                    id=format!("suggestion-{index}")
                    href=SafeUrl::parse(&entry.href).map(String::from)
                >
                    {picture} <span class="suggestion-label">{entry.label}</span>
                    <span class="suggestion-kind">{note}</span>
                </a>
            }
        })
        .collect_view()
}

fn kind(kind: SuggestionKind) -> &'static str {
    match kind {
        SuggestionKind::Search => "Search",
        SuggestionKind::Category => "Category",
        SuggestionKind::Brand => "Brand",
        SuggestionKind::Product => "Product",
    }
}
