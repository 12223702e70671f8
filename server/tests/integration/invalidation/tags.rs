//! What each kind of edit puts into the log: exactly the tags of the contract.

use crate::invalidation::shop::Shop;

/// The scopes of the lamp: where lists hold it.
const LAMP_PLACES: [&str; 10] = [
    "all",
    "in-category:1",
    "in-category:2",
    "in-category:3",
    "lexeme:1",
    "lexeme:acm",
    "lexeme:desk",
    "lexeme:home",
    "lexeme:lamp",
    "lexeme:oak",
];

/// The lamp's places with an aspect, its brand among them. Words themselves go by the text.
fn lamp(aspect: &str) -> Vec<String> {
    let places = LAMP_PLACES.iter().chain(&["of-brand:acme"]);
    let tag = |place: &&str| match aspect {
        "/text" if place.starts_with("lexeme:") => (*place).to_owned(),
        _ => format!("{place}{aspect}"),
    };
    places.map(tag).collect()
}

/// Runs `sql` and expects one change with these tags; none if there are none.
async fn expect(shop: &Shop, sql: &str, tags: &[&[&str]]) {
    let tags: Vec<String> = tags
        .iter()
        .flat_map(|some| some.iter().map(|tag| (*tag).to_owned()))
        .collect();
    expect_tags(shop, sql, tags).await;
}

