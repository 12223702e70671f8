//! The form that narrows the list of products: all of it stands in the address.

use leptos::prelude::*;

use crate::model::editing::{Choice, ORDERS, ProductsQuery, STATUSES, STOCKS};

/// What the list is narrowed by.
#[component]
pub fn Filters(
    query: ProductsQuery,
    categories: Vec<Choice>,
    brands: Vec<String>,
) -> impl IntoView {
    let of = |choices: &[(&str, &str)]| {
        let choices = choices.iter().map(|(value, label)| Choice {
            value: (*value).to_owned(),
            label: (*label).to_owned(),
        });
        choices.collect::<Vec<_>>()
    };
    let category = query.category.map_or_else(String::new, |id| id.to_string());
    let order = if query.order.is_empty() {
        "newest".to_owned()
    } else {
        query.order.clone()
    };
    let brands = brands
        .into_iter()
        .map(|name| view! { <option value=name></option> })
        .collect_view();
    let is_narrowed = !query.is_all();
    view! {
        <form class="products-filters" method="get" action="/admin/products">
            <div class="field">
                <label for="q">"Name, item number or key"</label>
                <input id="q" name="q" type="search" value=query.text maxlength="200" />
            </div>
            <Select name="status" label="Status" any="Any" chosen=query.status choices=of(&STATUSES) />
            <Select name="category" label="Category" any="Any" chosen=category choices=categories />
            <div class="field">
                <label for="brand">"Brand"</label>
                <input
                    id="brand"
                    name="brand"
                    type="text"
                    value=query.brand
                    list="brands"
                    autocomplete="off"
                    maxlength="200"
                />
                <datalist id="brands">{brands}</datalist>
            </div>
            <Select name="stock" label="Stock" any="Any" chosen=query.stock choices=of(&STOCKS) />
            <Select name="order" label="Order" any="" chosen=order choices=of(&ORDERS) />
            <p class="products-show">
                <button class="button button-quiet" type="submit">
                    "Show"
                </button>
                {is_narrowed.then(|| view! { <a href="/admin/products">"All products"</a> })}
            </p>
        </form>
    }
}

#[component]
fn Select(
    name: &'static str,
    label: &'static str,
    /// What stands for no choice; one has to be made if that is empty.
    any: &'static str,
    chosen: String,
    choices: Vec<Choice>,
) -> impl IntoView {
    let options = choices.into_iter().map(|Choice { value, label }| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>
                {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })}
                {options}
            </select>
        </div>
    }
}
