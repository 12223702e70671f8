//! A product in a list.

use leptos::prelude::*;

use super::{
    heart::Heart,
    highlight::Highlight,
    photograph::{Coming, Photograph},
    price::Price,
    rating::Rating,
};
use crate::model::catalog::ProductSummary;

/// How wide a card is: at least 13rem (`style/components/product-grid.css`), half of a phone, and seldom more.
const SIZES: &str = "(max-width: 30rem) 46vw, 16rem";

/// Picture, name, rating and price; the whole card leads to the product.
#[component]
pub fn ProductCard(
    product: ProductSummary,
    /// Beginnings of words to mark in the name.
    #[prop(optional)]
    highlight: Vec<String>,
    /// Whether the account that the card is drawn for keeps it as a favourite.
    #[prop(optional)]
    kept: bool,
    /// Where it is told why the product is among the results, if it is.
    #[prop(default = None)]
    why: Option<String>,
    /// When its picture is wanted.
    #[prop(default = Coming::Late)]
    coming: Coming,
) -> impl IntoView {
    let unavailable = (!product.in_stock).then(|| view! { <p class="badge">"Out of stock"</p> });
    // Many names begin with the maker's already.
    let brand = product
        .brand
        .filter(|brand| !product.name.starts_with(brand.as_str()));
    let heart = view! { <Heart id=product.id name=product.name.clone() kept /> };
    let why = why.map(|href| {
        let label = format!("Why this result? {}", product.name);
        view! {
            <a class="card-why" href=href rel="nofollow" data-action="why" aria-label=label>
                "Why this result?"
            </a>
        }
    });
    let picture = match product.photo {
        Some(photo) => {
            view! { <Photograph photo class="card-picture" sizes=SIZES width=400 coming /> }
                .into_any()
        }
        None => view! {
            <img
                class="card-picture"
                src=product.picture
                alt=""
                width="400"
                height="400"
                loading=coming.loading()
                fetchpriority=coming.priority()
            />
        }
        .into_any(),
    };
    view! {
        <article class="card" data-id=product.id>
            {picture}
            <div class="card-body">
                {brand.map(|brand| view! { <p class="card-brand">{brand}</p> })}
                <h3 class="card-name">
                    <a href=format!("/p/{}", product.slug)>
                        <Highlight text=product.name beginnings=highlight />
                    </a>
                </h3>
                <Rating rating=product.rating review_count=product.review_count />
                <Price price=product.price compare_at=product.compare_at />
                {unavailable}
                {why}
            </div>
            {heart}
        </article>
    }
}
