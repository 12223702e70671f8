//! `/search`: everything, by words and filters.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    components::{listing::Listing, page_title::PageTitle},
    model::search::ParsedQuery,
    respond::request_query,
};

/// Search results.
#[component]
pub fn SearchPage() -> impl IntoView {
    let parsed = ParsedQuery::parse(&request_query());
    let title = if parsed.query.text.is_empty() {
        "All products".to_owned()
    } else {
        format!("“{}”", parsed.query.text)
    };
    view! {
        <PageTitle text=title.clone() />
        <Meta name="robots" content="noindex" />
        <Meta name="description" content=format!("{title}: products, prices and ratings.") />
        <Listing parsed heading=title />
    }
}
