//! As many products as one act may be about, and one more.

use http::StatusCode;

use super::{
    bulk::{tally, token},
    world::World,
};

#[tokio::test]
async fn a_hundred_thousand_change_at_once_and_not_one_more() {
    let world = World::start().await;
    let make = "INSERT INTO products (sku, slug, name, status, price_minor)
                SELECT 'B' || i, 'b-' || i, 'Bound', 'published', i FROM generate_series(1, 100000) i";
    world.site.execute(make).await;
    let query = "which=all&q=Bound&act=archive";
    let (told, said) = world.bulk(query).await;
    assert_eq!(told, "100,000 products: all will change.");
    assert!(said.starts_with("100,000 products archived"), "{said}");
    let archived =
        "SELECT count(*)::text AS name FROM products WHERE name = 'Bound' AND status = 'archived'";
    assert_eq!(world.one(archived).await, "100000");
    let act = world.last_act().await;
    let path = format!("/admin/products/acts/{act}/undo");
    let undone = world.post(&path, &[]).await;
    let said = world.after(&undone).await;
    assert!(
        said.starts_with("Taken back for all 100,000 products"),
        "{said}"
    );
    assert_eq!(world.one(archived).await, "0");

    let page = world.ask(query).await;
    assert!(tally(&page).starts_with("100,000 products"));
    let seen = token(&page).to_owned();
    world
        .site
        .execute("INSERT INTO products (sku, slug, name) VALUES ('one', 'one', 'Bound')")
        .await;
    let page = world.ask(query).await;
    assert!(
        page.contains("At most 100,000 products can be changed at once"),
        "{page}"
    );
    assert!(!page.contains("name=\"token\""), "{page}");
    let refused = world.confirm(query, &seen).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(world.one(archived).await, "0");
}
