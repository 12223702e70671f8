//! What each kind of edit puts into the log: exactly the tags of the contract.

use crate::invalidation::shop::Shop;

/// Runs `sql` and expects one change with these tags; none if there are none.
async fn expect(shop: &Shop, sql: &str, tags: &[&str]) {
    shop.run(sql).await;
    let mut tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    tags.sort();
    let expected = if tags.is_empty() {
        vec![]
    } else {
        vec![Some(tags)]
    };
    assert_eq!(shop.relayed().await, expected, "{sql}");
}

async fn expect_everything(shop: &Shop, sql: &str) {
    shop.run(sql).await;
    assert_eq!(shop.relayed().await, [None], "{sql}");
}

#[tokio::test]
async fn edits_of_a_product() {
    let shop = Shop::open().await;
    for set in [
        "price_minor = 900",
        "compare_at_minor = 1200",
        "currency = 'EUR'",
        "stock = 4",
        "rating = 5, price_minor = NULL",
        "review_count = 3",
        "image = 'lamp.jpg'",
        "created_at = '2020-01-01'",
        "name = 'Lamp, oak'",
        "description = 'Red'",
        "attributes = '{\"colour\": \"red\"}'",
        "category_id = 4",
        "brand_id = 2",
        "brand_id = NULL, category_id = NULL",
        "sku = '2'",
    ] {
        let sql = format!("UPDATE products SET {set}");
        expect(&shop, &sql, &["product:1"]).await;
        // The same once more changes nothing.
        expect(&shop, &sql, &[]).await;
    }
}

#[tokio::test]
async fn a_product_that_appears_or_vanishes() {
    let shop = Shop::open().await;
    for sql in [
        "UPDATE products SET status = 'archived'",
        "UPDATE products SET status = 'draft'",
        "UPDATE products SET status = 'published'",
        "DELETE FROM products",
    ] {
        expect(&shop, sql, &["product:1", "slug:oak-lamp"]).await;
    }
    let tags = ["product:2", "slug:oak-lamp"];
    expect(&shop, crate::invalidation::shop::LAMP, &tags).await;
    let tags = ["product:2", "slug:oak-lamp", "slug:lamp"];
    expect(&shop, "UPDATE products SET slug = 'lamp'", &tags).await;
    // Another row under the same number and address.
    let sql = "UPDATE products SET id = DEFAULT";
    expect(&shop, sql, &["product:2", "product:3", "slug:lamp"]).await;
}

#[tokio::test]
async fn edits_of_a_brand() {
    let shop = Shop::open().await;
    let sql = "INSERT INTO brands (slug, name) VALUES ('new', 'New')";
    expect(&shop, sql, &[]).await;
    expect(&shop, "UPDATE brands SET name = name", &[]).await;
    // A slug that somebody had means another brand from then on, or none.
    let sql = "UPDATE brands SET slug = 'newer' WHERE slug = 'new'";
    expect(&shop, sql, &["brand:3", "brand-slug:new"]).await;
    let sql = "DELETE FROM brands WHERE slug = 'newer'";
    expect(&shop, sql, &["brand:3", "brand-slug:newer"]).await;
    let sql = "INSERT INTO brands (slug, name) VALUES ('new', 'New again')";
    expect(&shop, sql, &["brand-slug:new"]).await;
    let sql =
        "INSERT INTO brands (id, slug, name) OVERRIDING SYSTEM VALUE VALUES (3, 'back', 'Back')";
    expect(&shop, sql, &["brand:3"]).await;
    let sql = "INSERT INTO brand_merges VALUES (9, 3)";
    expect(&shop, sql, &["brand:9"]).await;
    let sql = "UPDATE brand_slugs SET brand_id = 9 WHERE slug = 'new'";
    expect(&shop, sql, &["brand-slug:new"]).await;
    let sql = "DELETE FROM brand_merges";
    expect(&shop, sql, &["brand:9"]).await;
    let sql = "UPDATE brands SET name = 'Zenith' WHERE id = 1";
    expect(&shop, sql, &["brand:1"]).await;
}

#[tokio::test]
async fn edits_of_a_category() {
    let shop = Shop::open().await;
    let sql = "INSERT INTO categories (path, name) VALUES ('toys', 'Toys')";
    expect(&shop, sql, &["taxonomy"]).await;
    let sql = "UPDATE categories SET name = name, parent_id = parent_id";
    expect(&shop, sql, &[]).await;
    for sql in [
        "UPDATE categories SET path = 'games' WHERE id = 5",
        "UPDATE categories SET parent_id = 4 WHERE id = 5",
        "UPDATE categories SET name = 'Games' WHERE id = 5",
        "DELETE FROM categories WHERE id = 5",
    ] {
        expect(&shop, sql, &["taxonomy", "category:5"]).await;
    }
    // Where old paths lead goes with the tree.
    for sql in [
        "INSERT INTO category_merges VALUES (5, 4)",
        "UPDATE category_paths SET category_id = 4 WHERE path = 'toys'",
        "DELETE FROM category_merges",
        "DELETE FROM category_paths",
    ] {
        expect(&shop, sql, &["taxonomy"]).await;
    }
}

#[tokio::test]
async fn a_move_names_each_category_once_and_no_product() {
    let shop = Shop::open().await;
    let sql = "UPDATE categories SET path = 'garden' || substr(path, 5), parent_id = CASE id WHEN 2 THEN 4 ELSE parent_id END
                WHERE path ~ '^home/lamps'";
    expect(&shop, sql, &["taxonomy", "category:2", "category:3"]).await;
    let sql = "INSERT INTO products (sku, slug, name, category_id)
               SELECT 's' || n, 's' || n, 'Thing', 3 FROM generate_series(1, 20000) n";
    expect_everything(&shop, sql).await;
    // A merge of very many is one change, and not named one by one.
    let sql = "BEGIN; UPDATE products SET category_id = 4 WHERE category_id = 3;
               DELETE FROM categories WHERE id = 3; INSERT INTO category_merges VALUES (3, 4); COMMIT";
    shop.run(sql).await;
    let noted: i64 = shop.value("SELECT count(*) FROM cache_outbox").await;
    assert!(noted < 10, "{noted} rows");
    assert_eq!(shop.relayed().await, [None]);
}

#[tokio::test]
async fn edits_of_synonyms() {
    let shop = Shop::open().await;
    for sql in [
        "INSERT INTO synonyms (terms) VALUES ('{couch,sofa}')",
        "UPDATE synonyms SET source = 'settee'",
        "DELETE FROM synonyms",
        "TRUNCATE synonyms",
    ] {
        expect(&shop, sql, &["synonyms"]).await;
    }
}

#[tokio::test]
async fn what_is_too_much_to_name_is_everything() {
    let shop = Shop::open().await;
    let many = |count: u32| {
        format!(
            "INSERT INTO products (sku, slug, name)
             SELECT 's' || n, 's' || n, 'Thing' FROM generate_series(1, {count}) n"
        )
    };
    shop.run(&many(10_000)).await;
    let tags = shop.relayed().await.remove(0).unwrap();
    assert_eq!(tags.len(), 20_000);
    expect_everything(&shop, "DELETE FROM products").await;
    expect_everything(&shop, &many(10_001)).await;
    expect_everything(&shop, "UPDATE products SET stock = 3").await;
    expect_everything(&shop, "TRUNCATE products").await;
    // In one transaction.
    shop.run(&many(9_000)).await;
    shop.relayed().await;
    let sql = "UPDATE products SET slug = 't' || id; DELETE FROM products";
    expect_everything(&shop, sql).await;
}
