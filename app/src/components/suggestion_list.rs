//! Completions under the search box: what its island fetches and puts in place.

use leptos::prelude::*;

use crate::model::search::{SuggestionKind, Suggestions};

/// The options of the search box's list, numbered so that the box can point at one of them.
#[component]
pub fn SuggestionList(suggestions: Suggestions) -> impl IntoView {
    suggestions
        .entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| {
            view! {
                <a
                    class="suggestion"
                    role="option"
                    aria-selected="false"
                    tabindex="-1"
                    id=format!("suggestion-{index}")
                    href=entry.href
                >
                    <span class="suggestion-label">{entry.label}</span>
                    <span class="suggestion-kind">{kind(entry.kind)}</span>
                </a>
            }
        })
        .collect_view()
}

fn kind(kind: SuggestionKind) -> &'static str {
    match kind {
        SuggestionKind::Category => "Category",
        SuggestionKind::Brand => "Brand",
        SuggestionKind::Product => "Product",
    }
}
