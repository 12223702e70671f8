//! What a product costs.

use leptos::prelude::*;

use crate::model::money::Money;

/// The price, and the higher one it had before.
#[component]
pub fn Price(price: Option<Money>, compare_at: Option<Money>) -> impl IntoView {
    let Some(price) = price else {
        return view! { <p class="price price-unknown">"Price on request"</p> }.into_any();
    };
    let before = compare_at
        .filter(|before| before.currency == price.currency && before.minor > price.minor)
        .map(|before| {
            view! {
                " "
                <s class="price-before">
                    <span class="visually-hidden">"Before: "</span>
                    {before.to_string()}
                </s>
            }
        });
    view! {
        <p class="price">
            <span class="price-now">{price.to_string()}</span>
            {before}
        </p>
    }
    .into_any()
}
