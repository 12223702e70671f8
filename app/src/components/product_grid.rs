//! Products side by side.

use leptos::prelude::*;

use super::{photograph::Coming, product_card::ProductCard};
use crate::model::{catalog::ProductSummary, search::SearchQuery};

/// A list of cards in as many columns as fit.
#[component]
pub fn ProductGrid(
    products: Vec<ProductSummary>,
    /// Beginnings of words to mark in the names.
    #[prop(optional)]
    highlight: Vec<String>,
    /// Whether the account that they are drawn for keeps them as favourites.
    #[prop(optional)]
    kept: bool,
    /// The search whose results they are, if it has words.
    #[prop(default = None)]
    results_of: Option<SearchQuery>,
    /// Whether it is what the page begins with: pictures of its first row are seen at once.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    let search = results_of.map(|query| query.at_page(1).to_query_string());
    view! {
        <ul class="product-grid">
            {products
                .into_iter()
                .enumerate()
                .map(|(index, product)| {
                    let coming = Coming::of_card(index, is_first);
                    let highlight = highlight.clone();
                    let why = search.as_ref().map(|search| format!("/why?{search}&product={}", product.id));
                    view! { <li><ProductCard product highlight kept why=why coming /></li> }
                })
                .collect_view()}
        </ul>
    }
}
