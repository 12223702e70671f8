//! `/p/{slug}`: one product, or the page of one that is gone.

pub mod article;

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use self::article::ProductArticle;
use crate::{
    backend::{self, whole_address},
    components::{
        breadcrumbs::Breadcrumbs, failure::Failure, json_ld::JsonLd, page_title::PageTitle,
        product_grid::ProductGrid, sharing::Sharing, viewed::RecentlyViewed,
    },
    error::AppError,
    model::{
        catalog::{ProductDetail, ProductLookup, ProductSummary, RemovedProduct},
        linked_data,
        photo::LONGEST,
    },
    respond::{moved, request_path, set_status},
};

/// A product's own page; 410 if it was removed, 404 if it never was.
#[component]
pub fn ProductPage() -> impl IntoView {
    let path = request_path();
    let slug = path.strip_prefix("/p/").unwrap_or_default().to_owned();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&slug).await {
                    Ok(ProductLookup::Found(product)) => view! { <Found product=*product /> }.into_any(),
                    Ok(ProductLookup::Removed(product)) => view! { <Removed product=*product /> }.into_any(),
                    Ok(ProductLookup::Moved(slug)) => view! { <Moved slug /> }.into_any(),
                    Ok(ProductLookup::Missing) => view! { <Failure error=AppError::NotFound /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(slug: &str) -> Result<ProductLookup, AppError> {
    backend::catalog()?.product(slug).await
}

#[component]
fn Found(product: ProductDetail) -> impl IntoView {
    let facts = linked_data::product(&product, whole_address);
    let summary = product.summary.clone();
    let excerpt: String = product.description.chars().take(160).collect();
    let path = format!("/p/{}", summary.slug);
    let way = linked_data::breadcrumbs(&product.trail, Some((&summary.name, &path)), whole_address);
    let picture = match &summary.photo {
        Some(photo) => photo.about(LONGEST),
        None => summary.picture,
    };
    let similar = product.similar.clone();
    view! {
        <PageTitle text=summary.name.clone() />
        <Sharing path title=summary.name description=excerpt picture kind="product" />
        <JsonLd json=facts />
        <JsonLd json=way />
        <ProductArticle product />
        <Similar products=similar />
        <RecentlyViewed />
    }
}

/// Browsers go on by themselves; the link is for programs that follow no redirect.
#[component]
fn Moved(slug: String) -> impl IntoView {
    let address = format!("/p/{slug}");
    moved(&address);
    view! {
        <section class="notice">
            <p>
                <a href=address>"This product has another address now."</a>
            </p>
        </section>
    }
}

#[component]
fn Removed(product: RemovedProduct) -> impl IntoView {
    set_status(StatusCode::GONE);
    view! {
        <PageTitle text="No longer sold" />
        <Meta name="robots" content="noindex" />
        <Breadcrumbs trail=product.trail />
        <section class="notice">
            <h1>{format!("{} is no longer sold", product.name)}</h1>
            <p>"It was taken out of the catalogue. These come close:"</p>
        </section>
        <Similar products=product.similar />
    }
}

#[component]
fn Similar(products: Vec<ProductSummary>) -> impl IntoView {
    (!products.is_empty()).then(|| {
        view! {
            <section aria-labelledby="similar">
                <h2 id="similar">"Similar products"</h2>
                <ProductGrid products />
            </section>
        }
    })
}
