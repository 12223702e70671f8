//! Least and highest price.

use leptos::prelude::*;

use super::histogram::Histogram;
use crate::model::{
    money::Money,
    search::{PriceBar, PriceBounds, SearchQuery, price_input},
};

/// Two fields, under a picture of what things cost.
#[component]
pub fn PriceFields(
    query: SearchQuery,
    prices: Option<PriceBounds>,
    histogram: Vec<PriceBar>,
) -> impl IntoView {
    let hint = |minor: fn(&PriceBounds) -> i64| {
        prices
            .as_ref()
            .map(|bounds| Money::new(minor(bounds), "XXX").decimal())
    };
    let field =
        |name: &'static str, label: &'static str, value: Option<i64>, hint: Option<String>| {
            view! {
                <label class="price-field">
                    <span>{label}</span>
                    <input
                        type="text"
                        inputmode="decimal"
                        name=name
                        value=value.map(price_input)
                        placeholder=hint
                        autocomplete="off"
                    />
                </label>
            }
        };
    view! {
        <fieldset class="facet">
            <legend>"Price"</legend>
            <Histogram bars=histogram min=query.min_price max=query.max_price />
            <div class="price-fields">
                {field("min", "From", query.min_price, hint(|bounds| bounds.min))}
                {field("max", "To", query.max_price, hint(|bounds| bounds.max))}
            </div>
        </fieldset>
    }
}
