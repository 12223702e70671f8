//! Doing what was told, or nothing.

use super::world::{World, counts, words};
use crate::log_in::site::Site;
use http::StatusCode;

const FILE: &str = "id,title\nnew,New product\n";

#[tokio::test]
async fn all_of_it_stands_in_the_audit_log() {
    let world = World::start().await;
    let (_, done) = world.import("a.csv", FILE).await;
    assert_eq!(
        counts(&done),
        "1 product made, 0 changed, 0 as they were, 0 rows left out."
    );
    assert_eq!(
        world.events().await,
        ["import uploaded", "import begun", "import ended"]
    );
    assert!(
        world.files().is_empty(),
        "the file has gone: {:?}",
        world.files()
    );
    let list = world.page("/admin/import").await;
    assert!(
        list.contains(">a.csv</a>") && list.contains("Imported"),
        "{list}"
    );
    // It is in the shop at once.
    let shop = world.page("/p/new-product").await;
    assert!(shop.contains("New product"), "{shop}");
    // Once is enough.
    let path = "/admin/import/1";
    let again = world
        .post(path, &[("act", "check"), ("column0", "id")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn nothing_is_done_but_what_was_told() {
    let world = World::start().await;
    let sku = world
        .one("SELECT sku AS name FROM products WHERE id = 7")
        .await;
    let path = world
        .bring("a.csv", format!("id,title\n{sku},Another\nnew,New\n"))
        .await;
    let told = world.check(&path).await;
    let stale = world.post(&path, &[("act", "run"), ("token", "x")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    world
        .site
        .execute("UPDATE products SET stock = 12345 WHERE id = 7")
        .await;
    let before = world.catalogue().await;
    world.run(&path, &told).await.location();
    let page = world.rested(&path).await;
    assert!(
        words(&page).contains("has changed since the check"),
        "{page}"
    );
    assert_eq!(world.catalogue().await, before);
    let told = world.check(&path).await;
    world.run(&path, &told).await.location();
    assert!(counts(&world.rested(&path).await).starts_with("1 product made, 1 changed"));
}

/// Somebody changes one of the products after all of them were compared.
#[tokio::test]
async fn who_is_faster_keeps_what_they_have_done() {
    let world = World::start().await;
    let sku = world
        .one("SELECT sku AS name FROM products WHERE id = 7")
        .await;
    let path = world
        .bring("a.csv", format!("id,title\n{sku},Another\nnew,New\n"))
        .await;
    let told = world.check(&path).await;
    let mut other = world.other().await;
    let transaction = other.transaction().await.unwrap();
    transaction
        .batch_execute("UPDATE products SET stock = 12345 WHERE id = 7")
        .await
        .unwrap();
    world.run(&path, &told).await.location();
    world.waits().await;
    transaction.commit().await.unwrap();
    let page = world.rested(&path).await;
    assert!(
        words(&page).contains("Somebody else has changed the same products"),
        "{page}"
    );
    let now = "SELECT concat_ws(' ', stock, name <> 'Another') AS name FROM products WHERE id = 7";
    assert_eq!(world.one(now).await, "12345 t");
    assert_eq!(
        world
            .one("SELECT count(*)::text AS name FROM products")
            .await,
        "60"
    );
}

#[tokio::test]
async fn the_second_of_two_is_told_so() {
    let world = World::start().await;
    let path = world.bring("a.csv", FILE).await;
    let told = world.check(&path).await;
    let other = world.other().await;
    other
        .batch_execute("SELECT pg_advisory_lock(hashtext('vitrine'), hashtext('load'))")
        .await
        .unwrap();
    // To look is nobody's concern.
    let second = world.bring("b.csv", FILE).await;
    world.check(&second).await;
    world.run(&path, &told).await.location();
    let page = world.rested(&path).await;
    assert!(words(&page).contains("Another import is at work"), "{page}");
    assert_eq!(
        world
            .one("SELECT count(*)::text AS name FROM products")
            .await,
        "60"
    );
    other
        .batch_execute("SELECT pg_advisory_unlock_all()")
        .await
        .unwrap();
    world.run(&path, &page).await.location();
    assert!(counts(&world.rested(&path).await).starts_with("1 product made"));
}

/// Whoever reads waits for nothing, even where the shop was empty.
#[tokio::test]
async fn readers_never_wait() {
    let world = World::over(Site::following(0).await).await;
    let path = world.bring("a.csv", FILE).await;
    let told = world.check(&path).await;
    let other = world.other().await;
    // The import is stopped where it writes.
    let begin = "BEGIN; INSERT INTO products (sku, slug, name) VALUES ('new', 'x', 'X')";
    other.batch_execute(begin).await.unwrap();
    world.run(&path, &told).await.location();
    world.waits().await;
    let locks = "SELECT DISTINCT mode AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                 WHERE a.application_name = 'vitrine import' AND l.relation = 'products'::regclass AND l.granted
                   AND a.datname = current_database() ORDER BY 1";
    for mode in world.site.names(locks).await {
        let harmless = ["AccessShareLock", "RowExclusiveLock", "RowShareLock"];
        assert!(harmless.contains(&mode.as_str()), "{mode}");
    }
    other.batch_execute("ROLLBACK").await.unwrap();
    assert!(counts(&world.rested(&path).await).starts_with("1 product made"));
}
