//! `/admin/products`: all products, of any status, for those who run the shop.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        data_table::{Column, DataTable},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        editing::{self, Choice, ListedProduct, ORDERS, ProductsQuery, STATUSES, STOCKS},
        money::grouped_count,
    },
    respond::{never_keep, request_query},
};

/// A form that narrows the list, all of which stands in the address, and one page of it.
#[component]
pub fn ProductsPage() -> impl IntoView {
    never_keep();
    let query = ProductsQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(page) => view! { <List query page /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &ProductsQuery) -> Result<editing::ProductsPage, AppError> {
    backend::products()?.list(query).await
}

#[component]
fn List(query: ProductsQuery, page: editing::ProductsPage) -> impl IntoView {
    let editing::ProductsPage {
        products,
        total,
        next,
        categories,
        brands,
        may,
        told,
    } = page;
    let next = next.map(|place| query.behind(Some(place)).href());
    let first = query.after.is_some().then(|| query.behind(None).href());
    let count = match total {
        1 => "1 product".to_owned(),
        total => format!("{} products", grouped_count(total)),
    };
    let columns = vec![
        Column::name("Name"),
        Column::text("Item number"),
        Column::text("Status"),
        Column::text("Brand"),
        Column::number("Price"),
        Column::number("Stock"),
    ];
    let is_empty = products.is_empty();
    let rows = products.into_iter().map(row).collect();
    view! {
        <PageTitle text="Products" />
        <Meta name="robots" content="noindex" />
        <section class="page products">
            <h1>"Products"</h1>
            {told.map(|told| view! { <Told told /> })}
            {may
                .edit
                .then(|| {
                    view! {
                        <p>
                            <a class="button" href="/admin/products/new">
                                "New product"
                            </a>
                        </p>
                    }
                })}
            <Filters query categories brands />
            <p class="count" role="status">
                {count}
            </p>
            {(!is_empty).then(|| view! { <DataTable caption="Products" columns rows /> })}
            <p class="products-pages">
                {first.map(|address| view! { <a href=address>"First page"</a> })}
                {next
                    .map(|address| {
                        view! {
                            <a href=address rel="next">
                                "Next page"
                            </a>
                        }
                    })}
            </p>
        </section>
    }
}

fn row(product: ListedProduct) -> Vec<AnyView> {
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

#[component]
fn Filters(query: ProductsQuery, categories: Vec<Choice>, brands: Vec<String>) -> impl IntoView {
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
