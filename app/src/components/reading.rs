//! How the words of a search were understood, where that is not what was typed to the letter.

use leptos::prelude::*;

use crate::model::{
    money::grouped_count,
    search::{Reading, SearchQuery, SearchResults, SortOrder},
};

/// What was searched instead of what was typed, and which words were let go.
#[component]
pub fn ReadingNotes(
    query: SearchQuery,
    reading: Reading,
    /// Results.
    total: i64,
) -> impl IntoView {
    view! {
        {spelling(&query, reading.corrected.clone())}
        {(total > 0).then(|| words_left_out(&reading))}
    }
}

/// Index of the first product on the page that lacks some of the words, if such products begin on
/// this page. Where none has all words, or where they do not come first, nothing begins.
pub fn partial_from(query: &SearchQuery, results: &SearchResults) -> Option<usize> {
    let Reading {
        left_out, leading, ..
    } = &results.reading;
    if left_out.is_empty() || *leading <= 0 || query.sort != SortOrder::Relevance {
        return None;
    }
    let index = usize::try_from(leading + 1 - results.first()).ok()?;
    (index < results.products.len()).then_some(index)
}

fn spelling(query: &SearchQuery, corrected: Option<String>) -> Option<AnyView> {
    let reread = |verbatim: bool| query.with(|query| query.verbatim = verbatim).href();
    let typed = query.text.clone();
    match corrected {
        Some(corrected) => Some(
            view! {
                <p class="reading">
                    "Showing results for " <strong>{corrected}</strong> ". Search instead for "
                    <a href=reread(true) rel="nofollow">
                        {typed}
                    </a> "."
                </p>
            }
            .into_any(),
        ),
        None if query.verbatim => Some(
            view! {
                <p class="reading">
                    "Searched for exactly " <strong>{typed}</strong> ". "
                    <a href=reread(false)>"Search for similar words too"</a> "."
                </p>
            }
            .into_any(),
        ),
        None => None,
    }
}

fn words_left_out(reading: &Reading) -> Option<AnyView> {
    let last = reading.left_out.len().checked_sub(1)?;
    let words = reading.left_out.iter().enumerate().map(|(index, word)| {
        let comma = if index < last { ", " } else { "." };
        view! {
            <strong>{word.clone()}</strong>
            {comma}
        }
    });
    let words = words.collect_view();
    Some(
        view! {
            <p class="reading">{extent(reading.exact)} " Missing from some: " {words}</p>
        }
        .into_any(),
    )
}

fn extent(exact: i64) -> String {
    match exact {
        ..=0 => "No product has all your words; these have most of them.".to_owned(),
        1 => "1 product has all your words; the others have most of them.".to_owned(),
        many => format!(
            "{} products have all your words; the others have most of them.",
            grouped_count(many)
        ),
    }
}
