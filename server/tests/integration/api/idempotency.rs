//! Writing once, however often one asks.

use futures::future::join_all;
use serde_json::json;

use super::world::{ALL, PRODUCTS, World, desk, patch};

const KEY: &str = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";

#[tokio::test]
async fn the_same_request_again_gets_the_same_answer() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let key = [("idempotency-key", KEY)];
    let first = world.post(&token, &key, &desk("A-1")).await;
    assert_eq!(
        (first.status, first.header("idempotent-replayed")),
        (201, "")
    );
    let again = world.post(&token, &key, &desk("A-1")).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (201, "true"),
        "{again:?}"
    );
    assert_eq!(again.body, first.body);
    for header in ["etag", "location"] {
        assert_eq!(again.header(header), first.header(header));
    }
    let other = world.post(&token, &key, &desk("A-2")).await;
    assert_eq!(other.problem(), (422, "idempotency_key_reused".to_owned()));
    // The key of another token is another key.
    let second = world.token("Other", &ALL).await;
    assert_eq!(world.post(&second, &key, &desk("A-2")).await.status, 201);
    let made = "SELECT count(*)::text AS name FROM products WHERE sku LIKE 'A-%'";
    assert_eq!(world.one(made).await, "2");

    // A change that was made is not refused because it was made.
    let id = first.json()["product"]["id"].as_i64().unwrap();
    let key = [("idempotency-key", "change-1")];
    let change = json!({"stock": 3});
    let router = world.site.router();
    let first = patch(&router, &token, id, "\"1\"", &key, &change).await;
    let again = patch(&router, &token, id, "\"1\"", &key, &change).await;
    assert_eq!((first.status, again.status), (200, 200), "{again:?}");
    assert_eq!(
        (first.body, again.header("etag")),
        (again.body.clone(), "\"2\"")
    );
}

#[tokio::test]
async fn what_was_refused_may_be_asked_for_again() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let key = [("idempotency-key", KEY)];
    let mut bad = desk("A-1");
    bad["stock"] = json!(-1);
    assert_eq!(world.post(&token, &key, &bad).await.status, 422);
    assert_eq!(world.post(&token, &key, &desk("A-1")).await.status, 201);
    for key in ["", "a b", &"x".repeat(256)] {
        let refused = world
            .post(&token, &[("idempotency-key", key)], &desk("A-2"))
            .await;
        assert_eq!(
            refused.problem(),
            (400, "invalid_idempotency_key".to_owned()),
            "{key}"
        );
    }
}

#[tokio::test]
async fn of_many_at_once_one_writes() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let key = [("idempotency-key", KEY)];
    let mut product = desk("A-1");
    // Without it, the number alone would keep the others from writing.
    let asked = join_all((0..6).map(|_| world.post(&token, &key, &product))).await;
    let made: Vec<_> = asked.iter().filter(|said| said.status == 201).collect();
    let fresh = made
        .iter()
        .filter(|said| said.header("idempotent-replayed").is_empty());
    assert_eq!(fresh.count(), 1, "{asked:?}");
    for said in &asked {
        assert!(
            said.status == 201 || said.problem() == (409, "in_progress".to_owned()),
            "{said:?}"
        );
    }
    let acts = "SELECT count(*)::text AS name FROM audit_log WHERE event = 'product made'";
    assert_eq!(world.one(acts).await, "1");

    // While somebody holds the key, all others are told so.
    product["sku"] = json!("A-2");
    let mut holder = world.site.state.pool.get().await.unwrap();
    let sql = "SELECT pg_advisory_lock(hashtextextended('api 1 held', 0))";
    server::db::batch(&mut holder, "test.hold", sql)
        .await
        .unwrap();
    let held = [("idempotency-key", "held")];
    assert_eq!(
        world.post(&token, &held, &product).await.problem(),
        (409, "in_progress".to_owned())
    );
    let sql = "SELECT pg_advisory_unlock(hashtextextended('api 1 held', 0))";
    server::db::batch(&mut holder, "test.release", sql)
        .await
        .unwrap();
    assert_eq!(world.post(&token, &held, &product).await.status, 201);
}

/// Whoever was not told how far a change came is told when they ask again.
#[tokio::test]
async fn an_answer_that_was_lost_is_given_whole() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let key = [("idempotency-key", KEY)];
    let first = world.post(&token, &key, &desk("A-1")).await;
    world
        .site
        .execute("UPDATE api_answers SET change = NULL")
        .await;
    let again = world.post(&token, &key, &desk("A-1")).await.json();
    assert_eq!(again["product"], first.json()["product"]);
    assert_eq!(again["change"]["acknowledged"], true);
    assert_eq!(
        again["change"]["position"],
        first.json()["change"]["position"]
    );

    world.role("admin").await;
    let bearer = format!("Bearer {token}");
    let path = format!("{PRODUCTS}/{}", again["product"]["id"]);
    let headers = [
        ("authorization", bearer.as_str()),
        ("if-match", "\"1\""),
        ("idempotency-key", "gone"),
    ];
    let removed = world.ask("DELETE", &path, &headers, "").await;
    let twice = world.ask("DELETE", &path, &headers, "").await;
    assert_eq!((removed.status, twice.status), (200, 200), "{twice:?}");
    assert_eq!(removed.body, twice.body);
}
