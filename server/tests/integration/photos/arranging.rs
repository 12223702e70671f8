//! Order, texts, and one less.

use http::StatusCode;

use super::world::{World, png, told};

const LIST: &str = "/admin/products/7/photos/list";

/// What tells the list that the editor shows.
async fn shown(world: &World) -> String {
    let page = world.editor().await;
    let (_, rest) = page.split_once("name=\"shown\" value=\"").expect("a list");
    rest.split('"').next().unwrap().to_owned()
}

/// Presses a button, as the page is now; what it then says.
async fn press(world: &World, act: &str, texts: &[(&str, &str)]) -> String {
    let shown = shown(world).await;
    let mut fields = vec![("shown", shown.as_str()), ("act", act)];
    for (hash, alt) in texts {
        fields.extend([("photo", *hash), ("alt", *alt)]);
    }
    let answer = world.post(LIST, &fields).await;
    assert_eq!(answer.location(), "/admin/products/7?at=photos#photos");
    told(&world.get(answer.location()).await.body)
}

#[tokio::test]
async fn the_first_is_on_the_card_whichever_that_is() {
    let world = World::start().await;
    for shade in 1..=3 {
        world
            .add(&format!("Number {shade}"), &png(10, 10, shade))
            .await;
    }
    let [a, b, c]: [String; 3] = world.hashes().await.try_into().unwrap();
    let said = press(&world, &format!("up-{c}"), &[(&a, "The first")]).await;
    assert!(said.starts_with("Saved the photographs of "), "{said}");
    assert_eq!(world.hashes().await, [&*a, &*c, &*b]);
    assert!(
        world.column().await.contains("The first"),
        "texts are saved as well"
    );
    press(&world, &format!("up-{c}"), &[]).await;
    assert_eq!(world.hashes().await, [&*c, &*a, &*b]);
    let card = world.site.get("/cards?ids=7", "").await.body;
    assert!(card.contains(&c) && !card.contains(&a), "{card}");
    let said = press(&world, &format!("remove-{c}"), &[(&c, "")]).await;
    assert!(said.starts_with("Removed a photograph of "), "{said}");
    assert_eq!(world.hashes().await, [&*a, &*b]);
    let page = world.get(&world.shop_page().await).await.body;
    let places = [&a, &b].map(|hash| page.find(hash.as_str()).expect("a picture"));
    assert!(places[0] < places[1] && !page.contains(&c), "{page}");
    let said = press(&world, "save", &[]).await;
    assert!(said.starts_with("Nothing was changed"), "{said}");
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let world = World::start().await;
    world.add("Mine", &png(10, 10, 1)).await;
    let hash = world.hashes().await.remove(0);
    let seen = shown(&world).await;
    press(&world, "save", &[(&hash, "Theirs")]).await;
    let fields = [
        ("shown", seen.as_str()),
        ("photo", hash.as_str()),
        ("alt", "Mine again"),
        ("act", "save"),
    ];
    let refused = world.post(LIST, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused
            .body
            .contains("Somebody else has changed the photographs")
    );
    assert!(
        refused.body.contains("value=\"Mine again\""),
        "{}",
        refused.body
    );
    assert!(world.column().await.contains("Theirs"));

    let shown = shown(&world).await;
    let empty = [
        ("shown", shown.as_str()),
        ("photo", hash.as_str()),
        ("alt", " "),
        ("act", "save"),
    ];
    let refused = world.post(LIST, &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("what it shows"), "{}", refused.body);
    assert!(world.column().await.contains("Theirs"));
}
