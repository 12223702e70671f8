//! Addresses that products had before.

use http::StatusCode;

use super::world::World;

/// The status of a shop's page, and where it leads.
async fn at(world: &World, path: &str) -> (StatusCode, Option<String>) {
    let answer = world.site.get(path, "").await;
    let location = answer.headers.get("location");
    let location = location.map(|value| value.to_str().unwrap().to_owned());
    (answer.status, location)
}

fn moved_to(path: &str) -> (StatusCode, Option<String>) {
    (StatusCode::MOVED_PERMANENTLY, Some(path.to_owned()))
}

const FOUND: (StatusCode, Option<String>) = (StatusCode::OK, None);
const NOTHING: (StatusCode, Option<String>) = (StatusCode::NOT_FOUND, None);

#[tokio::test]
async fn it_leads_to_the_new_one_until_another_product_has_it() {
    let world = World::start().await;
    let old = world
        .one("SELECT '/p/' || slug AS name FROM products WHERE id = 7")
        .await;
    assert_eq!(at(&world, &old).await, FOUND);
    let told = world.save(7, &[("slug", "second")]).await;
    assert!(told.contains("slug:second"), "{told}");
    assert_eq!(at(&world, &old).await, moved_to("/p/second"));
    world.save(7, &[("slug", "third")]).await;
    assert_eq!(at(&world, &old).await, moved_to("/p/third"));
    assert_eq!(at(&world, "/p/second").await, moved_to("/p/third"));
    assert_eq!(at(&world, "/p/third").await, FOUND);

    let slug = old.trim_start_matches("/p/");
    world.save(8, &[("slug", slug)]).await;
    assert_eq!(at(&world, &old).await, FOUND);
}

#[tokio::test]
async fn it_is_there_again_when_its_product_is() {
    let world = World::start().await;
    world.save(7, &[("slug", "second")]).await;
    world.save(7, &[("slug", "third")]).await;
    assert_eq!(at(&world, "/p/second").await, moved_to("/p/third"));
    world.save(7, &[("status", "draft")]).await;
    assert_eq!(at(&world, "/p/second").await, NOTHING);
    world.save(7, &[("status", "published")]).await;
    assert_eq!(at(&world, "/p/second").await, moved_to("/p/third"));

    world
        .site
        .by_hand("DELETE FROM products WHERE id = 7")
        .await;
    assert_eq!(at(&world, "/p/second").await, NOTHING);
    let act = world.last_act().await;
    world
        .post("/admin/products/7/undo", &[("act", &act)])
        .await
        .location();
    assert_eq!(at(&world, "/p/second").await, moved_to("/p/third"));
}

#[tokio::test]
async fn one_given_by_hand_is_known_at_once() {
    let world = World::start().await;
    let slug = world
        .one("SELECT slug AS name FROM products WHERE id = 7")
        .await;
    let new = format!("/p/{slug}");
    assert_eq!(at(&world, "/p/by-hand").await, NOTHING);
    world
        .site
        .by_hand("INSERT INTO product_slugs VALUES ('by-hand', 7)")
        .await;
    assert_eq!(at(&world, "/p/by-hand").await, moved_to(&new));
    world
        .site
        .by_hand("UPDATE product_slugs SET slug = 'by-another' WHERE slug = 'by-hand'")
        .await;
    assert_eq!(at(&world, "/p/by-hand").await, NOTHING);
    assert_eq!(at(&world, "/p/by-another").await, moved_to(&new));
    world
        .site
        .by_hand("DELETE FROM product_slugs WHERE slug = 'by-another'")
        .await;
    assert_eq!(at(&world, "/p/by-another").await, NOTHING);
}
