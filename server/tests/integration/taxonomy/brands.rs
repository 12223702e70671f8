//! Brands.

use http::StatusCode;

use super::world::{FOUND, World, moved_to, problem};

const LIST: &str = "/admin/brands";

/// Two brands, each with two products.
async fn world() -> World {
    let world = World::start().await;
    world
        .site
        .by_hand(
            "INSERT INTO brands (slug, name) VALUES ('acme', 'Acme'), ('best', 'Best & Co');
             UPDATE products SET brand_id = (SELECT id FROM brands WHERE slug = 'acme'), price_minor = 500 WHERE id <= 2;
             UPDATE products SET brand_id = (SELECT id FROM brands WHERE slug = 'best') WHERE id IN (3, 4)",
        )
        .await;
    world
}

async fn page_of(world: &World, slug: &str) -> String {
    let sql = format!("SELECT '{LIST}/' || id AS name FROM brands WHERE slug = '{slug}'");
    world.one(&sql).await
}

#[tokio::test]
async fn old_slugs_in_addresses_lead_to_the_present_ones() {
    let world = world().await;
    assert_eq!(world.at("/search?brand=acme").await, FOUND);
    assert_eq!(world.at("/search?q=qqxqxzz&brand=acme").await, FOUND);
    let page = page_of(&world, "acme").await;
    let saved = world.save(&page, "Acme Works", "acme-works").await;
    let told = world.after(&saved).await;
    assert!(
        told.starts_with(
            "Renamed brand “Acme” to “Acme Works”, and its slug from acme to acme-works. "
        ),
        "{told}"
    );
    assert!(told.contains("brand-slug:acme"), "{told}");
    assert_eq!(
        world.at("/search?brand=acme").await,
        moved_to("/search?brand=acme-works")
    );
    assert_eq!(
        world.at("/search?q=qqxqxzz&brand=acme").await,
        moved_to("/search?q=qqxqxzz&brand=acme-works")
    );
    assert_eq!(
        world.at("/c/zoo/cats?brand=acme&brand=best&min=2").await,
        moved_to("/c/zoo/cats?brand=acme-works&brand=best&min=2")
    );
    let found = world.page("/search?brand=acme-works").await;
    assert!(found.contains("Acme Works"), "{found}");
    assert!(
        world
            .page("/search?q=acme+works")
            .await
            .contains("Acme Works")
    );
    assert_eq!(world.at("/search?brand=never-there").await, FOUND);

    // Who has the slug now comes first, with or without products.
    let made = world.post(LIST, &[("name", "Acme"), ("slug", "")]).await;
    assert!(world.after(&made).await.starts_with("Made brand “Acme”. "));
    assert_eq!(world.at("/search?brand=acme").await, FOUND);
    let deleted = world
        .post(&format!("{}/delete", made.location()), &[])
        .await;
    assert!(
        world
            .after(&deleted)
            .await
            .starts_with("Deleted brand “Acme” (acme). ")
    );
    // Whose it was last counts, and that one is gone.
    assert_eq!(world.at("/search?brand=acme").await, FOUND);
}

#[tokio::test]
async fn a_merged_brand_hands_over_products_and_slug() {
    let world = world().await;
    let page = page_of(&world, "acme").await;
    world.save(&page, "Acme", "acme-old").await.location();
    for wrong in ["", "?into=", "?into=Nobody"] {
        let words = world.in_the_way(&format!("{page}/merge{wrong}")).await;
        assert!(words.contains("No brand has this name"), "{words}");
    }
    let words = world.in_the_way(&format!("{page}/merge?into=Acme")).await;
    assert!(words.contains("the same one"), "{words}");
    let merge = format!("{page}/merge?into=Best+%26+Co");
    let told = world.get(&merge).await.body;
    assert!(
        told.contains("2 products move to “Best &amp; Co”."),
        "{told}"
    );
    let merged = world.confirm(&merge).await;
    assert_eq!(merged.location(), page_of(&world, "best").await);
    let sentence = world.after(&merged).await;
    assert!(
        sentence.starts_with("Merged brand “Acme” (acme-old) into “Best & Co” (best). "),
        "{sentence}"
    );
    for old in ["acme", "acme-old"] {
        assert_eq!(
            world.at(&format!("/search?brand={old}&stock=1")).await,
            moved_to("/search?brand=best&stock=1")
        );
    }
    let whose = "SELECT count(*)::text AS name FROM products p JOIN brands b ON b.id = p.brand_id WHERE b.slug = 'best'";
    assert_eq!(world.one(whose).await, "4");
    let told = world.undo(LIST).await;
    assert!(told.starts_with("Took back: Merged brand “Acme”"), "{told}");
    assert_eq!(world.one(whose).await, "2");
    assert_eq!(world.at("/search?brand=acme-old").await, FOUND);
    assert_eq!(
        world.at("/search?brand=acme").await,
        moved_to("/search?brand=acme-old")
    );
}

#[tokio::test]
async fn the_list_is_looked_through_page_by_page() {
    let world = world().await;
    world
        .site
        .by_hand(
            "INSERT INTO brands (slug, name) SELECT 'many-' || n, 'Many ' || lpad(n::text, 3, '0') FROM generate_series(1, 120) n;
             INSERT INTO brands (slug, name) VALUES ('percent', '100% wool')",
        )
        .await;
    let page = world.get("/admin/brands?q=many&page=2").await.body;
    assert!(page.contains("120 brands"), "{page}");
    assert!(
        page.contains(">Many 051<") && page.contains(">Many 100<"),
        "{page}"
    );
    assert!(
        !page.contains(">Many 050<") && !page.contains(">Many 101<"),
        "{page}"
    );
    assert!(page.contains("Page 2 of 3"), "{page}");
    let beyond = world.get("/admin/brands?q=many&page=99").await.body;
    assert!(beyond.contains(">Many 120<"), "{beyond}");
    let found = world.get("/admin/brands?q=0%25").await.body;
    assert!(
        found.contains("1 brand<") && found.contains("100% wool"),
        "{found}"
    );
    let acme = world
        .get("/admin/brands?q=ACME")
        .await
        .body
        .replace("<!>", "");
    assert!(acme.contains("<td class=\"number\">2"), "{acme}");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field() {
    let world = world().await;
    let taken = world
        .post(LIST, &[("name", "Other"), ("slug", "best")])
        .await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(problem(&taken.body, "slug").contains("“Best & Co” has this slug already"));
    assert!(taken.body.contains("value=\"Other\""), "{}", taken.body);
    let page = page_of(&world, "acme").await;
    let taken = world.save(&page, "Acme", "best").await;
    assert!(problem(&taken.body, "slug").contains("“Best & Co”"));
    let full = world.post(&format!("{page}/delete"), &[]).await;
    let words = world.after(&full).await;
    assert!(
        words.starts_with("“Acme” has 2 products, so it cannot be deleted."),
        "{words}"
    );
    let version = world.version(&page).await;
    world.save(&page, "Acme 2", "acme").await.location();
    let fields = [
        ("name", "Acme 3"),
        ("slug", "acme"),
        ("version", version.as_str()),
    ];
    let conflict = world.post(&page, &fields).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.body.contains("Acme 2") && conflict.body.contains("value=\"Acme 3\""));
}
