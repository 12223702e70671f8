//! What is refused.

use http::StatusCode;

use super::world::World;

const PAGE: &str = "/admin/search/query?q=quokka";

#[tokio::test]
async fn what_cannot_be_done_is_said_on_the_page() {
    let world = World::start().await;
    for (fields, said) in [
        (
            [("act", "pin"), ("product", "999999")],
            "There is no such product.",
        ),
        (
            [("act", "pin"), ("product", "x")],
            "There is no such product.",
        ),
        (
            [("act", "boil"), ("product", "1")],
            "There is no such product.",
        ),
    ] {
        let refused = world.post(PAGE, &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        assert!(refused.body.contains(said), "{}", refused.body);
        assert!(
            refused.body.contains("As the shop shows it"),
            "{}",
            refused.body
        );
    }
    let long = format!("/admin/search/query?q={}", "a".repeat(201));
    for nothing in ["/admin/search/query", "/admin/search/query?q=%3F%21", &long] {
        let pin = [("act", "pin"), ("product", "1")];
        assert_eq!(
            world.post(nothing, &pin).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
        assert_eq!(
            world.get(nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
    let rows = world
        .site
        .names("SELECT words AS name FROM search_care")
        .await;
    assert_eq!(rows, [""; 0]);
}

#[tokio::test]
async fn there_are_as_many_as_there_may_be() {
    let world = World::start().await;
    world
        .site
        .execute("INSERT INTO search_care SELECT 'quokka', n, n FROM generate_series(1, 20) n")
        .await;
    world
        .site
        .execute(
            "INSERT INTO search_care SELECT 'quokka', n, NULL FROM generate_series(101, 200) n",
        )
        .await;
    for (act, said) in [
        (
            "pin",
            "20 products are pinned already, which is as many as there may be.",
        ),
        (
            "hide",
            "100 products are hidden already, which is as many as there may be.",
        ),
    ] {
        let refused = world.post(PAGE, &[("act", act), ("product", "30")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    // Those that are there may still change places, all in one statement.
    let told = world.care("pin", "20", "1").await;
    assert!(told.starts_with("Pinned "), "{told}");
    let order = "SELECT string_agg(product_id::text, ' ' ORDER BY place) AS name FROM search_care WHERE place < 4";
    assert_eq!(world.site.names(order).await, ["20 1 2"]);
    world
        .site
        .execute(
            "INSERT INTO search_care SELECT 'search ' || n, 1, 1 FROM generate_series(1, 2000) n",
        )
        .await;
    let more = "/admin/search/query?q=one+more";
    let refused = world.post(more, &[("act", "pin"), ("product", "3")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("2000 searches are cared for"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn the_database_takes_no_care_that_is_none() {
    let world = World::start().await;
    let mut connection = server::db::connect(world.site.database.url())
        .await
        .unwrap();
    for values in [
        "'', 1, 1",
        "repeat('a', 201), 1, 1",
        "'lamp', 1, 0",
        "'lamp', 1, 21",
        "NULL, 1, 1",
        "'lamp', NULL, 1",
    ] {
        let sql = format!("INSERT INTO search_care VALUES ({values})");
        let added = server::db::batch(&mut connection, "test.care", &sql).await;
        assert!(added.is_err(), "{values}");
    }
    let twice = "INSERT INTO search_care VALUES ('lamp', 1, 1), ('lamp', 2, 1)";
    let added = server::db::batch(&mut connection, "test.care", twice).await;
    assert!(added.is_err());
}
