//! The products of a page: with fields and a button each for who may change them, as a table for others.

use leptos::prelude::*;

use super::refused::RefusedRow;
use crate::{
    components::data_table::{Column, DataTable},
    model::{
        editing::{ListedProduct, ProductsQuery, RowForm, STATUSES},
        form::FormAnswer,
    },
};

/// One product after the other, each with a form of its own.
#[component]
pub fn Rows(
    query: ProductsQuery,
    products: Vec<ListedProduct>,
    refused: Option<RefusedRow>,
) -> impl IntoView {
    let action = query.href();
    let rows = products.into_iter().map(|product| {
        let refused = refused
            .as_ref()
            .filter(|refused| refused.typed.product == product.id);
        let (typed, answer) = match refused {
            Some(refused) => (refused.typed.clone(), refused.answer.clone()),
            None => (RowForm::of(&product), FormAnswer::default()),
        };
        view! { <Row product typed answer action=action.clone() /> }
    });
    let rows = rows.collect_view();
    view! {
        <div class="product-heads" aria-hidden="true">
            <span>"Name"</span>
            <span>"Status"</span>
            <span>"Price"</span>
            <span>"Stock"</span>
        </div>
        <ul class="product-rows">{rows}</ul>
    }
}

#[component]
fn Row(
    product: ListedProduct,
    /// What stands in the fields.
    typed: RowForm,
    /// What is wrong with it.
    answer: FormAnswer,
    action: String,
) -> impl IntoView {
    let ListedProduct {
        id,
        name,
        sku,
        brand,
        currency,
        ..
    } = product;
    let facts = match brand {
        Some(brand) => format!("{sku} · {brand}"),
        None => sku,
    };
    let of = format!(" of {name}");
    let field = |name, label, inputmode| {
        let (typed, answer, of) = (typed.clone(), answer.clone(), of.clone());
        view! { <Field typed answer of name label inputmode /> }
    };
    let price = field("price", format!("Price, {currency}"), "decimal");
    let stock = field("stock", "Stock".to_owned(), "numeric");
    let status = view! { <Status typed=typed.clone() answer=answer.clone() of=of.clone() /> };
    view! {
        <li class="product-row" id=format!("p{id}")>
            <label class="product-tick">
                <input
                    type="checkbox"
                    form="bulk"
                    name="id"
                    value=id
                    data-action="tick"
                    aria-label=format!("Tick {name}")
                />
            </label>
            <p class="product-name">
                <a href=format!("/admin/products/{id}")>{name.clone()}</a>
                <span class="product-row-facts">{facts}</span>
            </p>
            <form class="product-fields" method="post" action=action>
                <input type="hidden" name="product" value=id />
                <input type="hidden" name="version" value=typed.form.version />
                {status}
                {price}
                {stock}
                <button class="button button-quiet" type="submit">
                    "Save"
                    <span class="visually-hidden">{format!(" {name}")}</span>
                </button>
            </form>
        </li>
    }
}

/// A field of one word or number.
#[component]
fn Field(
    typed: RowForm,
    answer: FormAnswer,
    /// Whose it is.
    of: String,
    name: &'static str,
    label: String,
    /// The keys that a phone shows, as in HTML.
    inputmode: &'static str,
) -> impl IntoView {
    let id = format!("{name}-{}", typed.product);
    let value = typed.form.get(name).to_owned();
    let (problem, described) = problem(&answer, name, &id);
    let invalid = described.as_ref().map(|_| "true");
    // What an empty field means.
    let placeholder = match name {
        "price" => "on request",
        _ => "not counted",
    };
    view! {
        <div class="field">
            <label for=id.clone()>
                {label} <span class="visually-hidden">{of}</span>
            </label>
            <input
                id=id
                name=name
                type="text"
                inputmode=inputmode
                value=value
                placeholder=placeholder
                autocomplete="off"
                maxlength="20"
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
        </div>
    }
}

#[component]
fn Status(typed: RowForm, answer: FormAnswer, of: String) -> impl IntoView {
    let id = format!("status-{}", typed.product);
    let chosen = typed.form.get("status").to_owned();
    let (problem, described) = problem(&answer, "status", &id);
    let invalid = described.as_ref().map(|_| "true");
    let options = STATUSES.map(|(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.into_iter().collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>"Status" <span class="visually-hidden">{of}</span></label>
            <select
                id=id
                name="status"
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described
            >
                {options}
            </select>
            {problem}
        </div>
    }
}

/// What is wrong with a row's field, said below it, and the id of that.
fn problem(answer: &FormAnswer, name: &str, field: &str) -> (Option<AnyView>, Option<String>) {
    let Some(words) = answer.problem(name).map(str::to_owned) else {
        return (None, None);
    };
    let id = format!("{field}-problem");
    let said = view! { <p class="problem" id=id.clone()>{words}</p> };
    (Some(said.into_any()), Some(id))
}

/// The products for who may only look at them.
#[component]
pub fn Table(products: Vec<ListedProduct>) -> impl IntoView {
    let columns = vec![
        Column::name("Name"),
        Column::text("Item number"),
        Column::text("Status"),
        Column::text("Brand"),
        Column::number("Price"),
        Column::number("Stock"),
    ];
    let rows = products.into_iter().map(cells).collect();
    view! { <DataTable caption="Products" columns rows /> }
}

fn cells(product: ListedProduct) -> Vec<AnyView> {
    let address = format!("/admin/products/{}", product.id);
    let status = STATUSES.iter().find(|(value, _)| *value == product.status);
    let status = status.map_or(product.status.clone(), |(_, label)| (*label).to_owned());
    let price = product
        .price
        .map_or_else(|| "on request".to_owned(), |price| price.to_string());
    let stock = product
        .stock
        .map_or_else(|| "not counted".to_owned(), |stock| stock.to_string());
    vec![
        view! { <a href=address>{product.name}</a> }.into_any(),
        product.sku.into_any(),
        status.into_any(),
        product.brand.unwrap_or_default().into_any(),
        price.into_any(),
        stock.into_any(),
    ]
}
