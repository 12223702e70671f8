//! Making, changing and removing products.

use futures::future::join;
use serde_json::json;

use super::world::{ALL, PRODUCTS, World, desk, patch};

#[tokio::test]
async fn a_product_is_made_changed_and_removed() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let made = world.post(&token, &[], &desk("A-1")).await;
    assert_eq!(made.status, 201, "{made:?}");
    let answer = made.json();
    let product = &answer["product"];
    let id = product["id"].as_i64().unwrap();
    assert_eq!(made.header("etag"), "\"1\"");
    assert_eq!(
        made.header("location"),
        format!("https://shop.example{PRODUCTS}/{id}")
    );
    assert_eq!(product["price_minor"], 4990);
    assert_eq!(product["slug"], "oak-desk");
    let change = &answer["change"];
    assert_eq!(change["acknowledged"], true);
    assert_eq!(change["instances"], 1);
    assert!(change["position"].as_i64().unwrap() > 0);
    assert!(
        change["tags"]
            .as_array()
            .unwrap()
            .contains(&json!(format!("product:{id}")))
    );

    // The page is kept, and shows the change at once.
    let page = "/p/oak-desk";
    for _ in 0..2 {
        assert!(world.site.get(page, "").await.body.contains("$49.90"));
    }
    let changed = world
        .patch(
            &token,
            id,
            "\"1\"",
            &json!({"price_minor": 3990, "attributes": {"colour": null}}),
        )
        .await;
    assert_eq!(
        (changed.status, changed.header("etag")),
        (200, "\"2\""),
        "{changed:?}"
    );
    let shown = world.site.get(page, "").await.body;
    assert!(
        shown.contains("$39.90") && !shown.contains("$49.90"),
        "{shown}"
    );
    let product = changed.json()["product"].clone();
    assert_eq!(product["attributes"], json!({"width": "120 cm"}));
    assert_eq!(
        (&product["name"], &product["stock"]),
        (&json!("Oak desk"), &json!(7))
    );
    let same = world
        .patch(&token, id, "*", &json!({"price_minor": 3990}))
        .await;
    assert_eq!((same.status, same.header("etag")), (200, "\"2\""));
    assert_eq!(same.json()["change"], json!(null));
}

#[tokio::test]
async fn a_product_is_seen_by_who_may_and_removed_by_administrators() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let made = world.post(&token, &[], &desk("A-1")).await.json();
    let id = made["product"]["id"].as_i64().unwrap();
    world.patch(&token, id, "\"1\"", &json!({"stock": 3})).await;

    // As whoever may see all sees it, and as all others do.
    let path = format!("{PRODUCTS}/{id}");
    let own = world.get_with(&token, &path).await;
    assert_eq!(
        (own.header("etag"), &own.json()["version"]),
        ("\"2\"", &json!(2))
    );
    assert!(world.get(&path).await.json().get("version").is_none());
    let draft = world
        .patch(&token, id, "\"2\"", &json!({"status": "draft"}))
        .await;
    assert_eq!(draft.status, 200);
    assert_eq!(world.get(&path).await.status, 404);
    assert_eq!(
        world.get_with(&token, &path).await.json()["status"],
        "draft"
    );

    let bearer = format!("Bearer {token}");
    let remove = [("authorization", bearer.as_str()), ("if-match", "\"3\"")];
    let refused = world.ask("DELETE", &path, &remove, "").await;
    assert_eq!(refused.problem(), (403, "insufficient_role".to_owned()));
    world.role("admin").await;
    let stale = world
        .ask("DELETE", &path, &[remove[0], ("if-match", "\"2\"")], "")
        .await;
    assert_eq!((stale.problem().0, stale.header("etag")), (412, "\"3\""));
    let bare = world.ask("DELETE", &path, &remove[..1], "").await;
    assert_eq!(bare.problem(), (428, "if_match_required".to_owned()));
    let removed = world.ask("DELETE", &path, &remove, "").await;
    assert_eq!(removed.status, 200, "{removed:?}");
    assert_eq!(removed.json()["removed"], json!(id));
    assert_eq!(
        world.ask("DELETE", &path, &remove, "").await.problem().0,
        404
    );
}

