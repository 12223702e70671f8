//! `/`: the categories and what people rate best.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        failure::Failure, page_title::PageTitle, product_grid::ProductGrid, viewed::RecentlyViewed,
    },
    error::AppError,
    model::{catalog, money::grouped_count},
};

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <PageTitle text="Search, and see how fast it is" />
        <Meta name="description" content="A product catalogue whose speed you can see." />
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
