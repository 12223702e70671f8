//! Walking through all products while others are made.

use std::collections::BTreeMap;

use super::world::{ALL, PRODUCTS, World, desk};

#[tokio::test]
async fn each_product_is_seen_once_while_others_are_made() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let there: Vec<i64> = {
        let ids = world
            .site
            .names("SELECT id::text AS name FROM products ORDER BY id")
            .await;
        ids.iter().map(|id| id.parse().unwrap()).collect()
    };
    let mut seen: BTreeMap<i64, u32> = BTreeMap::new();
    let mut path = format!("{PRODUCTS}?limit=7");
    let mut pages = 0;
    loop {
        let page = world.get_with(&token, &path).await;
        assert_eq!(page.status, 200, "{page:?}");
        let page = page.json();
        for item in page["items"].as_array().unwrap() {
            *seen.entry(item["id"].as_i64().unwrap()).or_default() += 1;
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("{PRODUCTS}?limit=7&cursor={next}");
        pages += 1;
        if pages < 5 {
            let made = world.post(&token, &[], &desk(&format!("N-{pages}"))).await;
            assert_eq!(made.status, 201);
        }
    }
    assert!(pages >= 8, "{pages}");
    assert!(seen.values().all(|times| *times == 1), "{seen:?}");
    assert!(there.iter().all(|id| seen.contains_key(id)));
    assert_eq!(seen.len(), there.len() + 4);
}

#[tokio::test]
async fn filters_are_kept_to() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    world
        .site
        .execute("UPDATE products SET status = 'draft' WHERE id % 3 = 0")
        .await;
    let drafts = world
        .get_with(&token, &format!("{PRODUCTS}?status=draft&limit=100"))
        .await
        .json();
    let expected = world
        .one("SELECT count(*)::text AS name FROM products WHERE status = 'draft'")
        .await;
    let items = drafts["items"].as_array().unwrap();
    assert_eq!(items.len().to_string(), expected);
    assert!(items.iter().all(|item| item["status"] == "draft"));

    let made = world.post(&token, &[], &desk("A-1")).await.json();
    let at = made["product"]["updated_at"].as_str().unwrap();
    let since = world
        .get_with(&token, &format!("{PRODUCTS}?updated_since={at}"))
        .await
        .json();
    let items = since["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{since}");
    assert_eq!(items[0]["id"], made["product"]["id"]);
    for (field, query) in [
        ("status", "status=sold"),
        ("updated_since", "updated_since=x"),
        ("limit", "limit=0"),
        ("cursor", "cursor=x"),
    ] {
        let refused = world.get_with(&token, &format!("{PRODUCTS}?{query}")).await;
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec![field.to_owned()])
        );
    }
}
