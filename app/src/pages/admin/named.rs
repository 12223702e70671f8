//! `/admin/categories/{key}` and `/admin/brands/{key}`: one category or brand, what it has, and what can be done to it.

pub mod edit;
pub mod fields;
pub mod new;
pub mod outlook;
pub mod past;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
pub mod ways;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::{edit::EditForm, past::Past, ways::Ways};
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        editing::ProductsQuery,
        money::grouped_count,
        taxonomy::{Kind, NamedPage},
    },
    respond::{never_keep, request_path},
};

/// A category.
#[component]
pub fn CategoryEditorPage() -> impl IntoView {
    page(Kind::Category)
}

/// A brand.
#[component]
pub fn BrandEditorPage() -> impl IntoView {
    page(Kind::Brand)
}

fn page(kind: Kind) -> impl IntoView {
    never_keep();
    let key = key(kind, &request_path());
    view! {
        <Suspense>
            {Suspend::new(async move {
                let page = match key {
                    Some(key) => load(kind, key).await,
                    None => Err(AppError::NotFound),
                };
                match page {
                    Ok(page) => view! { <One page /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The key in the address of a page of this kind, whatever follows it.
fn key(kind: Kind, path: &str) -> Option<i32> {
    let rest = path.strip_prefix(kind.list())?.strip_prefix('/')?;
    rest.split('/').next()?.parse().ok()
}

async fn load(kind: Kind, key: i32) -> Result<NamedPage, AppError> {
    backend::taxonomies()?.one(kind, key).await
}

#[component]
fn One(page: NamedPage) -> impl IntoView {
    let (kind, id) = (page.kind, page.id);
    let (told, past, may_edit) = (page.told.clone(), page.past.clone(), page.may_edit);
    let title = page.name.clone();
    let above = (!page.above.is_empty()).then(|| {
        let trail = page.above.join(" › ");
        view! { <p class="named-above">{trail}</p> }
    });
    view! {
        <PageTitle text=title.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page named">
            <p class="editor-back">
                <a href=kind.list()>{kind.plural()}</a>
            </p>
            <h1>{title}</h1>
            {above}
            {told.map(|told| view! { <Told told /> })}
            <Facts page=page.clone() />
            {may_edit
                .then(|| {
                    view! {
                        <EditForm page=page.clone() />
                        <Ways page />
                    }
                })}
            <Past kind past back=Some(id) />
        </section>
    }
}

/// What it has, and where it is.
#[component]
fn Facts(page: NamedPage) -> impl IntoView {
    let query = match page.kind {
        Kind::Category => ProductsQuery {
            category: Some(page.id),
            ..ProductsQuery::default()
        },
        Kind::Brand => ProductsQuery {
            brand: page.name.clone(),
            ..ProductsQuery::default()
        },
    };
    let products = match page.kind {
        Kind::Category if page.all != page.own => format!(
            "{}, and {} with those below",
            grouped_count(page.own),
            grouped_count(page.all)
        ),
        _ => grouped_count(page.own),
    };
    let children = (page.kind == Kind::Category).then(|| {
        view! {
            <dt>"Subcategories"</dt>
            <dd>{page.children}</dd>
        }
    });
    let old = (!page.old.is_empty()).then(|| {
        let items = page.old.into_iter().map(|address| {
            let href = address.clone();
            view! {
                <li>
                    <a href=href>{address}</a>
                </li>
            }
        });
        view! {
            <dt>"Addresses that lead here"</dt>
            <dd>
                <ul class="named-old">{items.collect_view()}</ul>
            </dd>
        }
    });
    let (href, address) = (page.href.clone(), page.href);
    view! {
        <dl class="facts">
            <dt>"In the shop"</dt>
            <dd>
                <a href=href>{address}</a>
            </dd>
            <dt>"Products"</dt>
            <dd>
                <a href=query.href()>{products}</a>
            </dd>
            {children}
            {(page.kind == Kind::Brand)
                .then(|| {
                    view! {
                        <dt>"Slug"</dt>
                        <dd>{page.slug}</dd>
                    }
                })}
            {old}
        </dl>
    }
}
