//! Taking back what was done to categories and brands.

use http::StatusCode;

use super::world::{FOUND, World, moved_to};

const LIST: &str = "/admin/categories";

#[tokio::test]
async fn a_rename_and_a_move_are_taken_back_by_one_press() {
    let world = World::start().await;
    let before = world.tree().await;
    let cats = world.category("zoo/cats").await;
    world.save(&cats, "Felidae", "felidae").await.location();
    let told = world.undo(LIST).await;
    assert!(
        told.starts_with(
            "Took back: Renamed category “Cats” to “Felidae”, and its slug from cats to felidae. "
        ),
        "{told}"
    );
    assert_eq!(world.tree().await, before);
    assert_eq!(
        world.at("/c/zoo/felidae/big").await,
        moved_to("/c/zoo/cats/big")
    );

    world.relocate("zoo/cats", None).await;
    // What has come below it since goes along.
    let cats = world.key("cats").await;
    let fields = [("name", "Small"), ("slug", ""), ("parent", cats.as_str())];
    let move_act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    world.post(LIST, &fields).await.location();
    let path = format!("{LIST}/acts/{move_act}/undo");
    let undone = world.post(&path, &[("back", &cats)]).await;
    assert_eq!(undone.location(), format!("{LIST}/{cats}"));
    assert_eq!(world.at("/c/zoo/cats/small").await, FOUND);
    assert_eq!(
        world.at("/c/cats/small").await,
        moved_to("/c/zoo/cats/small")
    );
    // An undo is an act as well.
    world.undo(LIST).await;
    assert_eq!(world.at("/c/cats/small").await, FOUND);
    let audit = "SELECT event AS name FROM audit_log WHERE event LIKE 'categor%' OR event = 'act taken back' ORDER BY id";
    assert_eq!(
        world.site.names(audit).await,
        [
            "category changed",
            "act taken back",
            "category moved",
            "category made",
            "act taken back",
            "act taken back"
        ]
    );
}

#[tokio::test]
async fn what_was_changed_since_stays() {
    let world = World::start().await;
    let cats = world.category("zoo/cats").await;
    world.save(&cats, "Felidae", "cats").await.location();
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    world.save(&cats, "Katzen", "cats").await.location();
    let page = world.get(&cats).await.body;
    assert!(!page.contains(&format!("acts/{act}/undo")), "{page}");
    let path = format!("{LIST}/acts/{act}/undo");
    let told = world.after(&world.post(&path, &[]).await).await;
    assert_eq!(
        told,
        "“Felidae” has been changed since, so nothing was taken back."
    );
    let made = world
        .post("/admin/brands", &[("name", "New"), ("slug", "")])
        .await;
    made.location();
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    let path = format!("/admin/brands/acts/{act}/undo");
    let told = world.after(&world.post(&path, &[]).await).await;
    assert!(
        told.starts_with("What was made is not taken back"),
        "{told}"
    );
    for nothing in ["999999", "x"] {
        let path = format!("{LIST}/acts/{nothing}/undo");
        assert_eq!(world.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    }
}
