//! `/`: the categories and what people rate best.

use leptos::prelude::*;

use crate::{
    backend::{self, whole_address},
    components::{
        failure::Failure, json_ld::JsonLd, page_title::PageTitle, product_grid::ProductGrid,
        sharing::Sharing, viewed::RecentlyViewed,
    },
    error::AppError,
    model::{catalog, linked_data, money::grouped_count},
};

const TITLE: &str = "Search, and see how fast it is";

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <PageTitle text=TITLE />
        <Sharing path="/" title=TITLE description="A product catalogue whose speed you can see." />
        <JsonLd json=linked_data::site(whole_address) />
        <Suspense>
            {Suspend::new(async {
                match load().await {
                    Ok(page) => view! { <Content page /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load() -> Result<catalog::HomePage, AppError> {
    backend::catalog()?.home().await
}

#[component]
fn Content(page: catalog::HomePage) -> impl IntoView {
    let catalog::HomePage {
        product_count,
        categories,
        best_rated,
    } = page;
    view! {
        <section class="hero">
            <h1>"Find it before you finish typing."</h1>
            <p>
                {format!("{} products, searched and rendered on the server.", grouped_count(product_count))}
            </p>
        </section>
        <section aria-labelledby="categories">
            <h2 id="categories">"Categories"</h2>
            <ul class="category-tiles">
                {categories
                    .into_iter()
                    .map(|tile| {
                        view! {
                            <li>
                                <a class="category-tile" href=format!("/c/{}", tile.crumb.path)>
                                    <img src=tile.picture alt="" width="96" height="96" loading="lazy" />
                                    <span class="category-tile-name">{tile.crumb.name}</span>
                                    <span class="count">{grouped_count(tile.count)}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
        <section aria-labelledby="best-rated">
            <h2 id="best-rated">"Best rated"</h2>
            <ProductGrid products=best_rated />
        </section>
        <RecentlyViewed />
    }
}
