//! A page of results with its filters: the body of search and category pages.

use leptos::prelude::*;

use super::{
    breadcrumbs::Breadcrumbs, chips::Chips, failure::Failure, filters::Filters,
    page_title::PageTitle, pagination::Pagination, product_grid::ProductGrid,
};
use crate::{
    backend,
    error::AppError,
    model::{
        money::grouped_count,
        search::{Note, ParsedQuery, SearchQuery, SearchResults, SortOrder},
    },
};

/// Looks up `parsed` and shows what it gives. Without a `heading` the category's name is used.
#[component]
pub fn Listing(parsed: ParsedQuery, #[prop(optional, into)] heading: String) -> impl IntoView {
    let ParsedQuery { query, notes } = parsed;
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(results) => view! { <Results query results notes heading /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &SearchQuery) -> Result<SearchResults, AppError> {
    backend::catalog()?.search(query).await
}

#[component]
fn Results(
    query: SearchQuery,
    results: SearchResults,
    notes: Vec<Note>,
    heading: String,
) -> impl IntoView {
    let category_name = results.trail.last().map(|crumb| crumb.name.clone());
    let (heading, title) = match category_name {
        Some(name) if heading.is_empty() || query.text.is_empty() => (name.clone(), Some(name)),
        _ => (heading, None),
    };
    let notes = notes
        .into_iter()
        .map(|note| view! { <p class="note">{note.text()}</p> })
        .collect_view();
    let beyond = (query.page() > results.page).then(|| {
        view! { <p class="note">"There are fewer pages than that; this is the last one."</p> }
    });
    let body = if results.products.is_empty() {
        view! { <NoResults query=query.clone() /> }.into_any()
    } else {
        let pages = view! {
            <Pagination query=query.clone() page=results.page page_count=results.page_count />
        };
        view! {
            <ProductGrid products=results.products.clone() />
            {pages}
        }
        .into_any()
    };
    view! {
        {title.map(|text| view! { <PageTitle text /> })}
        <Breadcrumbs trail=results.trail.clone() />
        <h1>{heading}</h1>
        {notes}
        {beyond}
        <div class="listing">
            <Filters query=query.clone() facets=results.facets.clone() />
            <section class="listing-results" aria-labelledby="results">
                <h2 id="results" class="visually-hidden">
                    "Results"
                </h2>
                <Chips query=query.clone() facets=results.facets.clone() />
                <Toolbar query range=range_text(&results) />
                {body}
            </section>
        </div>
    }
}

/// "25–48 of 1,234".
fn range_text(results: &SearchResults) -> String {
    if results.total == 0 {
        return "No results".to_owned();
    }
    format!(
        "{}–{} of {}",
        grouped_count(results.first()),
        grouped_count(results.last()),
        grouped_count(results.total)
    )
}

#[component]
fn Toolbar(query: SearchQuery, range: String) -> impl IntoView {
    view! {
        <div class="toolbar">
            <p class="result-range" role="status">
                {range}
            </p>
            // Fields of the filter form, shown where people look for them.
            <div class="sort">
                <label for="sort">"Sort by"</label>
                <select id="sort" name="sort" form="filters">
                    {SortOrder::ALL
                        .into_iter()
                        .map(|order| {
                            view! {
                                <option value=order.slug() selected=order == query.sort>
                                    {order.label()}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
                <button class="button button-quiet" form="filters" type="submit">
                    "Sort"
                </button>
            </div>
        </div>
    }
}

#[component]
fn NoResults(query: SearchQuery) -> impl IntoView {
    let unfiltered = query.has_filters().then(|| {
        view! {
            <li>
                <a href=query.without_filters().href()>"Remove all filters"</a>
            </li>
        }
    });
    let everywhere = query.category.is_some().then(|| {
        let href = query.with(|query| query.category = None).href();
        view! {
            <li>
                <a href=href>"Search in all categories"</a>
            </li>
        }
    });
    view! {
        <div class="notice">
            <h2>"Nothing matches"</h2>
            <p>"Check the spelling, or use fewer or more general words."</p>
            <ul>
                {unfiltered} {everywhere} <li>
                    <a href="/search">"Browse all products"</a>
                </li>
            </ul>
        </div>
    }
}
