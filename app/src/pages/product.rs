//! `/p/{slug}`: one product, or the page of one that is gone.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend::{self, whole_address},
    components::{
        breadcrumbs::Breadcrumbs, failure::Failure, heart::Heart, json_ld::JsonLd,
        page_title::PageTitle, price::Price, product_grid::ProductGrid, rating::Rating,
        sharing::Sharing, viewed::RecentlyViewed,
    },
    error::AppError,
    model::{
        catalog::{ProductDetail, ProductLookup, ProductSummary, RemovedProduct},
        comparison, linked_data,
        search::SearchQuery,
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
    let ProductDetail {
        summary,
        brand_slug,
        trail,
        description,
        sku,
        stock,
        attributes,
        similar,
    } = product;
    let excerpt: String = description.chars().take(160).collect();
    let path = format!("/p/{}", summary.slug);
    let way = linked_data::breadcrumbs(&trail, Some((&summary.name, &path)), whole_address);
    view! {
        <PageTitle text=summary.name.clone() />
        <Sharing
            path
            title=summary.name.clone()
            description=excerpt
            picture=summary.picture.clone()
            kind="product"
        />
        <JsonLd json=facts />
        <JsonLd json=way />
        <Breadcrumbs trail />
        <article class="product" data-id=summary.id>
            <img
                class="product-picture"
                src=summary.picture.clone()
                alt=""
                width="400"
                height="400"
                fetchpriority="high"
            />
            <div class="product-facts">
                <BrandLink name=summary.brand.clone() slug=brand_slug />
                <h1>{summary.name.clone()}</h1>
                <Rating rating=summary.rating review_count=summary.review_count />
                <Price price=summary.price.clone() compare_at=summary.compare_at.clone() />
                <p class="stock" data-in-stock=summary.in_stock.to_string()>{availability(&summary, stock)}</p>
                <div class="product-acts">
                    <Heart id=summary.id name=summary.name.clone() label="Favourite" />
                    <CompareLink slug=summary.slug.clone() />
                </div>
                <div class="prose">
                    {description
                        .split("\n\n")
                        .filter(|text| !text.trim().is_empty())
                        .map(|text| view! { <p>{text.to_owned()}</p> })
                        .collect_view()}
                </div>
                <Specification sku attributes />
            </div>
        </article>
        <Similar products=similar />
        <RecentlyViewed />
    }
}

/// Without a script it leads to the product alone, and to what may stand beside it.
#[component]
fn CompareLink(slug: String) -> impl IntoView {
    let address = comparison::href(&[&slug]);
    view! {
        <a href=address rel="nofollow" data-action="compare" data-slug=slug>
            "Compare"
        </a>
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
fn BrandLink(name: Option<String>, slug: Option<String>) -> impl IntoView {
    let (name, slug) = (name?, slug?);
    let href = SearchQuery::default().toggle_brand(&slug).href();
    Some(view! {
        <p class="product-brand">
            <a href=href>{name}</a>
        </p>
    })
}

fn availability(summary: &ProductSummary, stock: Option<i32>) -> String {
    match stock {
        _ if !summary.in_stock => "Out of stock".to_owned(),
        Some(left) if left <= 5 => format!("Only {left} left"),
        _ => "In stock".to_owned(),
    }
}

#[component]
fn Specification(sku: String, attributes: Vec<(String, String)>) -> impl IntoView {
    view! {
        <section aria-labelledby="specification">
            <h2 id="specification">"Specification"</h2>
            <table class="specification">
                <tbody>
                    {attributes
                        .into_iter()
                        .chain([("Item number".to_owned(), sku)])
                        .map(|(name, value)| {
                            view! {
                                <tr>
                                    <th scope="row">{name}</th>
                                    <td>{value}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
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
