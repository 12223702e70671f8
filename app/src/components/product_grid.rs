//! Products side by side.

use leptos::prelude::*;

use super::product_card::ProductCard;
use crate::model::catalog::ProductSummary;

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
) -> impl IntoView {
    view! {
        <ul class="product-grid">
            {products
                .into_iter()
                .map(|product| {
                    let highlight = highlight.clone();
                    view! { <li><ProductCard product highlight kept /></li> }
                })
                .collect_view()}
        </ul>
    }
}
