//! Making, renaming, moving and removing categories.

use http::StatusCode;

use super::world::{FOUND, GONE, NOTHING, World, alert, moved_to, problem};

const LIST: &str = "/admin/categories";

#[tokio::test]
async fn one_is_made_below_another_with_a_slug_of_its_name() {
    let world = World::start().await;
    let zoo = world.key("zoo").await;
    let made = world
        .post(
            LIST,
            &[("name", " Apes &  Co "), ("slug", ""), ("parent", &zoo)],
        )
        .await;
    let told = world.after(&made).await;
    assert!(told.starts_with("Made category “Apes & Co”. "), "{told}");
    assert!(told.contains("taxonomy"), "{told}");
    assert_eq!(world.at("/c/zoo/apes-and-co").await, FOUND);
    let page = world.get(made.location()).await.body;
    assert!(page.contains("/c/zoo/apes-and-co"), "{page}");

    // What is wrong is said beside its field, and nothing typed is lost.
    let refused = world
        .post(LIST, &[("name", "Birds"), ("slug", ""), ("parent", &zoo)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = problem(&refused.body, "slug");
    assert!(
        words.contains("“Birds” has the address /c/zoo/birds already"),
        "{words}"
    );
    assert!(refused.body.contains("value=\"Birds\""), "{}", refused.body);
    let selected = format!("<option value=\"{zoo}\" selected>");
    assert!(refused.body.contains(&selected), "{}", refused.body);
    let refused = world
        .post(
            LIST,
            &[("name", ""), ("slug", "Not One"), ("parent", "999999")],
        )
        .await;
    for field in ["name", "slug"] {
        assert!(!problem(&refused.body, field).is_empty());
    }
    let refused = world
        .post(LIST, &[("name", "X"), ("slug", ""), ("parent", "999999")])
        .await;
    assert!(problem(&refused.body, "parent").contains("not there any more"));
}

#[tokio::test]
async fn products_are_found_by_the_new_name_of_a_category_everywhere() {
    let world = World::start().await;
    let page = world.category("zoo/cats").await;
    let saved = world.save(&page, "Felidae", "cats").await;
    let told = world.after(&saved).await;
    assert!(
        told.starts_with("Renamed category “Cats” to “Felidae”. It touched category:"),
        "{told}"
    );
    let found = world.page("/search?q=felidae").await;
    for id in 1..=4 {
        let slug = world
            .one(&format!(
                "SELECT slug AS name FROM products WHERE id = {id}"
            ))
            .await;
        assert!(found.contains(&format!("/p/{slug}")), "{id}: {found}");
    }
    assert!(world.page("/c/zoo").await.contains(">Felidae<"));
    let slug = world
        .one("SELECT slug AS name FROM products WHERE id = 4")
        .await;
    assert!(
        world
            .page(&format!("/p/{slug}"))
            .await
            .contains(">Felidae<")
    );
    let suggested = world.site.get("/suggest?q=felid", "").await.body;
    assert!(suggested.contains("Felidae"), "{suggested}");
    let again = world.save(&page, "Felidae", "cats").await;
    let told = world.after(&again).await;
    assert!(told.starts_with("Nothing was changed"), "{told}");
}

#[tokio::test]
async fn old_addresses_lead_to_the_present_one_at_once() {
    let world = World::start().await;
    assert_eq!(world.at("/c/zoo/cats").await, FOUND);
    assert_eq!(world.at("/c/zoo/felines").await, NOTHING);
    let page = world.category("zoo/cats").await;
    world.save(&page, "Cats", "felines").await.location();
    assert_eq!(world.at("/c/zoo/cats").await, moved_to("/c/zoo/felines"));
    assert_eq!(
        world.at("/c/zoo/cats/big?stock=1&sort=price").await,
        moved_to("/c/zoo/felines/big?stock=1&sort=price")
    );
    let told = world.relocate("zoo/felines", Some("park")).await;
    assert!(
        told.starts_with("Moved category “Cats” from /c/zoo/felines to /c/park/felines. "),
        "{told}"
    );
    // One hop, however often it moved.
    for old in ["/c/zoo/cats", "/c/zoo/felines"] {
        assert_eq!(world.at(old).await, moved_to("/c/park/felines"));
    }
    assert_eq!(
        world.at("/c/zoo/cats/big").await,
        moved_to("/c/park/felines/big")
    );
    assert_eq!(
        world.at("/search?q=lamp&category=zoo%2Fcats").await,
        moved_to("/search?q=lamp&category=park%2Ffelines")
    );
    let sitemap = world.site.get("/sitemap/categories.xml", "").await.body;
    assert!(sitemap.contains("/c/park/felines<"), "{sitemap}");
    assert!(!sitemap.contains("/c/zoo/cats<"), "{sitemap}");
    // The page of a category tells which lead there.
    let one = world.get(&page).await.body;
    assert!(one.contains("href=\"/c/zoo/cats\""), "{one}");

    // Who has the address now comes first.
    let zoo = world.key("zoo").await;
    let made = world
        .post(LIST, &[("name", "Cats"), ("slug", ""), ("parent", &zoo)])
        .await;
    made.location();
    assert_eq!(world.at("/c/zoo/cats").await, FOUND);
    assert_eq!(
        world.at("/c/zoo/cats/big").await,
        moved_to("/c/park/felines/big")
    );
}

#[tokio::test]
async fn programs_may_ask_for_old_names() {
    let world = World::start().await;
    let page = world.category("zoo/cats").await;
    world.save(&page, "Cats", "felines").await.location();
    let answer = world.site.get("/api/v1/search?category=zoo/cats", "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.contains("\"zoo/felines\""), "{}", answer.body);
    let answer = world.site.get("/api/v1/search?category=zoo/dogs", "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_would_come_of_a_move_is_told_first() {
    let world = World::start().await;
    let page = world.move_page("zoo/cats", Some("park")).await;
    let told = world.get(&page).await.body;
    // `park/cats` is there.
    assert!(
        alert(&told).contains("“Park cats” has the address /c/park/cats already"),
        "{told}"
    );
    let page = world.move_page("zoo/cats", None).await;
    let told = world.get(&page).await.body;
    for fact in [
        "Move “Cats” to the top?",
        "It is at /c/zoo/cats now, and will be at /c/cats.",
        "4 products in it and below it stay",
        "1 subcategory goes along",
        "2 addresses will lead to the new ones",
    ] {
        assert!(told.contains(fact), "{fact}: {told}");
    }
    // Nothing is done without having been told, or if it is not so any more.
    let unasked = world.post(&page, &[]).await;
    assert_eq!(unasked.status, StatusCode::CONFLICT);
    let token = world.token(&page).await;
    world
        .site
        .by_hand("UPDATE products SET category_id = NULL WHERE id = 3")
        .await;
    let stale = world.post(&page, &[("token", &token)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        alert(&stale.body).contains("nothing was done"),
        "{}",
        stale.body
    );
    assert!(stale.body.contains("3 products in it"), "{}", stale.body);
    world.confirm(&page).await.location();
    assert_eq!(world.at("/c/zoo/cats/big").await, moved_to("/c/cats/big"));
}

#[tokio::test]
async fn none_is_put_below_itself() {
    let world = World::start().await;
    let before = world.tree().await;
    let page = world.move_page("zoo", Some("zoo/cats/big")).await;
    let words = world.in_the_way(&page).await;
    assert!(words.contains("“Big cats” is below “Zoo”"), "{words}");
    let refused = world.post(&page, &[("token", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = world.move_page("zoo", Some("zoo")).await;
    world.in_the_way(&page).await;
    let page = world.move_page("zoo/cats", Some("zoo")).await;
    assert_eq!(world.in_the_way(&page).await, "It is there already.");
    assert_eq!(world.tree().await, before);
}

#[tokio::test]
async fn only_an_empty_one_is_deleted_and_its_address_says_so() {
    let world = World::start().await;
    let cats = world.category("zoo/cats").await;
    let refused = world.post(&format!("{cats}/delete"), &[]).await;
    let words = world.after(&refused).await;
    assert_eq!(
        words,
        "“Cats” has 3 products and 1 subcategory, so it cannot be deleted. Merge it into another instead."
    );
    assert_eq!(world.at("/c/zoo/cats").await, FOUND);
    let birds = world.category("zoo/birds").await;
    let deleted = world.post(&format!("{birds}/delete"), &[]).await;
    let told = world.after(&deleted).await;
    assert!(
        told.starts_with("Deleted category “Birds” (/c/zoo/birds). "),
        "{told}"
    );
    assert_eq!(world.at("/c/zoo/birds").await, GONE);
    assert_eq!(world.at("/c/zoo/birds?stock=1").await, GONE);
    assert_eq!(world.get(&birds).await.status, StatusCode::NOT_FOUND);
    world.undo(LIST).await;
    assert_eq!(world.at("/c/zoo/birds").await, FOUND);
}

#[tokio::test]
async fn what_somebody_else_has_changed_is_not_overwritten() {
    let world = World::start().await;
    let page = world.category("zoo/cats").await;
    let version = world.version(&page).await;
    world.save(&page, "Felidae", "cats").await.location();
    let fields = [("name", "Katzen"), ("slug", "cats"), ("version", &version)];
    let conflict = world.post(&page, &fields).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    for part in ["Changed by someone else", "Felidae", "value=\"Katzen\""] {
        assert!(conflict.body.contains(part), "{part}: {}", conflict.body);
    }
    let name = "SELECT name FROM categories WHERE path = 'zoo/cats'";
    assert_eq!(world.one(name).await, "Felidae");
    // The form that was drawn is about what it showed.
    let saved = world.save(&page, "Katzen", "cats").await;
    assert!(world.after(&saved).await.starts_with("Renamed"));
    // Where one is above matters to nobody who changes a name below.
    let big = world.category("zoo/cats/big").await;
    let version = world.version(&big).await;
    world.relocate("zoo/cats", None).await;
    let fields = [
        ("name", "Large cats"),
        ("slug", "big"),
        ("version", &version),
    ];
    let saved = world.post(&big, &fields).await;
    assert!(world.after(&saved).await.starts_with("Renamed"));
}

#[tokio::test]
async fn a_change_by_hand_keeps_old_addresses_as_well() {
    let world = World::start().await;
    assert_eq!(world.at("/c/zoo/birds").await, FOUND);
    world
        .site
        .by_hand("UPDATE categories SET path = 'zoo/owls', name = 'Owls' WHERE path = 'zoo/birds'")
        .await;
    assert_eq!(world.at("/c/zoo/birds").await, moved_to("/c/zoo/owls"));
    let page = world.get(LIST).await.body;
    assert!(page.contains("Renamed “Birds” to “Owls”"), "{page}");
    world.undo(LIST).await;
    assert_eq!(world.at("/c/zoo/owls").await, moved_to("/c/zoo/birds"));
    world
        .site
        .by_hand("INSERT INTO category_paths SELECT 'aviary', id FROM categories WHERE path = 'zoo/birds'")
        .await;
    assert_eq!(world.at("/c/aviary").await, moved_to("/c/zoo/birds"));
    world
        .site
        .by_hand("DELETE FROM category_paths WHERE path = 'aviary'")
        .await;
    assert_eq!(world.at("/c/aviary").await, NOTHING);
}

#[tokio::test]
async fn the_tree_counts_what_is_in_it() {
    let world = World::start().await;
    let page = world.get(LIST).await.body.replace("<!>", "");
    let id = world.key("zoo").await;
    let (_, row) = page
        .split_once(&format!("/admin/categories/{id}\""))
        .unwrap();
    let row = row.split("</tr>").next().unwrap();
    let numbers: Vec<&str> = row
        .split("class=\"number\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(numbers, ["0", "4"], "{row}");
    let found = world.get("/admin/categories?q=BIG").await.body;
    assert!(found.contains("1 category"), "{found}");
    assert!(found.contains("Zoo › Cats › "), "{found}");
}
