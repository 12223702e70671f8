//! No statement that a page waits for reads all products, at 100,000 of them.

use crate::support::catalog::{any_slug, seeded};
use diesel::{QueryableByName, sql_types::Json};
use serde_json::Value;
use server::{
    catalog::{card, product, taxonomy},
    db::Statement,
    insight::{counts::counting, views},
    replica::rows,
};

const PRODUCTS: u64 = 100_000;

#[derive(QueryableByName)]
struct PlanRow {
    #[diesel(sql_type = Json, column_name = "QUERY PLAN")]
    plan: Value,
}

#[tokio::test]
async fn no_statement_reads_all_products() {
    let catalogue = seeded(PRODUCTS).await;
    let ids: Vec<i64> = (1..=24).collect();
    let slug = any_slug(&catalogue.pool).await;
    let clicks = (1..200).map(|number| (format!("click:2026-11-21:{slug}-{number}:oak"), 1));
    let batch = cache::Batch {
        id: "batch".to_owned(),
        amounts: clicks.collect(),
    };
    let statements: [Statement; 9] = [
        taxonomy::categories(),
        card::cards(&ids),
        product::product(&slug),
        rows::after(50_000, 4_000),
        rows::with_ids(ids),
        rows::of_brands(vec![3], 0, 100),
        rows::in_categories(vec![7, 8], 0, 100),
        // Nobody waits for these, but they come again and again.
        views::hottest_statement(200),
        counting(&[batch]),
    ];
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
