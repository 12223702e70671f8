//! Importing over what is there.

use serde_json::json;
use server::import::bulk::Counts;

use crate::import::fixture::Fixture;

const FIRST: &str = r#"{"id":"1","title":"Oak Table","brand":"Tarn","category":["Tables"],"price_cents":100,"stock":3}
{"id":"2","title":"Pine Chair","price_cents":200}
"#;

#[tokio::test]
async fn the_same_file_again_changes_nothing() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    shop.import("a.jsonl", FIRST).await?;
    let statement = "SELECT string_agg(p::text, E'\\n' ORDER BY id) FROM products p";
    let before: String = shop.value(statement).await?;
    let report = shop.import("a.jsonl", FIRST).await?;
    assert_eq!(
        report.counts,
        Counts {
            created: 0,
            updated: 0,
            unchanged: 2
        }
    );
    assert_eq!(shop.value::<String>(statement).await?, before);
    assert_eq!(shop.rows().await?, (2, 1, 1));
    Ok(())
}

#[tokio::test]
async fn a_product_is_known_by_its_number() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    shop.import("a.jsonl", FIRST).await?;
    let second = r#"{"id":"3","title":"Oak Table"}
{"id":"2","title":"Spruce Chair","price_cents":null,"brand":"TARN"}"#;
    let report = shop.import("b.jsonl", second).await?;
    assert_eq!(
        report.counts,
        Counts {
            created: 1,
            updated: 1,
            unchanged: 0
        }
    );
    let products = shop.products().await?;
    assert_eq!(products[1]["name"], "Spruce Chair");
    assert_eq!(products[1]["slug"], "pine-chair", "addresses outlive names");
    assert!(products[1]["price_minor"].is_null());
    assert_eq!(
        products[1]["brand"], "Tarn",
        "brands that differ only in case are one"
    );
    assert_eq!(products[2]["slug"], "oak-table-3");
    Ok(())
}

#[tokio::test]
async fn what_a_file_does_not_mention_stays() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    shop.import("a.jsonl", FIRST).await?;
    shop.query("UPDATE products SET status = 'archived' WHERE sku = '1' RETURNING 1")
        .await?;
    shop.import("b.csv", "id,title,stock\n1,Oak Table,9\n")
        .await?;
    let product = &shop.products().await?[0];
    assert_eq!(product["stock"], 9);
    assert_eq!(product["price_minor"], 100);
    assert_eq!(product["brand"], "Tarn");
    assert_eq!(product["category"], "tables");
    assert_eq!(product["status"], "archived");
    // An empty cell is a null, and a null is an order.
    shop.import("c.csv", "id,title,stock,category\n1,Oak Table,,\n")
        .await?;
    let product = &shop.products().await?[0];
    assert!(product["stock"].is_null() && product["category"].is_null());
    Ok(())
}

#[tokio::test]
async fn a_slug_can_be_set_but_not_taken() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    shop.import("a.jsonl", FIRST).await?;
    shop.import(
        "b.jsonl",
        r#"{"id":"2","title":"Pine Chair","slug":"the-chair"}"#,
    )
    .await?;
    assert_eq!(shop.products().await?[1]["slug"], "the-chair");

    let taken = json!({"id": "3", "title": "New", "brand": "New", "slug": "the-chair"});
    let error = shop.bad_lines("c.jsonl", format!("\n{taken}")).await?;
    assert_eq!(error.total, 1);
    assert_eq!(
        (error.first[0].line, error.first[0].fault.field.as_str()),
        (2, "slug")
    );
    Ok(())
}

#[tokio::test]
async fn an_interrupt_writes_nothing() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let options = crate::import::fixture::options(shop.write("a.jsonl", FIRST)?);
    let interrupted = server::import::import(
        shop.url(),
        &options,
        server::import::progress::Progress::Silent,
        std::future::ready(()),
    );
    let Err(error) = interrupted.await else {
        anyhow::bail!("it was imported")
    };
    assert!(error.to_string().contains("nothing was written"), "{error}");
    assert_eq!(shop.rows().await?, (0, 0, 0));
    Ok(())
}

#[tokio::test]
async fn two_loads_do_not_run_at_once() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let mut client = server::import::bulk::connect(shop.url(), "vitrine import").await?;
    let running = server::import::bulk::begin(&mut client).await?;
    let Err(error) = shop.import("a.jsonl", FIRST).await else {
        anyhow::bail!("it was imported")
    };
    assert!(error.to_string().contains("another import"), "{error}");
    running.rollback().await?;
    assert_eq!(shop.import("a.jsonl", FIRST).await?.counts.created, 2);
    Ok(())
}
