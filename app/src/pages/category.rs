//! `/c/{path}`: browsing a category.

use leptos::prelude::*;

use crate::{
    components::{failure::Failure, listing::Listing},
    error::AppError,
    model::search::ParsedQuery,
    respond::{request_path, request_query},
};

/// The products of a category and of those below it.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let path = request_path();
    let category = path.strip_prefix("/c/").unwrap_or_default();
    match ParsedQuery::parse(&request_query()).in_category(category) {
        Some(parsed) => view! { <Listing parsed /> }.into_any(),
        None => view! { <Failure error=AppError::NotFound /> }.into_any(),
    }
}
