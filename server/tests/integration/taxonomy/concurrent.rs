//! Several who change the tree at once.

use http::StatusCode;

use super::world::{World, alert};

#[tokio::test]
async fn two_moves_that_would_make_a_ring_do_not_both_happen() {
    let world = World::start().await;
    for _ in 0..5 {
        let one = world.move_page("zoo", Some("park")).await;
        let other = world.move_page("park", Some("zoo")).await;
        let tokens = [world.token(&one).await, world.token(&other).await];
        let fields = [
            [("token", tokens[0].as_str())],
            [("token", tokens[1].as_str())],
        ];
        let (first, second) =
            tokio::join!(world.post(&one, &fields[0]), world.post(&other, &fields[1]));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        // The later one is told what is in the way now.
        assert_eq!(statuses, [303, 422], "{} {}", first.body, second.body);
        let rows = world
            .site
            .names("SELECT path AS name FROM categories WHERE path IN ('zoo/park', 'park/zoo')")
            .await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        world.undo("/admin/categories").await;
    }
}

#[tokio::test]
async fn of_two_who_move_the_same_the_later_is_told() {
    let world = World::start().await;
    let one = world.move_page("zoo/cats", None).await;
    let other = world.move_page("zoo/cats", Some("zoo/birds")).await;
    let token = world.token(&other).await;
    world.confirm(&one).await.location();
    let late = world.post(&other, &[("token", &token)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        alert(&late.body).contains("has changed since you were told"),
        "{}",
        late.body
    );
    assert!(late.body.contains("It is at /c/cats now"), "{}", late.body);
}

#[tokio::test]
async fn who_waits_for_a_load_is_told_so() {
    let world = World::start().await;
    let mut load = server::db::connect(world.site.database.url())
        .await
        .unwrap();
    let hold =
        "BEGIN; SELECT pg_advisory_xact_lock_shared(hashtext('vitrine'), hashtext('taxonomy'))";
    server::db::batch(&mut load, "test.hold", hold)
        .await
        .unwrap();
    let fields = [("name", "Typed"), ("slug", ""), ("parent", "")];
    let busy = world.post("/admin/categories", &fields).await;
    assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        alert(&busy.body).contains("An import or somebody else is at work"),
        "{}",
        busy.body
    );
    assert!(busy.body.contains("value=\"Typed\""), "{}", busy.body);
    server::db::batch(&mut load, "test.release", "ROLLBACK")
        .await
        .unwrap();
    world.post("/admin/categories", &fields).await.location();
}