async fn expect_tags(shop: &Shop, sql: &str, mut tags: Vec<String>) {
    shop.run(sql).await;
    tags.sort();
    tags.dedup();
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

/// These tags and the lamp's places with an aspect.
fn with_lamp(tags: &[&str], aspects: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    all.extend(aspects.iter().flat_map(|aspect| lamp(aspect)));
    all
}

#[tokio::test]
async fn edits_of_a_product() {
    let shop = Shop::open().await;
    let product = ["product:1"];
    for (set, aspects) in [
        ("price_minor = 900", &["/price"][..]),
        ("compare_at_minor = 1200", &["/price"]),
        ("currency = 'EUR'", &["/price"]),
        ("stock = 4", &[]),
        ("stock = 0", &["/stock"]),
        ("rating = 5, price_minor = NULL", &["/rating", "/price"]),
        ("review_count = 3", &["/rating"]),
        ("image = 'lamp.jpg'", &[]),
        ("created_at = '2020-01-01'", &[""]),
        ("name = 'Lamp, oak'", &["/text"]),
        (
            "name = 'Oak lamp', price_minor = 5, stock = 1",
            &["/text", "/price", "/stock"],
        ),
        ("created_at = '2021-01-01', price_minor = 6", &[""]),
    ] {
        let sql = format!("UPDATE products SET {set}");
        expect_tags(&shop, &sql, with_lamp(&product, aspects)).await;
        // The same once more changes nothing.
        expect(&shop, &sql, &[]).await;
    }
}

#[tokio::test]
async fn a_product_that_moves_touches_the_places_it_leaves_and_those_it_enters() {
    let shop = Shop::open().await;
    let mut tags = with_lamp(&["product:1"], &[""]);
    tags.extend(["in-category:4", "lexeme:garden"].map(str::to_owned));
    let sql = "UPDATE products SET category_id = 4";
    expect_tags(&shop, sql, tags).await;

    let places = [
        "all",
        "in-category:4",
        "lexeme:1",
        "lexeme:garden",
        "lexeme:lamp",
        "lexeme:oak",
    ];
    let entered = [
        "product:1",
        "of-brand:acme",
        "of-brand:best",
        "lexeme:acm",
        "lexeme:best",
    ];
    let sql = "UPDATE products SET brand_id = 2";
    expect(&shop, sql, &[&places, &entered]).await;

    let sql = "UPDATE products SET description = 'Red', brand_id = NULL, category_id = NULL";
    let changed = ["product:1", "of-brand:best", "lexeme:best", "lexeme:red"];
    expect(&shop, sql, &[&places, &changed]).await;
}

#[tokio::test]
async fn a_product_that_appears_or_vanishes() {
    let shop = Shop::open().await;
    let tags = with_lamp(&["product:1", "slug:oak-lamp"], &[""]);
    for sql in [
        "UPDATE products SET status = 'archived'",
        "UPDATE products SET status = 'published'",
        "DELETE FROM products",
    ] {
        expect_tags(&shop, sql, tags.clone()).await;
    }
    let tags = with_lamp(&["product:2", "slug:oak-lamp"], &[""]);
    expect_tags(&shop, crate::invalidation::shop::LAMP, tags).await;
    let tags = with_lamp(&["product:2", "slug:oak-lamp", "slug:lamp"], &["/text"]);
    expect_tags(&shop, "UPDATE products SET slug = 'lamp'", tags).await;
}

#[tokio::test]
async fn a_draft_is_in_no_list() {
    let shop = Shop::open().await;
    shop.run("UPDATE products SET status = 'draft'").await;
    shop.relayed().await;
    let product = ["product:1"];
    expect(
        &shop,
        "UPDATE products SET price_minor = 3, name = 'Lamp'",
        &[&product],
    )
    .await;
    expect(
        &shop,
        "UPDATE products SET slug = 'l'",
        &[&product, &["slug:l", "slug:oak-lamp"]],
    )
    .await;
    expect(
        &shop,
        "UPDATE products SET status = 'archived'",
        &[&product, &["slug:l"]],
    )
    .await;
    expect(&shop, "DELETE FROM products", &[&product, &["slug:l"]]).await;
}

#[tokio::test]
async fn edits_of_a_brand() {
    let shop = Shop::open().await;
    expect(
        &shop,
        "INSERT INTO brands (slug, name) VALUES ('new', 'New')",
        &[&["brands/new"]],
    )
    .await;
    expect(&shop, "UPDATE brands SET name = name", &[]).await;
    let sql = "UPDATE brands SET slug = 'newer' WHERE slug = 'new'";
    expect(
        &shop,
        sql,
        &[&["brand:3", "brands", "of-brand:new", "of-brand:newer"]],
    )
    .await;
    let sql = "DELETE FROM brands WHERE slug = 'newer'";
    expect(&shop, sql, &[&["brand:3", "brands", "of-brand:newer"]]).await;
    // Its products are found by its new name.
    let sql = "UPDATE brands SET name = 'Zenith' WHERE id = 1";
    let tags = with_lamp(&["brand:1", "brands", "lexeme:zenith"], &["/text"]);
    expect_tags(&shop, sql, tags).await;
}

#[tokio::test]
async fn edits_of_a_category() {
    let shop = Shop::open().await;
    let sql = "INSERT INTO categories (path, name) VALUES ('toys', 'Toys')";
    expect(&shop, sql, &[&["taxonomy"]]).await;
    expect(
        &shop,
        "UPDATE categories SET name = name, parent_id = parent_id",
        &[],
    )
    .await;
    let sql = "UPDATE categories SET path = 'games' WHERE id = 5";
    expect(&shop, sql, &[&["taxonomy", "category:5"]]).await;
    let sql = "DELETE FROM categories WHERE id = 5";
    expect(&shop, sql, &[&["taxonomy", "category:5", "tree"]]).await;
    // The lamp, two levels below, is found by other words, in other categories.
    let sql = "UPDATE categories SET parent_id = 4 WHERE id = 2";
    let mut tags = with_lamp(
        &[
            "taxonomy",
            "category:2",
            "tree",
            "in-category:4/text",
            "lexeme:garden",
        ],
        &["/text"],
    );
    tags.retain(|tag| tag != "in-category:1/text");
    expect_tags(&shop, sql, tags).await;
}

#[tokio::test]
async fn what_is_too_much_to_name_is_everything() {
    let shop = Shop::open().await;
    let many = |count: u32, words: u32| {
        format!(
            "INSERT INTO products (sku, slug, name, description)
             SELECT 's' || n, 's' || n, 'Thing', (SELECT string_agg(format('w%sx%s', n, w), ' ')
                                                  FROM generate_series(1, {words}) w)
             FROM generate_series(1, {count}) n; "
        )
    };
    shop.run(&many(1_000, 1)).await;
    let tags = shop.relayed().await.remove(0).unwrap();
    assert!(tags.len() > 3_000, "{}", tags.len());
    expect_everything(&shop, "DELETE FROM products").await;
    expect_everything(&shop, &many(1_001, 1)).await;
    expect_everything(&shop, "TRUNCATE products").await;
    expect_everything(&shop, &many(300, 80)).await;
    expect_everything(
        &shop,
        "UPDATE products SET price_minor = 1 WHERE sku = 's1'; TRUNCATE products",
    )
    .await;
}

#[tokio::test]
async fn a_transaction_that_cannot_see_the_taxonomy_as_it_is_touches_everything() {
    let shop = Shop::open().await;
    let sql = "BEGIN ISOLATION LEVEL REPEATABLE READ; UPDATE products SET stock = 2; COMMIT";
    expect_everything(&shop, sql).await;
}

/// A list made of a category's products after the move, and before the edit is numbered, must be touched by the edit.
#[tokio::test]
async fn a_category_is_not_moved_while_an_edit_that_looked_it_up_is_open() {
    let shop = Shop::open().await;
    let other = crate::invalidation::shop::connect(shop.url()).await;
    shop.run("BEGIN; UPDATE products SET price_minor = 7").await;
    let moving = other.batch_execute("UPDATE categories SET parent_id = 4 WHERE id = 3");
    let waiting = tokio::time::timeout(std::time::Duration::from_millis(200), moving).await;
    assert!(waiting.is_err(), "moved under an open edit");
    shop.run("COMMIT").await;
}