#[tokio::test]
async fn less_is_answered_to_who_wants_less() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let minimal = ("prefer", "respond-async, return=minimal");
    let made = world.post(&token, &[minimal], &desk("A-1")).await;
    assert_eq!(made.status, 201);
    assert!(made.body.starts_with("{\"change\":{"), "{}", made.body);
    assert_eq!(made.header("preference-applied"), "return=minimal");
    let id = made
        .header("location")
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let change = json!({"stock": null});
    let changed = patch(
        &world.site.router(),
        &token,
        id,
        "\"1\"",
        &[minimal],
        &change,
    )
    .await;
    assert_eq!(
        (
            changed.status,
            changed.body.as_str(),
            changed.header("etag")
        ),
        (204, "", "\"2\"")
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field_and_nothing_is_written() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let id = world.post(&token, &[], &desk("A-1")).await.json()["product"]["id"]
        .as_i64()
        .unwrap();
    let before = world
        .one("SELECT count(*)::text AS name FROM products")
        .await;
    let with = |field: &str, value: serde_json::Value| {
        let mut product = desk("A-2");
        product[field] = value;
        product
    };
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("a\u{0}b")),
        ("sku", json!("A-1")),
        ("slug", json!("Oak Desk")),
        ("slug", json!("oak-desk")),
        ("status", json!("sold")),
        ("currency", json!("US")),
        ("brand", json!("Nobody & Sons")),
        ("category", json!("no/such")),
        ("price_minor", json!(-1)),
        ("stock", json!("7")),
        ("image", json!("javascript:alert(1)")),
        ("attributes", json!({"": "red"})),
        ("colour", json!("red")),
    ] {
        let refused = world.post(&token, &[], &with(field, value.clone())).await;
        assert_eq!(
            refused.problem(),
            (422, "invalid_fields".to_owned()),
            "{field} {value}"
        );
        assert_eq!(refused.fields(), [field], "{value}");
    }
    let many = world
        .patch(
            &token,
            id,
            "\"1\"",
            &json!({"name": null, "sku": 7, "x": 1}),
        )
        .await;
    assert_eq!(many.fields(), ["x", "name", "sku"]);
    assert_eq!(
        world
            .one("SELECT count(*)::text AS name FROM products")
            .await,
        before
    );
    let version = format!("SELECT version::text AS name FROM products WHERE id = {id}");
    assert_eq!(world.one(&version).await, "1");

    // A brand that is not known is made if that is meant.
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let path = format!("{PRODUCTS}?make_brand=true");
    let body = with("brand", json!("Nobody & Sons")).to_string();
    let made = world.ask("POST", &path, &headers, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.json()["product"]["brand"], "Nobody & Sons");
}

#[tokio::test]
async fn what_is_not_touched_stays_whatever_a_form_would_say() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let id = world.post(&token, &[], &desk("A-1")).await.json()["product"]["id"]
        .as_i64()
        .unwrap();
    // No form would take such a picture.
    world
        .site
        .execute(&format!(
            "UPDATE products SET image = 'pictures/desk.png' WHERE id = {id}"
        ))
        .await;
    let changed = world
        .patch(&token, id, "\"2\"", &json!({"currency": "JPY"}))
        .await
        .json();
    assert_eq!(
        changed["product"]["image"], "pictures/desk.png",
        "{changed}"
    );
    assert_eq!(changed["product"]["price_minor"], 4990);
}

#[tokio::test]
async fn of_two_who_saw_the_same_one_wins() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let id = world.post(&token, &[], &desk("A-1")).await.json()["product"]["id"]
        .as_i64()
        .unwrap();
    for round in 1..6_i64 {
        let seen = format!("\"{round}\"");
        let [one, other] = [1, 2].map(|each| json!({"stock": round * 10 + each}));
        let (one, other) = join(
            world.patch(&token, id, &seen, &one),
            world.patch(&token, id, &seen, &other),
        )
        .await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{one:?} {other:?}");
        let loser = if one.status == 412 { &one } else { &other };
        let (winner, present) = (
            if one.status == 200 { &one } else { &other },
            loser.header("etag"),
        );
        assert_eq!(present, winner.header("etag"));
        assert_eq!(loser.problem().1, "version_conflict");
    }
}
