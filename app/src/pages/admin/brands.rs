//! `/admin/brands`: all brands, for those who run the shop.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::named::{new::NewForm, past::Past};
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
        money::grouped_count,
        taxonomy::{BrandLine, BrandsPage as Page, BrandsQuery, Kind},
    },
    respond::{form_answer, never_keep, request_query},
};

/// The brands by name with the number of products of each, and the form for a new one.
#[component]
pub fn BrandsPage() -> impl IntoView {
    never_keep();
    let query = BrandsQuery::parse(&request_query());
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

async fn load(query: &BrandsQuery) -> Result<Page, AppError> {
    backend::taxonomies()?.brands(query).await
}

#[component]
fn List(query: BrandsQuery, page: Page) -> impl IntoView {
    let Page {
        rows,
        total,
        page,
        pages,
        past,
        may_edit,
        told,
    } = page;
    let is_narrowed = !query.text.is_empty();
    let count = match total {
        1 => "1 brand".to_owned(),
        many => format!("{} brands", grouped_count(many)),
    };
    let new = may_edit.then(|| {
        let answer = form_answer();
        view! { <NewForm kind=Kind::Brand action=query.href() answer /> }
    });
    let columns = vec![
        Column::name("Brand"),
        Column::number("Products"),
        Column::text("Slug"),
    ];
    let is_empty = rows.is_empty();
    let rows: Vec<Vec<AnyView>> = rows.into_iter().map(row).collect();
    view! {
        <PageTitle text="Brands" />
        <Meta name="robots" content="noindex" />
        <section class="page named">
            <h1>"Brands"</h1>
            <p class="named-links">
                <a href="/admin/products">"Products"</a>
                " "
                <a href="/admin/categories">"Categories"</a>
            </p>
            {told.map(|told| view! { <Told told /> })}
            <form class="named-search" method="get" action=Kind::Brand.list()>
                <div class="field">
                    <label for="q">"Name or slug"</label>
                    <input id="q" name="q" type="search" value=query.text.clone() maxlength="200" />
                </div>
                <button class="button button-quiet" type="submit">
                    "Show"
                </button>
                {is_narrowed.then(|| view! { <a href=Kind::Brand.list()>"All brands"</a> })}
            </form>
            <p class="count" role="status">
                {count}
            </p>
            {(!is_empty).then(|| view! { <DataTable caption="Brands" columns rows /> })}
            <Pages query page pages />
            {new}
            <Past kind=Kind::Brand past back=None />
        </section>
    }
}

fn row(line: BrandLine) -> Vec<AnyView> {
    vec![
        view! { <a href=Kind::Brand.page(line.id)>{line.name}</a> }.into_any(),
        grouped_count(line.products).into_any(),
        line.slug.into_any(),
    ]
}

/// The ways to other pages.
#[component]
fn Pages(query: BrandsQuery, page: u32, pages: u32) -> impl IntoView {
    let link = |to: u32, words: &'static str, rel: &'static str| {
        view! {
            <a href=query.at(to).href() rel=rel>
                {words}
            </a>
        }
    };
    (pages > 1).then(|| {
        view! {
            <nav class="named-pages" aria-label="Pages">
                {(page > 1).then(|| link(page - 1, "Previous page", "prev"))}
                <span>{format!("Page {page} of {pages}")}</span>
                {(page < pages).then(|| link(page + 1, "Next page", "next"))}
            </nav>
        }
    })
}
