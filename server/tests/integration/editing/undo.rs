//! Taking back what was done.

use server::catalog::history::{self, UndoneRow};

use super::world::World;

/// Takes an act back, as the server does.
async fn undo(world: &World, act: i64, only: Option<i64>) -> UndoneRow {
    let mut connection = world.site.state.pool.get().await.unwrap();
    history::undo(&mut connection, act, only).await.unwrap()
}

async fn last(world: &World) -> i64 {
    world.last_act().await.parse().unwrap()
}

#[tokio::test]
async fn one_change_is_taken_back_and_brought_back() {
    let world = World::start().await;
    let before = world.catalogue().await;
    world
        .save(7, &[("price", "12.34"), ("name", "New name")])
        .await;
    let after = world.catalogue().await;
    let page = world.get("/admin/products/7").await.body;
    let act = world.last_act().await;
    let button = format!("name=\"act\" value=\"{act}\"");
    assert!(page.contains(&button), "{page}");
    let path = "/admin/products/7/undo";
    let told = world.after(&world.post(path, &[("act", &act)]).await).await;
    assert!(
        told.starts_with("Taken back. It touched product:7."),
        "{told}"
    );
    assert_eq!(world.catalogue().await, before);
    let page = world.get("/admin/products/7").await.body;
    assert!(
        !page.contains(&button),
        "it does not stand any more: {page}"
    );
    assert!(page.contains(&format!("taking back act {act}")), "{page}");

    let undo = world.last_act().await;
    world.post(path, &[("act", &undo)]).await.location();
    assert_eq!(world.catalogue().await, after);
}

#[tokio::test]
async fn what_was_changed_since_stays() {
    let world = World::start().await;
    world
        .site
        .execute("UPDATE products SET stock = 99 WHERE id < 6")
        .await;
    let act = last(&world).await;
    world
        .site
        .execute("UPDATE products SET stock = 98 WHERE id = 2")
        .await;
    world
        .site
        .execute("UPDATE products SET name = 'Other' WHERE id = 3")
        .await;
    let undone = undo(&world, act, None).await;
    assert_eq!((undone.products, undone.restored), (5, 4));
    let stock = "SELECT stock::text AS name FROM products WHERE id = 2";
    assert_eq!(world.one(stock).await, "98");
    let name = "SELECT name FROM products WHERE id = 3";
    assert_eq!(
        world.one(name).await,
        "Other",
        "another field stays as well"
    );
    let told = world
        .post("/admin/products/2/undo", &[("act", &act.to_string())])
        .await;
    assert!(
        world
            .after(&told)
            .await
            .starts_with("Nothing was taken back")
    );
}

#[tokio::test]
async fn whose_address_is_taken_meanwhile_stays() {
    let world = World::start().await;
    let slug = world
        .one("SELECT slug AS name FROM products WHERE id = 1")
        .await;
    world
        .site
        .execute("UPDATE products SET slug = 'elsewhere' WHERE id = 1")
        .await;
    let act = last(&world).await;
    let take = format!("UPDATE products SET slug = '{slug}' WHERE id = 2");
    world.site.execute(&take).await;
    assert_eq!(undo(&world, act, None).await.restored, 0);
}

/// What a transaction may do to products, by number.
fn step(kind: u32, id: u32, value: u32) -> String {
    match kind {
        0 => format!(
            "UPDATE products SET price_minor = {value}, stock = NULL WHERE id % 7 = {}",
            id % 7
        ),
        1 => format!(
            "UPDATE products SET name = 'n{value}', description = E'\\\\ \"{value}' WHERE id = {id}"
        ),
        2 => format!(
            "UPDATE products SET slug = 's-{value}-' || id, status = 'archived' WHERE id = {id}"
        ),
        3 => format!(
            "UPDATE products SET attributes = attributes || '{{\"a\": \"{value}\"}}', rating = 3.3 WHERE id > {id}"
        ),
        4 => format!("DELETE FROM products WHERE id = {id}"),
        5 => format!(
            "UPDATE products SET category_id = NULL, brand_id = NULL, created_at = now() WHERE id < {id}"
        ),
        _ => format!(
            "INSERT INTO products (sku, slug, name) VALUES ('k{value}-{id}', 'k{value}-{id}', 'K') ON CONFLICT DO NOTHING"
        ),
    }
}

/// Whatever one transaction did, taking it back leaves the rows exactly as they were; and taking that back, as it left them.
#[tokio::test]
async fn to_take_an_act_back_restores_the_rows_exactly() {
    use proptest::{
        prelude::*,
        strategy::ValueTree as _,
        test_runner::{RngSeed, TestRunner},
    };

    let world = World::start().await;
    let config = proptest::test_runner::Config {
        rng_seed: RngSeed::Fixed(14),
        ..Default::default()
    };
    let mut runner = TestRunner::new(config);
    let steps = prop::collection::vec((0_u32..7, 1_u32..61, 0_u32..1_000), 1..6);
    for _ in 0..40 {
        let steps = steps.new_tree(&mut runner).unwrap().current();
        let sql: Vec<String> = steps
            .iter()
            .map(|(kind, id, value)| step(*kind, *id, *value))
            .collect();
        let before = world.catalogue().await;
        let mut connection = server::db::connect(world.site.database.url())
            .await
            .unwrap();
        let all = format!("BEGIN; {}; COMMIT", sql.join("; "));
        server::db::batch(&mut connection, "test.sql", &all)
            .await
            .unwrap();
        let after = world.catalogue().await;
        if after == before {
            continue;
        }
        let act = last(&world).await;
        let undone = undo(&world, act, None).await;
        assert_eq!(world.catalogue().await, before, "{sql:?}");
        assert_eq!(undone.products, undone.restored, "{sql:?}");
        let redone = undo(&world, last(&world).await, None).await;
        assert_eq!(world.catalogue().await, after, "{sql:?}");
        assert_eq!(redone.products, redone.restored, "{sql:?}");
    }
}
