//! Merging categories.

use http::StatusCode;

use super::world::{FOUND, GONE, World, moved_to};

const LIST: &str = "/admin/categories";

#[tokio::test]
async fn products_subcategories_and_addresses_go_along() {
    let world = World::start().await;
    let old = world.key("zoo/cats").await;
    world
        .save(&format!("{LIST}/{old}"), "Cats", "felines")
        .await
        .location();
    let page = world.merge_page("zoo/felines", "park").await;
    let told = world.get(&page).await.body;
    for fact in [
        "Merge “Cats” into “Park”?",
        "3 products move to “Park”.",
        "1 subcategory comes below it",
        "2 addresses will lead there: /c/zoo/felines to /c/park.",
        "“Cats” is not there any more then.",
    ] {
        assert!(told.contains(fact), "{fact}: {told}");
    }
    let merged = world.confirm(&page).await;
    assert_eq!(merged.location(), world.category("park").await);
    let told = world.after(&merged).await;
    assert!(
        told.starts_with("Merged category “Cats” (/c/zoo/felines) into “Park” (/c/park). "),
        "{told}"
    );
    for (path, there) in [
        ("/c/zoo/felines", "/c/park"),
        ("/c/zoo/cats", "/c/park"),
        ("/c/zoo/felines/big", "/c/park/big"),
        ("/c/zoo/cats/big", "/c/park/big"),
    ] {
        assert_eq!(world.at(path).await, moved_to(there), "{path}");
    }
    let count = "SELECT count(*)::text AS name FROM products p JOIN categories c ON c.id = p.category_id WHERE c.path = 'park'";
    assert_eq!(world.one(count).await, "4");
    let park = world.page("/c/park").await;
    assert!(park.contains("Big cats"), "{park}");

    // What takes the place of what took its place.
    let page = world.merge_page("park", "zoo").await;
    // `cats` is below the one, and was below the other.
    world.confirm(&page).await.location();
    assert_eq!(world.at("/c/zoo/felines").await, moved_to("/c/zoo"));
    assert_eq!(world.at("/c/park").await, moved_to("/c/zoo"));
    assert_eq!(world.at("/c/park/big").await, moved_to("/c/zoo/big"));
}

#[tokio::test]
async fn two_that_would_meet_are_named() {
    let world = World::start().await;
    let before = world.tree().await;
    let page = world.merge_page("zoo", "park").await;
    let words = world.in_the_way(&page).await;
    assert!(
        words.contains("Both have a subcategory with the slug cats"),
        "{words}"
    );
    let refused = world.post(&page, &[("token", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = world.merge_page("zoo", "zoo/cats/big").await;
    let words = world.in_the_way(&page).await;
    assert!(words.contains("“Big cats” is below “Zoo”"), "{words}");
    let page = world.merge_page("zoo", "zoo").await;
    assert!(world.in_the_way(&page).await.contains("the same one"));
    let zoo = world.category("zoo").await;
    for nothing in ["", "?into=", "?into=999999", "?into=x"] {
        let words = world.in_the_way(&format!("{zoo}/merge{nothing}")).await;
        assert!(words.contains("no such category"), "{nothing}: {words}");
    }
    assert_eq!(world.tree().await, before);
}

#[tokio::test]
async fn it_can_be_merged_into_the_one_above() {
    let world = World::start().await;
    let page = world.merge_page("zoo/cats", "zoo").await;
    world.confirm(&page).await.location();
    assert_eq!(world.at("/c/zoo/cats").await, moved_to("/c/zoo"));
    assert_eq!(world.at("/c/zoo/cats/big").await, moved_to("/c/zoo/big"));
}

#[tokio::test]
async fn an_undo_brings_back_all_of_it() {
    let world = World::start().await;
    let before = world.tree().await;
    let page = world.merge_page("zoo/cats", "park").await;
    world.confirm(&page).await.location();
    assert_ne!(world.tree().await, before);
    let told = world.undo(LIST).await;
    assert!(
        told.starts_with("Took back: Merged category “Cats”"),
        "{told}"
    );
    assert_eq!(world.tree().await, before);
    assert_eq!(world.at("/c/zoo/cats").await, FOUND);
    assert_eq!(world.at("/c/zoo/cats/big").await, FOUND);
    assert_eq!(world.at("/c/park/big").await, moved_to("/c/zoo/cats/big"));

    // What somebody has changed in between stays; so does all of it where the tree has another shape.
    world.confirm(&page).await.location();
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    let birds = world.key("zoo/birds").await;
    world
        .site
        .by_hand(&format!(
            "UPDATE products SET category_id = {birds} WHERE id = 2"
        ))
        .await;
    let undone = world.post(&format!("{LIST}/acts/{act}/undo"), &[]).await;
    let told = world.after(&undone).await;
    assert!(
        told.contains("1 of 3 products have been changed since"),
        "{told}"
    );
    assert_eq!(world.at("/c/zoo/cats").await, FOUND);

    world.confirm(&page).await.location();
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    let zoo = world.key("zoo").await;
    let fields = [
        ("name", "Cats again"),
        ("slug", "cats"),
        ("parent", zoo.as_str()),
    ];
    world.post(LIST, &fields).await.location();
    let undone = world.post(&format!("{LIST}/acts/{act}/undo"), &[]).await;
    let told = world.after(&undone).await;
    assert!(
        told.starts_with(
            "Nothing was taken back. “Cats again” has the address /c/zoo/cats already."
        ),
        "{told}"
    );
}

#[tokio::test]
async fn an_undo_of_products_alone_leaves_those_whose_category_is_gone() {
    let world = World::start().await;
    let birds = world.key("zoo/birds").await;
    world
        .site
        .by_hand(&format!(
            "UPDATE products SET category_id = {birds} WHERE id = 9"
        ))
        .await;
    world
        .site
        .by_hand("UPDATE products SET category_id = (SELECT id FROM categories WHERE path = 'park') WHERE id = 9")
        .await;
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    world
        .post(&format!("{LIST}/{birds}/delete"), &[])
        .await
        .location();
    assert_eq!(world.at("/c/zoo/birds").await, GONE);
    let undone = world.post("/admin/products/9/undo", &[("act", &act)]).await;
    let told = world.after(&undone).await;
    assert!(told.starts_with("Nothing was taken back"), "{told}");
}
