//! The number beside a filter value is the number of results one gets by choosing it.

use crate::support::catalog::{SeededCatalog, seeded};
use app::{
    backend::Catalog,
    model::search::{FacetValue, ParsedQuery, SearchQuery, SearchResults, SortOrder},
};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};

/// Random searches over the words, makers and prices that the catalogue has.
pub(crate) fn searches(
    brands: Vec<String>,
    categories: Vec<String>,
) -> impl Strategy<Value = SearchQuery> {
    let word = select(vec![
        "",
        "black",
        "steel",
        "lamp",
        "set",
        "oak table",
        "xyzzy",
    ]);
    let category = prop::option::weighted(0.4, select(categories));
    let brands = prop::collection::vec(select(brands), 0..3);
    let prices = (prop::option::of(0_i64..200), prop::option::of(0_i64..400));
    let rating = prop::option::of(1_u8..=4);
    (word, category, brands, prices, rating, any::<bool>()).prop_map(
        |(word, category, brands, (min, max), rating, stock)| {
            let mut query = SearchQuery {
                text: word.to_owned(),
                category,
                brands,
                min_price: min.map(|price| price * 100),
                max_price: max.map(|price| price * 100),
                min_rating: rating,
                in_stock: stock,
                ..SearchQuery::default()
            };
            // As the parser leaves them.
            query.brands.sort_unstable();
            query.brands.dedup();
            ParsedQuery::parse(&query.to_query_string())
                .in_category(query.category.as_deref().unwrap_or("none"))
                .filter(|_| query.category.is_some())
                .map_or_else(
                    || ParsedQuery::parse(&query.to_query_string()).query,
                    |parsed| parsed.query,
                )
        },
    )
}

/// What a search finds.
pub(crate) async fn results(catalogue: &SeededCatalog, query: &SearchQuery) -> SearchResults {
    let found = catalogue.backend.search(query).await.expect("a page");
    found.into_results().expect("results")
}

async fn total(catalogue: &SeededCatalog, query: &SearchQuery) -> i64 {
    results(catalogue, query).await.total
}

async fn check(
    catalogue: &SeededCatalog,
    facet: &str,
    value: &FacetValue,
    chosen: &SearchQuery,
) -> Result<(), TestCaseError> {
    let count = total(catalogue, chosen).await;
    prop_assert_eq!(
        value.count,
        count,
        "{} {:?} of {}",
        facet,
        value,
        chosen.href()
    );
    Ok(())
}

pub(crate) async fn counts_hold(
    catalogue: &SeededCatalog,
    query: SearchQuery,
) -> Result<(), TestCaseError> {
    let facets = results(catalogue, &query).await.facets;
    for value in facets.categories.iter().take(4) {
        let chosen = query.with(|query| query.category = Some(value.value.clone()));
        check(catalogue, "category", value, &chosen).await?;
    }
    for value in facets.brands.iter().take(4) {
        let chosen = query.with(|query| query.brands = vec![value.value.clone()]);
        check(catalogue, "brand", value, &chosen).await?;
    }
    for value in &facets.ratings {
        let chosen = query.with(|query| query.min_rating = value.value.parse().ok());
        check(catalogue, "rating", value, &chosen).await?;
    }
    let chosen = query.with(|query| query.in_stock = true);
    prop_assert_eq!(facets.in_stock, total(catalogue, &chosen).await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_the_results_of_choosing() {
    let catalogue = seeded(3_000).await;
    let (brands, categories) = catalogue.brands_and_categories().await;
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let handle = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        runner
            .run(&searches(brands, categories), |query| {
                handle.block_on(counts_hold(&catalogue, query))
            })
            .unwrap();
    });
}

#[tokio::test]
async fn pages_hold_every_result_once_in_order() {
    let catalogue = seeded(3_000).await;
    for sort in SortOrder::ALL {
        let query = SearchQuery {
            sort,
            text: "black".to_owned(),
            ..SearchQuery::default()
        };
        let first = results(&catalogue, &query).await;
        let mut ids = Vec::new();
        for page in 1..=first.page_count {
            let page = results(&catalogue, &query.at_page(page)).await;
            ids.extend(page.products.iter().map(|product| product.id));
        }
        assert_eq!(i64::try_from(ids.len()).unwrap(), first.total, "{sort:?}");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(
            i64::try_from(ids.len()).unwrap(),
            first.total,
            "{sort:?}: a product stands twice"
        );
    }
}
