//! Narrowing a list: one form that works without scripts.

pub mod categories;
pub mod choices;
pub mod histogram;
pub mod prices;
pub mod properties;

use leptos::prelude::*;

use self::{
    categories::CategoryLinks,
    choices::{Choice, Choices},
    prices::PriceFields,
    properties::Properties,
};
use crate::model::{
    money::grouped_count,
    search::{FacetValue, Facets, SearchQuery},
};

/// The filter column of a list: a drawer where there is no room for a column.
#[component]
pub fn Filters(query: SearchQuery, facets: Facets) -> impl IntoView {
    let Facets {
        categories,
        brands,
        ratings,
        in_stock,
        prices,
        histogram,
        attributes,
    } = facets;
    view! {
        <aside class="filters" aria-label="Filters">
            <details class="filters-drawer">
                <summary>"Filters"</summary>
                <CategoryLinks query=query.clone() categories />
                <form id="filters" method="get" action=query.path()>
                    <HiddenFields query=query.clone() />
                    <BrandBoxes brands />
                    <PriceFields query=query.clone() prices histogram />
                    <RatingChoice query=query.clone() ratings />
                    <StockBox chosen=query.in_stock count=in_stock />
                    <Properties query=query.clone() facets=attributes />
                    <button class="button" type="submit">
                        "Apply"
                    </button>
                </form>
            </details>
        </aside>
    }
}

/// What the form keeps of a search without showing it.
#[component]
fn HiddenFields(query: SearchQuery) -> impl IntoView {
    let on_search_page = query.path() == "/search";
    let category = query.category.filter(|_| on_search_page);
    let hidden = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <input type="hidden" name=name value=value /> })
    };
    view! {
        {hidden("q", Some(query.text).filter(|text| !text.is_empty()))}
        {hidden("category", category)}
        {hidden("exact", query.verbatim.then(|| "1".to_owned()))}
    }
}

#[component]
fn BrandBoxes(brands: Vec<FacetValue>) -> impl IntoView {
    (!brands.is_empty()).then(|| {
        let choices = brands.into_iter().map(Choice::from).collect();
        view! {
            <fieldset class="facet" id="facet-brand">
                <legend>"Brand"</legend>
                <Choices label="Brand" name="brand" choices />
            </fieldset>
        }
    })
}

#[component]
fn RatingChoice(query: SearchQuery, ratings: Vec<FacetValue>) -> impl IntoView {
    let choices = ratings
        .into_iter()
        .map(|rating| {
            let FacetValue { value, label, count, selected } = rating;
            view! {
                <label class="choice">
                    <input type="radio" name="rating" value=value checked=selected disabled=count == 0 && !selected />
                    <span>{label}</span>
                    " "
                    <span class="count">{grouped_count(count)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="facet">
            <legend>"Rating"</legend>
            <label class="choice">
                <input type="radio" name="rating" value="" checked=query.min_rating.is_none() />
                <span>"Any"</span>
            </label>
            {choices}
        </fieldset>
    }
}

#[component]
fn StockBox(chosen: bool, count: i64) -> impl IntoView {
    view! {
        <fieldset class="facet">
            <legend>"Availability"</legend>
            <label class="choice">
                <input type="checkbox" name="stock" value="1" checked=chosen disabled=count == 0 && !chosen />
                <span>"In stock"</span>
                " "
                <span class="count">{grouped_count(count)}</span>
            </label>
        </fieldset>
    }
}
