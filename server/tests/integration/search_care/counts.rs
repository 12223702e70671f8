//! With pins and hidden products, too, the number beside a filter is the number of results one gets by it.

use app::model::search::SearchQuery;
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    facets::{counts_hold, results, searches},
    support::catalog::{SeededCatalog, seeded},
};

/// What is said about every search: pins by place, and hidden products.
type Said = (Vec<i64>, Vec<i64>);

fn said() -> impl Strategy<Value = Said> {
    let products = |most| prop::collection::btree_set(1..=600_i64, 0..most);
    (products(8), products(20)).prop_map(|(pins, hidden)| {
        let hidden = hidden.difference(&pins).copied().collect();
        // Not in the order of their numbers.
        (pins.into_iter().rev().collect(), hidden)
    })
}

async fn say(catalogue: &SeededCatalog, query: &SearchQuery, (pins, hidden): &Said) {
    let words = server::catalog::care::search(&query.text);
    let rows = (1..)
        .zip(pins)
        .map(|(place, id)| (*id, format!("{}", place * 2)));
    let rows = rows.chain(hidden.iter().map(|id| (*id, "NULL".to_owned())));
    let words = words.as_deref().unwrap_or("nothing");
    let rows = rows
        .map(|(id, place)| format!("INSERT INTO search_care VALUES ('{words}', {id}, {place});"));
    let rows: Vec<String> = rows.collect();
    let sql = format!("DELETE FROM search_care;{}", rows.concat());
    catalogue.execute(&sql).await;
}

async fn holds(
    catalogue: &SeededCatalog,
    query: SearchQuery,
    said: Said,
) -> Result<(), TestCaseError> {
    say(catalogue, &query, &said).await;
    counts_hold(catalogue, query.clone()).await?;
    let (pins, hidden) = said;
    let first = results(catalogue, &query).await;
    let mut ids = Vec::new();
    for page in 1..=first.page_count {
        let products = results(catalogue, &query.at_page(page)).await.products;
        ids.extend(products.iter().map(|product| product.id));
    }
    prop_assert_eq!(i64::try_from(ids.len()).unwrap(), first.total);
    if !query.text.is_empty() {
        prop_assert!(!ids.iter().any(|id| hidden.contains(id)), "{:?}", query);
    }
    let plain = SearchQuery {
        text: query.text.clone(),
        ..SearchQuery::default()
    };
    if !query.text.is_empty() && query == plain {
        // Every second place has its pin.
        let standing = ids.iter().skip(1).step_by(2);
        prop_assert!(standing.zip(&pins).all(|(id, pin)| id == pin) || ids.len() < 2 * pins.len());
    }
    ids.sort_unstable();
    let total = ids.len();
    ids.dedup();
    prop_assert_eq!(ids.len(), total, "a product stands twice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_the_results_of_choosing_and_pages_hold_each_once() {
    let catalogue = seeded(600).await;
    catalogue
        .execute("UPDATE products SET status = 'published'")
        .await;
    let (brands, categories) = catalogue.brands_and_categories().await;
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let handle = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        runner
            .run(&(searches(brands, categories), said()), |(query, said)| {
                handle.block_on(holds(&catalogue, query, said))
            })
            .unwrap();
    });
}
