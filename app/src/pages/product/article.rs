//! A product as the shop shows it, on its page and before it is published.

use leptos::prelude::*;

use crate::{
    components::{
        breadcrumbs::Breadcrumbs, gallery::Gallery, heart::Heart, price::Price, rating::Rating,
    },
    model::{
        catalog::{ProductDetail, ProductSummary},
        comparison,
        search::SearchQuery,
    },
};

/// The way to it, its pictures, and all that is known of it.
#[component]
pub fn ProductArticle(product: ProductDetail) -> impl IntoView {
    let ProductDetail {
        summary,
        brand_slug,
        trail,
        description,
        sku,
        stock,
        attributes,
        photos,
        similar: _,
    } = product;
    view! {
        <Breadcrumbs trail />
        <article class="product" data-id=summary.id>
            <Gallery name=summary.name.clone() photos picture=summary.picture.clone() />
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
