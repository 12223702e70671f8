//! Narrowing a list: one form that works without scripts.

use std::cmp::Reverse;

use leptos::prelude::*;

use crate::model::{
    money::{Money, grouped_count},
    search::{FacetValue, Facets, PriceBounds, SearchQuery, price_input},
};

/// Categories shown before "more" is opened: long lists hide the other facets.
const SHOWN_CATEGORIES: usize = 15;
/// Makers shown before "more" is opened.
const SHOWN_BRANDS: usize = 8;

/// The filter column of a list: a drawer where there is no room for a column.
#[component]
pub fn Filters(query: SearchQuery, facets: Facets) -> impl IntoView {
    let Facets {
        categories,
        brands,
        ratings,
        in_stock,
        prices,
        ..
    } = facets;
    let hidden_text = (!query.text.is_empty())
        .then(|| view! { <input type="hidden" name="q" value=query.text.clone() /> });
    let hidden_category = query
        .category
        .clone()
        .filter(|_| query.path() == "/search")
        .map(|path| view! { <input type="hidden" name="category" value=path /> });
    view! {
        <aside class="filters" aria-label="Filters">
            <details class="filters-drawer">
                <summary>"Filters"</summary>
                <CategoryLinks query=query.clone() categories />
                <form id="filters" method="get" action=query.path()>
                    {hidden_text}
                    {hidden_category}
                    <BrandBoxes brands />
                    <PriceFields query=query.clone() prices />
                    <RatingChoice query=query.clone() ratings />
                    <StockBox chosen=query.in_stock count=in_stock />
                    <button class="button" type="submit">
                        "Apply"
                    </button>
                </form>
            </details>
        </aside>
    }
}

#[component]
fn CategoryLinks(query: SearchQuery, categories: Vec<FacetValue>) -> impl IntoView {
    (!categories.is_empty()).then(|| {
        let mut categories = categories;
        if categories.len() > SHOWN_CATEGORIES {
            categories.sort_by_key(|category| Reverse(category.count));
        }
        let mut links: Vec<AnyView> = categories
            .into_iter()
            .map(|category| category_link(&query, category))
            .collect();
        let more = links.split_off(SHOWN_CATEGORIES.min(links.len()));
        view! {
            <section class="facet" aria-labelledby="facet-category">
                <h2 id="facet-category">"Category"</h2>
                <ul>{links}</ul>
                {(!more.is_empty())
                    .then(|| {
                        view! {
                            <details class="facet-more">
                                <summary>{format!("{} more", more.len())}</summary>
                                <ul>{more}</ul>
                            </details>
                        }
                    })}
            </section>
        }
    })
}

fn category_link(query: &SearchQuery, category: FacetValue) -> AnyView {
    let href = query
        .with(|query| query.category = Some(category.value))
        .href();
    view! {
        <li>
            <a href=href>{category.label}</a>
            " "
            <span class="count">{grouped_count(category.count)}</span>
        </li>
    }
    .into_any()
}

#[component]
fn BrandBoxes(brands: Vec<FacetValue>) -> impl IntoView {
    (!brands.is_empty()).then(|| {
        let mut boxes: Vec<AnyView> = brands.into_iter().map(brand_box).collect();
        let more = boxes.split_off(SHOWN_BRANDS.min(boxes.len()));
        let more = (!more.is_empty()).then(|| {
            view! {
                <details class="facet-more">
                    <summary>{format!("{} more", more.len())}</summary>
                    {more}
                </details>
            }
        });
        view! {
            <fieldset class="facet">
                <legend>"Brand"</legend>
                {boxes}
                {more}
            </fieldset>
        }
    })
}

fn brand_box(brand: FacetValue) -> AnyView {
    let FacetValue {
        value,
        label,
        count,
        selected,
    } = brand;
    view! {
        <label class="choice">
            <input type="checkbox" name="brand" value=value checked=selected disabled=count == 0 && !selected />
            <span>{label}</span>
            " "
            <span class="count">{grouped_count(count)}</span>
        </label>
    }
    .into_any()
}

#[component]
fn PriceFields(query: SearchQuery, prices: Option<PriceBounds>) -> impl IntoView {
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
            <div class="price-fields">
                {field("min", "From", query.min_price, hint(|bounds| bounds.min))}
                {field("max", "To", query.max_price, hint(|bounds| bounds.max))}
            </div>
        </fieldset>
    }
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
