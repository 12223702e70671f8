//! A page of results with its filters: the body of search and category pages.

use std::mem;

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use super::{
    breadcrumbs::Breadcrumbs,
    chips::{Chips, chosen},
    failure::Failure,
    filters::Filters,
    json_ld::JsonLd,
    no_results::NoResults,
    page_title::PageTitle,
    pagination::Pagination,
    product_grid::ProductGrid,
    reading::{ReadingNotes, partial_from},
    sharing::Sharing,
};
use crate::{
    backend::{self, whole_address},
    error::AppError,
    model::{
        catalog::Crumb,
        linked_data,
        money::grouped_count,
        search::{Note, ParsedQuery, SearchLookup, SearchQuery, SearchResults, SortOrder},
    },
    respond::{moved, set_status},
};

/// Looks up `parsed` and shows what it gives. Without a `heading` the category's name is used.
#[component]
pub fn Listing(parsed: ParsedQuery, #[prop(optional, into)] heading: String) -> impl IntoView {
    let ParsedQuery { query, notes } = parsed;
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(SearchLookup::Found(results)) => {
                        view! { <Results query results=*results notes heading /> }.into_any()
                    }
                    Ok(SearchLookup::Moved(query)) => view! { <Moved query=*query /> }.into_any(),
                    Ok(SearchLookup::Gone) => view! { <Gone /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &SearchQuery) -> Result<SearchLookup, AppError> {
    backend::catalog()?.search(query).await
}

/// Browsers go on by themselves; the link is for programs that follow no redirect.
#[component]
fn Moved(query: SearchQuery) -> impl IntoView {
    let address = query.href();
    moved(&address);
    view! {
        <section class="notice">
            <p>
                <a href=address>"These products have another address now."</a>
            </p>
        </section>
    }
}

#[component]
fn Gone() -> impl IntoView {
    set_status(StatusCode::GONE);
    view! {
        <PageTitle text="No such category any more" />
        <Meta name="robots" content="noindex" />
        <section class="notice">
            <h1>"This category is not there any more"</h1>
            <p>"It was taken out of the catalogue. All that is sold can still be found:"</p>
            <p>
                <a class="button" href="/">
                    "To the front page"
                </a>
                " "
                <a class="button button-quiet" href="/search">
                    "All products"
                </a>
            </p>
        </section>
    }
}

#[component]
fn Results(
    query: SearchQuery,
    results: SearchResults,
    notes: Vec<Note>,
    heading: String,
) -> impl IntoView {
    let mut results = results;
    // By far the largest part, and only the filters need it whole.
    let facets = mem::take(&mut results.facets);
    let chosen = chosen(&query, &facets);
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
    let trail = results.trail.clone();
    let range = range_text(&results);
    let reading = view! {
        <ReadingNotes query=query.clone() reading=results.reading.clone() total=results.total />
    };
    let body = if results.products.is_empty() {
        view! { <NoResults query=query.clone() results chosen=chosen.clone() /> }.into_any()
    } else {
        view! { <Products query=query.clone() results /> }.into_any()
    };
    view! {
        {title
            .map(|text| {
                view! {
                    <PageTitle text=text.clone() />
                    <Browsing query=query.clone() title=text trail=trail.clone() />
                }
            })}
        <Breadcrumbs trail />
        <h1>{heading}</h1>
        {notes}
        {beyond}
        {reading}
        <div class="listing">
            <Filters query=query.clone() facets />
            <section class="listing-results" aria-labelledby="results">
                <h2 id="results" class="visually-hidden">
                    "Results"
                </h2>
                <Chips query=query.clone() chosen />
                <Toolbar query range />
                {body}
                // What it cost is known when it is sent, so a script says it.
                <p id="speed" class="speed" hidden></p>
            </section>
        </div>
    }
}

/// What a category's page says of itself. It is one page to search engines: what is left of it by a filter, and its order, are
/// not pages of their own.
#[component]
fn Browsing(query: SearchQuery, title: String, trail: Vec<Crumb>) -> impl IntoView {
    let is_whole =
        query.text.is_empty() && !query.has_filters() && query.sort == SortOrder::default();
    if !is_whole {
        return view! { <Meta name="robots" content="noindex" /> }.into_any();
    }
    let way = linked_data::breadcrumbs(&trail, None, whole_address);
    let description = format!(
        "{title}: every product, by price, rating and what it is made of, found in milliseconds."
    );
    view! {
        <Sharing path=query.href() title description />
        <JsonLd json=way />
    }
    .into_any()
}

/// The products of the page, those that lack some of the words under a heading of their own.
#[component]
fn Products(query: SearchQuery, results: SearchResults) -> impl IntoView {
    let highlight = results.reading.highlight.clone();
    let partial_from = partial_from(&query, &results);
    let results_of = (!query.text.is_empty()).then(|| query.clone());
    let mut products = results.products;
    let partial = partial_from.map(|index| {
        let partial = products.split_off(index);
        view! {
            <section class="partial" aria-labelledby="partial">
                <h2 id="partial">"With most of your words"</h2>
                <ProductGrid products=partial highlight=highlight.clone() results_of=results_of.clone() />
            </section>
        }
    });
    view! {
        {(!products.is_empty())
            .then(|| {
                view! {
                    <ProductGrid
                        products
                        highlight=highlight.clone()
                        results_of=results_of.clone()
                        is_first=true
                    />
                }
            })}
        {partial}
        <Pagination query page=results.page page_count=results.page_count />
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

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
