//! `/why?{search}&product={key}`: why a product is a result of a search.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        explanation::Explanation, failure::Failure, page_title::PageTitle,
        product_card::ProductCard,
    },
    error::AppError,
    model::search::{ParsedQuery, SearchQuery, Why},
    respond::request_query,
};

/// The explanation as a page of its own: what a card shows in place where there is a script.
#[component]
pub fn WhyPage() -> impl IntoView {
    let address = request_query();
    let query = ParsedQuery::parse(&address).query;
    let product = product(&address);
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query, product).await {
                    Ok(why) => view! { <Answer query why /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// `NotFound` if the product is no result of the search, or if the search has no words.
async fn load(query: &SearchQuery, product: Option<i64>) -> Result<Why, AppError> {
    let product = product.ok_or(AppError::NotFound)?;
    let why = backend::catalog()?.why(query, product).await?;
    why.ok_or(AppError::NotFound)
}

fn product(address: &str) -> Option<i64> {
    let mut fields = form_urlencoded::parse(address.as_bytes());
    let (_, product) = fields.find(|(name, _)| name == "product")?;
    product.parse().ok()
}

#[component]
fn Answer(query: SearchQuery, why: Why) -> impl IntoView {
    let back = query.href();
    let product = why.product.clone();
    view! {
        <PageTitle text="Why this result?" />
        <Meta name="robots" content="noindex" />
        <section class="page why-page">
            <h1>{format!("Why this result for “{}”?", query.text)}</h1>
            <h2 class="visually-hidden">"The product"</h2>
            <ProductCard product />
            <Explanation why order=query.sort />
            <p>
                <a href=back rel="nofollow">
                    "Back to the results"
                </a>
            </p>
        </section>
    }
}
