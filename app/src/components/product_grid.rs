//! Products side by side.

use leptos::prelude::*;

use super::product_card::ProductCard;
use crate::model::catalog::ProductSummary;

/// A list of cards in as many columns as fit.
#[component]
pub fn ProductGrid(products: Vec<ProductSummary>) -> impl IntoView {
    view! {
        <ul class="product-grid">
            {products
                .into_iter()
                .map(|product| view! { <li><ProductCard product /></li> })
                .collect_view()}
        </ul>
    }
}
