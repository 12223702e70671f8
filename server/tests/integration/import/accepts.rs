//! What becomes of good lines.

use serde_json::json;

use crate::import::fixture::Fixture;

#[tokio::test]
async fn every_field_arrives() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let line = json!({
        "id": "A-1", "title": "Crème  brûlée\tset", "description": "One\\N\ttab\nTwo \\ back\r\nThree",
        "brand": "Ångström & Co", "category": ["Küche", "Gläser > Tassen"],
        "price_cents": 1299, "compare_at_cents": 1599, "currency": "eur",
        "rating": 4.5, "review_count": 12, "stock": 0, "status": "draft",
        "image_url": "https://example.com/1.jpg", "attributes": {"colour": "blue", "size": 3, "lid": true, "none": null},
        "created_at": "2024-02-29T12:30:00+02:00", "x_model": {"anything": []},
    });
    let report = shop.import("one.jsonl", line.to_string()).await?;
    assert_eq!((report.counts.created, report.rejected), (1, 0));
    assert_eq!(
        shop.products().await?,
        json!([{
            "sku": "A-1", "slug": "creme-brulee-set", "name": "Crème brûlée set", "status": "draft",
            "description": "One\\N tab\nTwo \\ back\nThree", "brand_id": 1, "category_id": 2,
            "brand": "Ångström & Co", "category": "kuche/glaser-tassen",
            "price_minor": 1299, "compare_at_minor": 1599, "currency": "EUR", "rating": 4.5,
            "review_count": 12, "stock": 0, "in_stock": false,
            "image": "https://example.com/1.jpg", "photos": [],
            "attributes": {"colour": "blue", "size": "3", "lid": "true"},
        }])
    );
    let created: String = shop
        .value("SELECT (created_at AT TIME ZONE 'UTC')::text FROM products")
        .await?;
    assert_eq!(created, "2024-02-29 10:30:00");
    let brand: String = shop.value("SELECT slug FROM brands").await?;
    assert_eq!(brand, "angstrom-and-co");
    let parent: String = shop
        .value("SELECT p.path FROM categories c JOIN categories p ON p.id = c.parent_id")
        .await?;
    assert_eq!(parent, "kuche");
    Ok(())
}

#[tokio::test]
async fn nulls_and_absent_fields_are_the_same_for_a_new_product() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let null = json!({
        "id": "1", "title": "Null", "description": null, "brand": null, "category": [],
        "price_cents": null, "compare_at_cents": null, "currency": null, "rating": null,
        "review_count": null, "stock": null, "slug": null, "status": null, "image_url": null,
        "attributes": null, "created_at": null,
    });
    let report = shop
        .import(
            "nulls.jsonl",
            format!("{null}\n{{\"id\":2,\"title\":\"Bare\"}}\n"),
        )
        .await?;
    assert!(
        report.lacking.iter().all(|(_, count)| count == 2),
        "{:?}",
        report.lacking
    );
    let products = shop.products().await?;
    for product in products.as_array().into_iter().flatten() {
        assert_eq!(product["currency"], "USD");
        assert_eq!(product["status"], "published");
        assert_eq!(product["description"], "");
        assert_eq!(product["attributes"], json!({}));
        assert_eq!(product["review_count"], 0);
        assert_eq!(product["in_stock"], true);
        for absent in [
            "brand",
            "category",
            "price_minor",
            "compare_at_minor",
            "rating",
            "stock",
            "image",
        ] {
            assert!(product[absent].is_null(), "{absent}");
        }
    }
    assert_eq!(products[1]["sku"], "2");
    Ok(())
}

#[tokio::test]
async fn slugs_are_unique_and_the_same_every_time() -> anyhow::Result<()> {
    let file = [
        ("a", "Oak Table"),
        ("b", "Oak table!"),
        ("c", "Oak Table"),
        ("C", "oak-table"),
        ("e", "★"),
        ("f", "東京"),
        ("g", "Oak table b"),
    ]
    .map(|(id, title)| json!({"id": id, "title": title}).to_string())
    .join("\n");
    let mut seen = Vec::new();
    for _ in 0..2 {
        let shop = Fixture::new().await?;
        shop.import("slugs.jsonl", &file).await?;
        let rows = shop.query("SELECT slug FROM products ORDER BY id").await?;
        seen.push(
            rows.iter()
                .map(|row| row.get::<_, String>(0))
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0][0], "oak-table");
    // The last title has a better claim to `oak-table-b` than the number of the second.
    assert_eq!(seen[0][6], "oak-table-b");
    assert!(seen[0][1].starts_with("oak-table-b-"), "{}", seen[0][1]);
    assert_eq!(seen[0][2], "oak-table-c");
    assert!(seen[0][3].starts_with("oak-table-c-"), "{}", seen[0][3]);
    assert_eq!(seen[0][5], "dong-jing");
    Ok(())
}

#[tokio::test]
async fn the_longest_allowed_is_stored() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let attributes: serde_json::Map<_, _> = (0..200)
        .map(|number| (format!("a{number}"), json!("ü".repeat(200))))
        .collect();
    let line = json!({
        "id": "i".repeat(200), "title": "é".repeat(500), "description": "ж ".repeat(10_000),
        "brand": "b".repeat(200), "category": vec!["c".repeat(200); 8],
        "price_cents": 999_999_999_999_i64, "stock": i32::MAX, "rating": 5, "attributes": attributes,
    });
    assert_eq!(
        shop.import("long.jsonl", line.to_string())
            .await?
            .counts
            .created,
        1
    );
    Ok(())
}

#[tokio::test]
async fn an_empty_table_gets_its_indexes_back() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let statement = "SELECT string_agg(indexdef, E'\\n' ORDER BY indexname) FROM pg_indexes
                     WHERE tablename = 'products'";
    let before: String = shop.value(statement).await?;
    shop.import("one.jsonl", r#"{"id":"1","title":"One"}"#)
        .await?;
    assert_eq!(shop.value::<String>(statement).await?, before);
    Ok(())
}

#[tokio::test]
async fn after_an_import_the_planner_knows_the_table() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    shop.import("one.jsonl", r#"{"id":"1","title":"One"}"#)
        .await?;
    // How much of it is visible to all is not for us to say: anybody with an old snapshot keeps that back.
    let known: bool = shop
        .value(
            "SELECT reltuples = 1 AND last_vacuum IS NOT NULL
             FROM pg_class JOIN pg_stat_user_tables ON relid = pg_class.oid WHERE pg_class.relname = 'products'",
        )
        .await?;
    assert!(known);
    Ok(())
}
