//! `/favourites`: what one keeps, in the account or in the browser.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{failure::Failure, page_title::PageTitle, product_grid::ProductGrid},
    error::AppError,
    model::catalog::ProductSummary,
    respond::never_keep,
};

/// The favourites of who is logged in; for a guest a place where a script puts those of the browser.
#[component]
pub fn FavouritesPage() -> impl IntoView {
    never_keep();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(favourites) => view! { <Favourites favourites /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What the account keeps; `None` for a guest.
async fn load() -> Result<Option<Vec<ProductSummary>>, AppError> {
    match backend::accounts()?.favourites().await? {
        Some(ids) => backend::catalog()?.cards(&ids).await.map(Some),
        None => Ok(None),
    }
}

#[component]
fn Favourites(favourites: Option<Vec<ProductSummary>>) -> impl IntoView {
    let body = match favourites {
        Some(products) if products.is_empty() => view! { <Nothing /> }.into_any(),
        Some(products) => view! {
            <KeptHeading />
            <ProductGrid products kept=true />
        }
        .into_any(),
        None => view! { <InBrowser /> }.into_any(),
    };
    view! {
        <PageTitle text="Favourites" />
        <Meta name="robots" content="noindex" />
        <h1>"Favourites"</h1>
        {body}
    }
}

#[component]
fn InBrowser() -> impl IntoView {
    view! {
        <p class="note">
            "Kept in this browser alone. " <a href="/log-in?next=%2Ffavourites">"Log in"</a>
            " to keep them in your account."
        </p>
        <noscript>
            <p>"Without JavaScript, only an account can keep them."</p>
        </noscript>
        <div id="nothing-kept" hidden>
            <Nothing />
        </div>
        <section id="kept" hidden>
            <KeptHeading />
            <div class="cards"></div>
        </section>
    }
}

#[component]
fn KeptHeading() -> impl IntoView {
    view! { <h2 class="visually-hidden">"What you keep"</h2> }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="notice">
            <p>"Nothing here yet. The heart of a product puts it here."</p>
            <a class="button" href="/search">
                "All products"
            </a>
        </div>
    }
}
