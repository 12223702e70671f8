//! What is exported and imported again is the same, whatever it is.

use std::fmt::Write as _;

use app::model::editing::ProductsQuery;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};
use server::{
    catalog::export,
    config::Config,
    db::{self, Pool},
    import::{record::Format, write},
};

use super::fixture::Fixture;

/// Text as somebody may have typed it, with all that means something to CSV, JSON or a spreadsheet.
const TEXT: &str = "(['=+@\\-]{0,2}[a-z,;>\"'\\[\\]{}\\\\ é\u{1f600}\u{feff}|<&]{0,12})";

fn name() -> impl Strategy<Value = String> {
    (TEXT, "[a-zA-Z0-9]").prop_map(|(text, end)| text + &end)
}

fn line() -> impl Strategy<Value = String> {
    (TEXT, "[\n\r\t]{0,2}").prop_map(|(text, end)| text + &end)
}

fn product() -> impl Strategy<Value = Value> {
    let texts = (
        name(),
        prop::collection::vec(line(), 0..4),
        prop::option::of(name()),
        prop::collection::vec(name(), 0..4),
        prop::collection::btree_map(name(), name(), 0..5),
        prop::option::of("/[a-z]{1,9}"),
    );
    let numbers = (
        prop::option::of(0_i64..1_000_000_000_000),
        prop::option::of(0_i64..1_000_000),
        prop::sample::select(vec!["EUR", "USD", "JPY"]),
        prop::option::of(0_u16..=500),
        0_i32..=i32::MAX,
        prop::option::of(0_i32..=i32::MAX),
        prop::sample::select(vec!["draft", "published", "archived"]),
        0_i64..4_000_000_000,
    );
    (texts, numbers).prop_map(|(texts, numbers)| {
        let (title, description, brand, category, attributes, image) = texts;
        let (price, before, currency, rating, reviews, stock, status, created) = numbers;
        let created = time::OffsetDateTime::from_unix_timestamp(created).unwrap()
            + time::Duration::microseconds(created % 1_000_000);
        json!({
            "title": title, "description": description.concat(), "brand": brand, "category": category,
            "attributes": attributes, "image_url": image, "price_cents": price, "compare_at_cents": before,
            "currency": currency, "rating": rating.map(|rating| f64::from(rating) / 100.0),
            "review_count": reviews, "stock": stock, "status": status,
            "created_at": created.format(&time::format_description::well_known::Rfc3339).unwrap(),
        })
    })
}

/// As many random products as JSON lines; item numbers are odd, too.
fn products(count: usize) -> String {
    let mut runner = TestRunner::deterministic();
    let mut lines = String::new();
    for number in 0..count {
        let mut product = product().new_tree(&mut runner).unwrap().current();
        let mark = ["", "=", "-", "'+", "0", "@,"][number % 6];
        product["id"] = json!(format!("{mark}{number}"));
        writeln!(lines, "{product}").unwrap();
    }
    lines
}

fn pool(shop: &Fixture) -> Pool {
    let config =
        Config::from_lookup(&|name| (name == "DATABASE_URL").then(|| shop.url().to_owned()));
    db::pool(&config.unwrap().database).unwrap()
}

/// The whole catalogue as a file.
async fn exported(shop: &Fixture, format: Format) -> String {
    let (pool, mut after) = (pool(shop), i64::MIN);
    let mut text = write::head(format);
    loop {
        let query = ProductsQuery::default();
        let rows = export::part(&pool, &query, None, after, 100).await.unwrap();
        let Some(last) = rows.last() else {
            return text;
        };
        after = last.id;
        for row in &rows {
            write::product(format, row, &mut text);
        }
    }
}

/// Products with all that a file says of them.
async fn whole(shop: &Fixture) -> Value {
    let sql = "SELECT coalesce(jsonb_agg(to_jsonb(p) - '{id,updated_at,version,brand_id,category_id}'::text[]
                   || jsonb_build_object('brand', b.name, 'path', c.path, 'level', c.name) ORDER BY p.sku), '[]')::text
               FROM products p LEFT JOIN brands b ON b.id = p.brand_id LEFT JOIN categories c ON c.id = p.category_id";
    let text: String = shop.value(sql).await.unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn what_is_exported_is_imported_as_it_was() -> anyhow::Result<()> {
    const PRODUCTS: usize = 400;
    let shop = Fixture::new().await?;
    let created = shop.import("random.jsonl", products(PRODUCTS)).await?;
    assert_eq!(created.counts.created, PRODUCTS as u64);
    let before = whole(&shop).await;
    for (format, name) in [(Format::Csv, "export.csv"), (Format::Jsonl, "export.jsonl")] {
        let text = exported(&shop, format).await;
        // Here nothing is to be done.
        let again = shop.import(name, &text).await?;
        assert_eq!(
            again.counts.unchanged, PRODUCTS as u64,
            "{name}: {:?}",
            again.counts
        );
        // Elsewhere it makes the same.
        let other = Fixture::new().await?;
        let made = other.import(name, &text).await?;
        assert_eq!(made.counts.created, PRODUCTS as u64, "{name}");
        let (before, after) = (before.as_array().unwrap().clone(), whole(&other).await);
        for (before, after) in before.iter().zip(after.as_array().unwrap()) {
            assert_eq!(before, after, "{name}");
        }
        assert_eq!(exported(&other, format).await, text, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn no_cell_begins_as_a_formula_does() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let line = json!({"id": "=1+1", "title": "@SUM(A1)", "description": "-x", "brand": "+Brand", "category": ["=A"]});
    shop.import("a.jsonl", line.to_string()).await?;
    let text = exported(&shop, Format::Csv).await;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let record = reader.records().next().unwrap()?;
    for cell in &record {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell}"
        );
    }
    assert_eq!(&record[0], "'=1+1");
    Ok(())
}
