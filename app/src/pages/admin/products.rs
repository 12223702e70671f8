//! `/admin/products`: all products, of any status, for those who run the shop.

pub mod bulk_bar;
pub mod filters;
pub mod refused;
pub mod rows;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::{
    bulk_bar::BulkBar,
    filters::Filters,
    refused::{RefusedNotice, RefusedRow},
    rows::{Rows, Table},
};
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        editing::{self, EXPORTS, ProductsQuery},
        imports::IMPORTS,
        money::grouped_count,
    },
    respond::{form_answer, never_keep, request_query},
};

/// A form that narrows the list, all of which stands in the address, and one page of it, whose products can be changed there.
#[component]
pub fn ProductsPage() -> impl IntoView {
    never_keep();
    let query = ProductsQuery::parse(&request_query());
    let answer = form_answer();
    view! {
        <Suspense>
            {Suspend::new(async move {
                let page = async {
                    let page = load(&query).await?;
                    Ok((page, RefusedRow::of(answer).await?))
                };
                match page.await {
                    Ok((page, refused)) => view! { <List query page refused /> }.into_any(),
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
fn List(
    query: ProductsQuery,
    page: editing::ProductsPage,
    /// What was typed into a row and could not be saved.
    refused: Option<RefusedRow>,
) -> impl IntoView {
    let editing::ProductsPage {
        mut products,
        total,
        next,
        categories,
        brands,
        may,
        told,
        undo,
    } = page;
    let query = query.having_done(None);
    let on_page: Vec<i64> = products.iter().map(|product| product.id).collect();
    let count = match total {
        1 => "1 product".to_owned(),
        total => format!("{} products", grouped_count(total)),
    };
    if let Some(refused) = &refused {
        refused.put_into(&mut products);
    }
    let list = match (may.edit, products.is_empty()) {
        (_, true) => ().into_any(),
        (true, false) => {
            let (query, refused) = (query.clone(), refused.clone());
            view! {
                <Rows query=query.clone() products refused />
                <BulkBar query on_page total may />
            }
            .into_any()
        }
        (false, false) => view! { <Table products /> }.into_any(),
    };
    let notice = refused.map(|refused| view! { <RefusedNotice refused own=query.href() /> });
    view! {
        <PageTitle text="Products" />
        <Meta name="robots" content="noindex" />
        <section class="page products">
            <h1>"Products"</h1>
            <Done told undo back=query.href() />
            {notice}
            {may
                .edit
                .then(|| {
                    view! {
                        <p>
                            <a class="button" href="/admin/products/new">
                                "New product"
                            </a>
                            " "
                            <a class="button button-quiet" href=IMPORTS>
                                "Import"
                            </a>
                        </p>
                    }
                })}
            <Filters query=query.clone() categories brands />
            <p class="count" role="status">
                {count}
            </p>
            {(may.edit && total > 0).then(|| view! { <Exports query=query.clone() /> })}
            {list}
            <Pages query next />
        </section>
    }
}

/// What was done on the page before, and the way to take it back if it was done to many.
#[component]
fn Done(told: Option<String>, undo: Option<i64>, back: String) -> impl IntoView {
    let undo = undo.map(|act| {
        view! {
            <form
                class="products-undo"
                method="post"
                action=format!("/admin/products/acts/{act}/undo")
            >
                <input type="hidden" name="back" value=back />
                <button class="button button-quiet" type="submit">
                    "Undo"
                </button>
                <a href=format!("/admin/products/acts/{act}")>"What was changed"</a>
            </form>
        }
    });
    let is_something = told.is_some() || undo.is_some();
    is_something.then(|| {
        view! {
            <div class="products-done">
                {told.map(|told| view! { <Told told /> })}
                {undo}
            </div>
        }
    })
}

/// The ways to have all that is listed in a file.
#[component]
fn Exports(query: ProductsQuery) -> impl IntoView {
    let links = EXPORTS.map(|(format, name)| {
        view! {
            " "
            <a href=query.export(format) download="">
                {name}
            </a>
        }
    });
    view! { <p class="products-exports">"Export as" {links.into_iter().collect_view()}</p> }
}

/// The ways to other pages.
#[component]
fn Pages(query: ProductsQuery, next: Option<(String, i64)>) -> impl IntoView {
    let next = next.map(|place| query.behind(Some(place)).href());
    let first = query.after.is_some().then(|| query.behind(None).href());
    view! {
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
    }
}
