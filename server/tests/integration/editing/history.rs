//! The history is written by the database, whoever writes.

use super::world::World;

#[tokio::test]
async fn edits_of_the_editor_and_by_hand_are_both_kept() {
    let world = World::start().await;
    assert_eq!(
        world
            .one("SELECT by AS name FROM product_acts WHERE made IS NULL")
            .await,
        "import"
    );
    world.save(7, &[("price", "12.34"), ("stock", "")]).await;
    world
        .site
        .execute("UPDATE products SET name = 'By hand' WHERE id IN (8, 9)")
        .await;
    world.site.execute("UPDATE products SET name = name").await;
    world
        .site
        .execute("DELETE FROM products WHERE id = 10")
        .await;

    let acts = "SELECT concat_ws(' ', a.id - 1, u.email, a.by, a.what, count(h.id)) AS name
                FROM product_acts a LEFT JOIN users u ON u.id = a.user_id
                LEFT JOIN product_history h ON h.act = a.id GROUP BY a.id, u.email ORDER BY a.id";
    let acts = world.site.names(acts).await;
    let role = world.one("SELECT session_user::text AS name").await;
    assert_eq!(
        acts[1..],
        [
            format!("1 ada@example.com vitrine by {role} edit 1"),
            format!("2 vitrine by {role}  2"),
            format!("3 vitrine by {role}  1"),
        ]
    );
    let history = world.history().await;
    assert!(history[0].contains("\"price_minor\": 1234"), "{history:?}");
    assert!(history[0].contains("\"stock\": null"), "{history:?}");
    assert!(!history[0].contains("name"), "{history:?}");
    assert!(
        history[2].ends_with("{\"name\": \"By hand\"}"),
        "{history:?}"
    );
    assert!(history[3].starts_with("10 {\"sku\": "), "{history:?}");

    let page = world.get("/admin/products/7").await.body.replace("<!>", "");
    assert!(
        page.contains("Changed</strong> by Ada &lt;b&gt;Lovelace&lt;/b&gt;"),
        "{page}"
    );
    assert!(page.contains("<ins>$12.34</ins>"), "{page}");
    let page = world.get("/admin/products/8").await.body.replace("<!>", "");
    assert!(
        page.contains(&format!("Changed</strong> by vitrine by {role}")),
        "{page}"
    );
    assert!(page.contains("<ins>By hand</ins>"), "{page}");
    assert!(page.contains("Made</strong> by import"), "{page}");
}

#[tokio::test]
async fn a_transaction_is_one_act_and_one_rolled_back_is_none() {
    let world = World::start().await;
    let before = world.last_act().await;
    let in_one = "BEGIN; UPDATE products SET stock = 1 WHERE id = 1; UPDATE products SET stock = 2 WHERE id = 2; COMMIT;
                  BEGIN; UPDATE products SET stock = 5; ROLLBACK;
                  UPDATE products SET stock = 3 WHERE id = 3;";
    let mut connection = server::db::connect(world.site.database.url())
        .await
        .unwrap();
    server::db::batch(&mut connection, "test.sql", in_one)
        .await
        .unwrap();
    let sql = format!(
        "SELECT string_agg(product_id::text, ',' ORDER BY h.id) AS name FROM product_history h
         WHERE act > {before} GROUP BY act ORDER BY act"
    );
    assert_eq!(world.site.names(&sql).await, ["1,2", "3"]);
}

#[tokio::test]
async fn acts_of_more_than_a_year_ago_are_forgotten() {
    let world = World::start().await;
    world
        .site
        .execute("UPDATE products SET stock = 1 WHERE id = 1")
        .await;
    world
        .site
        .execute("UPDATE product_acts SET at = now() - interval '366 days'")
        .await;
    world
        .site
        .execute("UPDATE products SET stock = 2 WHERE id = 1")
        .await;
    let gone = server::catalog::history::prune(&world.site.state.pool).await;
    assert_eq!(gone.unwrap(), 2);
    assert_eq!(world.history().await, ["1 {\"stock\": 1} {\"stock\": 2}"]);
}

#[tokio::test]
async fn many_new_products_cost_no_rows() {
    let world = World::start().await;
    let make = "INSERT INTO products (sku, slug, name) SELECT 'X' || i, 'x-' || i, 'X' FROM generate_series(1, 1001) i";
    world.site.execute(make).await;
    assert_eq!(world.history().await, [""; 0]);
    world
        .site
        .execute("INSERT INTO products (sku, slug, name) VALUES ('Y', 'y', 'Y')")
        .await;
    assert_eq!(world.history().await.len(), 1);
}
