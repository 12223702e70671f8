//! `GET /api/v1/search`: what the page of results shows, for programs.

use app::{
    backend::Catalog as _,
    error::AppError,
    model::search::{Note, PAGE_SIZE, ParsedQuery, SearchLookup, SearchQuery, SearchResults},
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use utoipa::IntoParams;

use super::{cursor, etag, refusals::Refused, site, wire::SearchAnswer};
use crate::{
    backend::CatalogBackend,
    problem::{FieldProblem, Problem},
    state::AppState,
};

/// What is searched for: the parameters of `/search`, and a cursor.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: parameters are read as those of the page are"
)]
pub(super) struct SearchParameters {
    /// Words; everything if there are none.
    #[param(example = "oak desk")]
    q: Option<String>,
    /// Path of a category; what is below it counts.
    #[param(
        max_length = 200,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"
    )]
    category: Option<String>,
    /// Slugs of makers, any of which will do; may stand several times.
    #[param(max_items = 30)]
    brand: Option<Vec<String>>,
    /// Least price, as a plain number in the whole unit: `12.50`.
    #[param(pattern = "^[0-9]{1,9}([.][0-9]{1,2})?$")]
    min: Option<String>,
    /// Highest price, written so, too.
    #[param(pattern = "^[0-9]{1,9}([.][0-9]{1,2})?$")]
    max: Option<String>,
    /// Least rating.
    #[param(minimum = 1, maximum = 4)]
    rating: Option<u8>,
    /// `1`: only what can be had now.
    #[param(pattern = "^(0|1|true|false|on|off)$")]
    stock: Option<String>,
    /// `1`: take the words as they are typed, without correcting any.
    #[param(pattern = "^(0|1|true|false|on|off)$")]
    exact: Option<String>,
    /// `relevance`, `price`, `price-desc`, `rating` or `newest`.
    #[param(pattern = "^(relevance|price|price-desc|rating|newest)$")]
    sort: Option<String>,
    /// Number of the page, from 1; the last one if there are not so many.
    #[param(pattern = "^[1-9][0-9]*$")]
    page: Option<String>,
    /// `next` of the page before; says by itself which page, and belongs to the same search.
    cursor: Option<String>,
}

/// Search the products on sale.
///
/// A property is the parameter `a.NAME`, as `facets.attributes` names it. A parameter that cannot be followed is refused.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "Reading", operation_id = "search",
    params(SearchParameters),
    responses(
        (status = 200, description = "A page of results.", body = SearchAnswer,
         headers(("ETag" = String, description = "Of this answer, for If-None-Match."))),
        (status = 304, description = "It is still so."),
        (status = 404, description = "There is no such category.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be followed.", body = Problem, content_type = "application/problem+json"),
        Refused,
    ),
    security((), ("token" = [])),
)]
pub(super) async fn search(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let mut parsed = ParsedQuery::parse(&query);
    refuse_what_is_wrong(&parsed, &query)?;
    let question = parsed.query.at_page(1).to_query_string();
    if let Some(place) = last_cursor(&query) {
        let page = cursor::read(&place, &question)?;
        parsed.query = parsed
            .query
            .at_page(u32::try_from(page).unwrap_or(u32::MAX));
    }

    let view = state.cache.view();
    let catalog = state.catalog_of(view.clone());
    let (query_there, mut results) = found(&catalog, parsed.query).await?;
    parsed.query = query_there;
    if results.page < parsed.query.page() && last_cursor(&query).is_some() {
        // There have come to be fewer pages since: what is on the last one was seen.
        results.products.clear();
    } else {
        parsed.query = parsed.query.at_page(results.page);
    }
    let ids: Vec<i64> = results.products.iter().map(|card| card.id).collect();
    let categories = catalog.category_paths(&ids).await;
    let categories = categories.map_err(|error| Problem::of(error.status()))?;
    let page = i64::from(parsed.query.page());
    let is_last =
        results.page >= results.page_count || page * i64::from(PAGE_SIZE) >= results.total;
    let next = (!is_last).then(|| cursor::write(page + 1, &question));
    let outdated = view.is_outdated();
    let answer = SearchAnswer::new(parsed, results, &categories, next, site(&state), outdated);
    Ok(etag::shared(&headers, &answer, outdated))
}

/// The results of a search, and the search that they are of: a program that knows a category or a brand by the name that it
/// had need not learn the present one.
async fn found(
    catalog: &CatalogBackend,
    query: SearchQuery,
) -> Result<(SearchQuery, SearchResults), Problem> {
    let unknown = || {
        Problem::new(
            StatusCode::NOT_FOUND,
            "unknown_category",
            "There is no category with this path.",
        )
    };
    let look_up = async |query: &SearchQuery| {
        let found = catalog.search(query).await;
        found.map_err(|error| match error {
            AppError::NotFound => unknown(),
            error => Problem::of(error.status()),
        })
    };
    let mut query = query;
    // Whoever renames at this very moment may send one on again, but not for ever.
    for _ in 0..3 {
        match look_up(&query).await? {
            SearchLookup::Found(results) => return Ok((query, *results)),
            SearchLookup::Moved(there) => query = *there,
            SearchLookup::Gone => break,
        }
    }
    Err(unknown())
}

/// The cursor in an address; nothing if it is empty.
fn last_cursor(query: &str) -> Option<String> {
    app::model::pairs::first(query, "cursor").filter(|cursor| !cursor.is_empty())
}

/// Forms send what was left open as nothing; a program that does so has left something out that it meant to say.
const NEVER_EMPTY: [&str; 9] = [
    "category", "brand", "min", "max", "rating", "stock", "exact", "sort", "page",
];

/// A page shows what it can and says so; a program that asks for what is nothing has a fault that it should hear of. What is
/// merely tidied is not refused.
fn refuse_what_is_wrong(parsed: &ParsedQuery, query: &str) -> Result<(), Problem> {
    let value = |name: &str| app::model::pairs::first(query, name).unwrap_or_default();
    let mut errors: Vec<FieldProblem> = parsed
        .notes
        .iter()
        .filter_map(|note| wrong(*note, &value))
        .collect();
    for name in NEVER_EMPTY {
        let sent = app::model::pairs::first(query, name);
        if sent.is_some_and(|value| value.trim().is_empty()) {
            errors.push(FieldProblem::new(name, "This is empty: leave it out."));
        }
    }
    for name in ["stock", "exact"] {
        if !["", "0", "1", "true", "false", "on", "off"].contains(&value(name).trim()) {
            errors.push(FieldProblem::new(name, "This is 1 or 0."));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::fields(errors))
    }
}

fn wrong(note: Note, value: &impl Fn(&str) -> String) -> Option<FieldProblem> {
    let (field, message) = match note {
        Note::TextCut | Note::PricesSwapped => return None,
        Note::CategoryIgnored => ("category", "No category can have such a path."),
        Note::BrandIgnored => ("brand", "These are slugs of makers, 30 at most."),
        Note::AttributeIgnored => (
            "a.",
            "No product can have such a property, or there are too many.",
        ),
        Note::PriceIgnored => {
            let is_price = value("min")
                .trim()
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.');
            let field = if is_price { "max" } else { "min" };
            (field, "A price is a plain number, such as 12.50.")
        }
        Note::RatingIgnored => ("rating", "This is a whole number from 1 to 4."),
        Note::UnknownSort => (
            "sort",
            "This is relevance, price, price-desc, rating or newest.",
        ),
        Note::PageIgnored => ("page", "This is a whole number from 1 up."),
    };
    Some(FieldProblem::new(field, message))
}
