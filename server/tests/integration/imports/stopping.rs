//! An import that comes to no end: cancelled, stopped with the server, or left behind by one that died.

use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use tokio_postgres::Client;

use super::world::{World, words};

const FILE: &str = "id,title\nnew,New product\n";

/// An import that waits for somebody who writes the same product.
async fn waiting(world: &World) -> (String, Client) {
    let path = world.bring("a.csv", FILE).await;
    let told = world.check(&path).await;
    let other = world.other().await;
    let begin = "BEGIN; INSERT INTO products (sku, slug, name) VALUES ('new', 'x', 'X')";
    other.batch_execute(begin).await.unwrap();
    world.run(&path, &told).await.location();
    world.waits().await;
    (path, other)
}

async fn assert_nothing_is_written(world: &World, other: &Client) {
    other.batch_execute("ROLLBACK").await.unwrap();
    let count = "SELECT count(*)::text AS name FROM products";
    assert_eq!(world.one(count).await, "60");
    assert_eq!(world.files().len(), 1, "the file is still there");
}

#[tokio::test]
async fn what_is_cancelled_writes_nothing() {
    let world = World::start().await;
    let (path, other) = waiting(&world).await;
    let page = world.page(&path).await;
    assert!(
        page.contains("<noscript><meta http-equiv=\"refresh\""),
        "{page}"
    );
    // Nobody else may begin it now.
    let twice = world.post(&path, &[("act", "check")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(
        world.post(&path, &[("act", "cancel")]).await.location(),
        path
    );
    let page = world.rested(&path).await;
    assert_eq!(words(&page), "It was cancelled. Nothing was written.");
    assert_nothing_is_written(&world, &other).await;
    let events = world.events().await;
    assert_eq!(events.last().unwrap(), "import stopped");
    let nobody = world.post(&path, &[("act", "cancel")]).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    // It can be begun again.
    world.run(&path, &page).await.location();
    assert!(world.rested(&path).await.contains("1 product made"));
}

#[tokio::test]
async fn a_server_that_stops_says_so() {
    let world = World::start().await;
    let (path, other) = waiting(&world).await;
    world.site.state.shutdown.cancel();
    world
        .site
        .state
        .imports
        .finish(std::time::Duration::from_secs(20))
        .await;
    let page = world.page(&path).await;
    assert!(
        words(&page).contains("The server was stopped meanwhile"),
        "{page}"
    );
    assert_nothing_is_written(&world, &other).await;
}

#[tokio::test]
async fn what_a_dead_server_left_behind_can_be_begun_again() {
    let world = World::start().await;
    let path = world.bring("a.csv", FILE).await;
    world.check(&path).await;
    world
        .site
        .execute("UPDATE imports SET state = 'running'")
        .await;
    let live = world.page(&path).await;
    assert!(
        live.contains("id=\"import-progress\""),
        "it has just been seen: {live}"
    );
    let silent = "UPDATE import_work SET beat = now() - interval '1 minute'";
    world.site.execute(silent).await;
    let page = world.page(&path).await;
    assert!(
        words(&page).contains("has stopped. Nothing was written"),
        "{page}"
    );
    world.run(&path, &page).await.location();
    assert!(world.rested(&path).await.contains("1 product made"));
}

#[tokio::test]
async fn progress_comes_as_it_happens_and_ends() {
    let world = World::start().await;
    let (path, other) = waiting(&world).await;
    let request = Request::get(format!("{path}/live")).header("cookie", &world.cookie);
    let answer = world.site.answer(request).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut body = answer.into_body();
    let mut seen = String::new();
    while !seen.contains("<progress") {
        let frame = body.frame().await.unwrap().unwrap();
        seen += std::str::from_utf8(&frame.into_data().unwrap()).unwrap();
    }
    assert!(seen.contains("event: progress"), "{seen}");
    other.batch_execute("ROLLBACK").await.unwrap();
    let rest = body.collect().await.unwrap().to_bytes();
    let rest = String::from_utf8(rest.to_vec()).unwrap();
    assert!(rest.contains("event: end"), "{rest}");
    let guest = Request::get(format!("{path}/live"));
    let guest = world.site.send(guest, "", Body::empty()).await;
    assert_eq!(guest.status, StatusCode::UNAUTHORIZED);
}
