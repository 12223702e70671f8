//! No statement of the catalogue reads all products, at 100,000 of them.

use crate::support::catalog::{any_slug, seeded};
use app::model::search::{ParsedQuery, SortOrder};
use diesel::{QueryableByName, sql_types::Json};
use serde_json::Value;
use server::{
    catalog::{
        card, facets, filter::Filter, listing, product, product::ProductRow, similar, suggest,
        taxonomy,
    },
    db::{Pool, Statement},
};

const PRODUCTS: u64 = 100_000;

#[derive(QueryableByName)]
struct PlanRow {
    #[diesel(sql_type = Json, column_name = "QUERY PLAN")]
    plan: Value,
}

/// Searches of every shape: words rare and common, each filter, none.
const SEARCHES: &[&str] = &[
    "",
    "q=lamp",
    "q=steel",
    "q=black+steel+lamp&rating=4",
    "q=xyzzy",
    "min=10&max=50",
    "rating=4&stock=1",
    "brand={brand}",
    "brand={brand}&q=black",
    "category={category}",
    "category={category}&rating=3&min=5&stock=1",
    "category={category}&q=black&brand={brand}",
];

#[tokio::test]
async fn no_statement_reads_all_products() {
    let catalogue = seeded(PRODUCTS).await;
    let (brand, category, categories) = catalogue.a_brand_and_a_category().await;
    let mut statements = vec![taxonomy::categories(), suggest::suggestions("bla")];
    for search in SEARCHES {
        let search = search
            .replace("{brand}", &brand)
            .replace("{category}", &category);
        let query = ParsedQuery::parse(&search).query;
        let subtree = query.category.is_some().then(|| categories.clone());
        let filter = Filter::new(&query, subtree.map(|ids| (ids[0], ids)));
        statements.push(facets::facets(&filter));
        for sort in SortOrder::ALL {
            statements.push(listing::listing(&filter, sort, 0));
            statements.push(listing::listing(&filter, sort, 40));
        }
    }
    let ids: Vec<i64> = (1..=24).collect();
    statements.push(card::cards(&ids));
    statements.extend(product_statements(&catalogue.pool).await);

    let mut offenders = Vec::new();
    for statement in statements {
        let rows: Vec<PlanRow> = statement.explain().load(&catalogue.pool).await.unwrap();
        let plan = &rows.first().expect("a plan").plan;
        if scans_products(plan) {
            offenders.push(format!("{statement:?}\n{plan:#}"));
        }
    }
    assert!(
        offenders.is_empty(),
        "{} scan all products:\n{}",
        offenders.len(),
        offenders.join("\n\n")
    );
}

async fn product_statements(pool: &Pool) -> [Statement; 2] {
    let slug = any_slug(pool).await;
    let by_slug = product::product(&slug);
    let rows: Vec<ProductRow> = by_slug.clone().load(pool).await.unwrap();
    let product = rows.into_iter().next().expect("a product").into();
    [by_slug, similar::similar(&product)]
}

fn scans_products(plan: &Value) -> bool {
    match plan {
        Value::Array(parts) => parts.iter().any(scans_products),
        Value::Object(node) => {
            let says = |key: &str, wanted: &str| node.get(key).is_some_and(|text| text == wanted);
            let scans = says("Node Type", "Seq Scan") && says("Relation Name", "products");
            scans || node.values().any(scans_products)
        }
        _ => false,
    }
}
