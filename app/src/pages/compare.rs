//! `/compare?p={slug}&p={slug}`: up to four products side by side.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend::{self, Catalog},
    components::{
        failure::Failure, heart::Heart, page_title::PageTitle, price::Price, rating::Rating,
    },
    error::AppError,
    model::{
        catalog::{ProductDetail, ProductLookup, ProductSummary},
        comparison::{MAX_COMPARED, Row, href, rows, slugs},
    },
    respond::request_query,
};

/// What is compared stands in the address alone, so that it can be kept and sent to others.
#[component]
pub fn ComparePage() -> impl IntoView {
    let slugs = slugs(&request_query());
    view! {
        <PageTitle text="Compare" />
        <Meta name="robots" content="noindex" />
        <h1>"Compare"</h1>
        <Suspense>
            {Suspend::new(async move {
                match load(&slugs).await {
                    Ok(found) if found.products.is_empty() => {
                        view! {
                            <Gone count=found.gone />
                            <Nothing />
                        }
                            .into_any()
                    }
                    Ok(found) => {
                        view! {
                            <Gone count=found.gone />
                            <Comparison products=found.products />
                        }
                            .into_any()
                    }
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

struct Compared {
    products: Vec<ProductDetail>,
    /// How many of those asked for are not sold.
    gone: usize,
}

async fn load(slugs: &[String]) -> Result<Compared, AppError> {
    let catalog = backend::catalog()?;
    let mut found = Compared {
        products: Vec::new(),
        gone: 0,
    };
    for slug in slugs {
        match look_up(&*catalog, slug).await? {
            // Two addresses may lead to one product.
            Some(product) if !found.has(&product) => found.products.push(product),
            Some(_) => {}
            None => found.gone += 1,
        }
    }
    Ok(found)
}

impl Compared {
    fn has(&self, product: &ProductDetail) -> bool {
        let id = product.summary.id;
        self.products.iter().any(|known| known.summary.id == id)
    }
}

/// The product at this slug, or at the one it has by now.
async fn look_up(catalog: &dyn Catalog, slug: &str) -> Result<Option<ProductDetail>, AppError> {
    let mut found = catalog.product(slug).await?;
    if let ProductLookup::Moved(slug) = found {
        found = catalog.product(&slug).await?;
    }
    Ok(match found {
        ProductLookup::Found(product) => Some(*product),
        _ => None,
    })
}

#[component]
fn Gone(count: usize) -> impl IntoView {
    (count > 0).then(|| {
        let text = match count {
            1 => "One of these products is no longer sold.".to_owned(),
            many => format!("{many} of these products are no longer sold."),
        };
        view! { <p class="note">{text}</p> }
    })
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="notice">
            <p>
                {format!("Up to {MAX_COMPARED} products stand here side by side. “Compare” on a product’s page puts it here.")}
            </p>
            <a class="button" href="/search">
                "All products"
            </a>
        </div>
    }
}

#[component]
fn Comparison(products: Vec<ProductDetail>) -> impl IntoView {
    let slugs: Vec<String> = products
        .iter()
        .map(|product| product.summary.slug.clone())
        .collect();
    let rows = own_rows(&products)
        .into_iter()
        .chain(rows(&products))
        .map(|row| view! { <PropertyRow row /> })
        .collect_view();
    let others = others(&products);
    let heads = products
        .into_iter()
        .map(|product| {
            let without = slugs.iter().filter(|slug| **slug != product.summary.slug);
            let without: Vec<&String> = without.collect();
            let remove = href(&without);
            view! { <Head product=product.summary remove /> }
        })
        .collect_view();
    view! {
        <label class="choice">
            <input type="checkbox" id="only-differences" />
            <span>"Only what differs"</span>
        </label>
        <div class="comparison" role="region" aria-label="Comparison" tabindex="0" data-compared=slugs.join(" ")>
            <table>
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Others slugs others />
    }
}

#[component]
fn Head(product: ProductSummary, remove: String) -> impl IntoView {
    view! {
        <th scope="col">
            <img src=product.picture alt="" width="400" height="400" />
            <a class="comparison-name" href=format!("/p/{}", product.slug)>
                {product.name.clone()}
            </a>
            <Rating rating=product.rating review_count=product.review_count />
            <Price price=product.price compare_at=product.compare_at />
            <div class="comparison-acts">
                <Heart id=product.id name=product.name.clone() />
                <a href=remove aria-label=format!("Take away {}", product.name)>
                    "Take away"
                </a>
            </div>
        </th>
    }
}

#[component]
fn PropertyRow(row: Row) -> impl IntoView {
    let class = (!row.differs()).then_some("same");
    view! {
        <tr class=class>
            <th scope="row">{row.name}</th>
            {row
                .values
                .into_iter()
                .map(|value| match value {
                    Some(value) => view! { <td>{value}</td> }.into_any(),
                    None => {
                        view! {
                            <td>
                                <span aria-hidden="true">"–"</span>
                                <span class="visually-hidden">"Not known"</span>
                            </td>
                        }
                            .into_any()
                    }
                })
                .collect_view()}
        </tr>
    }
}

/// What every product has beside its attributes.
fn own_rows(products: &[ProductDetail]) -> Vec<Row> {
    let row = |name: &str, value: fn(&ProductDetail) -> Option<String>| Row {
        name: name.to_owned(),
        values: products.iter().map(value).collect(),
    };
    let all = [
        row("Brand", |product| product.summary.brand.clone()),
        row("Category", |product| {
            product.trail.last().map(|crumb| crumb.name.clone())
        }),
        row("Availability", |product| {
            let text = if product.summary.in_stock {
                "In stock"
            } else {
                "Out of stock"
            };
            Some(text.to_owned())
        }),
    ];
    let is_known = |row: &Row| row.values.iter().any(Option::is_some);
    all.into_iter().filter(is_known).collect()
}

/// What could stand beside them: what is similar to one of them, while there is room.
fn others(products: &[ProductDetail]) -> Vec<ProductSummary> {
    const OFFERED: usize = 6;
    let mut others: Vec<ProductSummary> = Vec::new();
    if products.len() >= MAX_COMPARED {
        return others;
    }
    for other in products.iter().flat_map(|product| &product.similar) {
        let compared = products.iter().map(|product| product.summary.id);
        let mut known = compared.chain(others.iter().map(|known| known.id));
        if others.len() < OFFERED && !known.any(|id| id == other.id) {
            others.push(other.clone());
        }
    }
    others
}

#[component]
fn Others(slugs: Vec<String>, others: Vec<ProductSummary>) -> impl IntoView {
    (!others.is_empty()).then(|| {
        let items = others
            .into_iter()
            .map(|other| {
                let with: Vec<&String> = slugs.iter().chain([&other.slug]).collect();
                let label = format!("Compare with {}", other.name);
                view! {
                    <li>
                        <a href=href(&with) aria-label=label>
                            {other.name.clone()}
                        </a>
                        <Price price=other.price compare_at=None />
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="others">
                <h2 id="others">"Compare with"</h2>
                <ul class="comparison-others">{items}</ul>
            </section>
        }
    })
}
