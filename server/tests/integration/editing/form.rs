//! The editor: what it writes, what it refuses, and what it does when somebody else was faster.

use http::StatusCode;

use super::world::World;

const PRODUCT: &str = "/admin/products/7";

#[tokio::test]
async fn what_is_saved_is_in_the_shop_at_once() {
    let world = World::start().await;
    let told = world
        .save(
            7,
            &[
                ("name", "Mark of this test"),
                ("price", "1,234.50"),
                ("stock", "3"),
                ("description", "First.\r\n\r\nSecond."),
            ],
        )
        .await;
    assert!(
        told.starts_with("Saved Mark of this test. It touched product:7. The one instance there is goes by it, after "),
        "{told}"
    );
    let slug = world
        .one("SELECT slug AS name FROM products WHERE id = 7")
        .await;
    let page = world.site.get(&format!("/p/{slug}"), "").await.body;
    for part in [
        "Mark of this test",
        "$1,234.50",
        "Only 3 left",
        "<p>First.<",
        "<p>Second.<",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let told = world.save(7, &[]).await;
    assert_eq!(told, "Nothing was changed: all of it was so already.");
    assert_eq!(world.history().await.len(), 1);
}

#[tokio::test]
async fn attributes_come_and_go() {
    let world = World::start().await;
    world
        .site
        .execute(
            "UPDATE products SET attributes = '{\"colour\": \"red\", \"legs\": 4}' WHERE id = 7",
        )
        .await;
    let attributes = "SELECT attributes::text AS name FROM products WHERE id = 7";
    world.save(7, &[("name", "Other")]).await;
    assert_eq!(
        world.one(attributes).await,
        "{\"legs\": 4, \"colour\": \"red\"}",
        "they stay what they are"
    );
    let fields = world.fields(PRODUCT).await;
    let others = fields
        .iter()
        .filter(|(name, _)| !name.starts_with("attribute_"));
    let mut sent: Vec<(&str, &str)> = others.map(|(name, value)| (&**name, &**value)).collect();
    for (name, value) in [("colour", ""), ("legs", "4"), ("", ""), (" wood ", " oak")] {
        sent.extend([("attribute_name", name), ("attribute_value", value)]);
    }
    world.post(PRODUCT, &sent).await.location();
    assert_eq!(
        world.one(attributes).await,
        "{\"legs\": \"4\", \"wood\": \"oak\"}"
    );
}

#[tokio::test]
async fn what_is_refused_says_why_and_loses_nothing() {
    let world = World::start().await;
    let before = world.catalogue().await;
    let fields = world.fields(PRODUCT).await;
    let changes = [
        ("name", ""),
        ("price", "12,3x"),
        ("stock", "-1"),
        ("slug", "Oak Desk"),
        ("brand", "No <b>such</b> brand"),
        ("description", "</textarea><script>1</script>"),
    ];
    let refused = world.send(PRODUCT, &fields, &changes).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "price", "stock", "slug", "brand"] {
        let problem = format!("id=\"{field}-problem\"");
        assert!(refused.body.contains(&problem), "{field}: {}", refused.body);
    }
    for typed in [
        "value=\"12,3x\"",
        "value=\"Oak Desk\"",
        "value=\"No &lt;b&gt;such&lt;/b&gt; brand\"",
        "&lt;/textarea&gt;&lt;script&gt;1",
    ] {
        assert!(refused.body.contains(typed), "{typed}: {}", refused.body);
    }
    let other = world
        .one("SELECT sku AS name FROM products WHERE id = 8")
        .await;
    let refused = world.send(PRODUCT, &fields, &[("sku", &other)]).await;
    assert!(
        refused.body.contains("Another product has this number."),
        "{}",
        refused.body
    );
    let more = world
        .send(PRODUCT, &fields, &[("name", "Unsaved"), ("act", "rows")])
        .await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(more.body.contains("value=\"Unsaved\""), "{}", more.body);
    let rows = |page: &str| page.matches("name=\"attribute_name\"").count();
    assert!(rows(&more.body) > rows(&world.get(PRODUCT).await.body));
    assert_eq!(world.catalogue().await, before);
}

#[tokio::test]
async fn a_brand_is_made_when_asked_for() {
    let world = World::start().await;
    world
        .save(7, &[("brand", "Märk Works"), ("new_brand", "on")])
        .await;
    let brand =
        "SELECT b.slug AS name FROM products p JOIN brands b ON b.id = p.brand_id WHERE p.id = 7";
    assert_eq!(world.one(brand).await, "mark-works");
    world.save(8, &[("brand", "mark works")]).await;
    assert_eq!(world.one(&brand.replace('7', "8")).await, "mark-works");
}

#[tokio::test]
async fn who_comes_second_is_told_what_differs_and_may_take_either() {
    let world = World::start().await;
    let fields = world.fields(PRODUCT).await;
    let by_hand = "UPDATE products SET name = 'Theirs <1>', stock = 41 WHERE id = 7";
    world.site.execute(by_hand).await;
    let changes = [("name", "Mine"), ("price", "77.70")];
    let conflict = world.send(PRODUCT, &fields, &changes).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    for part in [
        "Changed by someone else",
        "Changed by vitrine by ",
        "Theirs &lt;1&gt;",
        ">41<",
        ">77.70<",
        "Take theirs",
        "Save mine",
        "value=\"Mine\"",
    ] {
        assert!(conflict.body.contains(part), "{part}: {}", conflict.body);
    }
    let name = "SELECT name FROM products WHERE id = 7";
    assert_eq!(world.one(name).await, "Theirs <1>");

    // Sent again after it was seen, mine is written over theirs.
    let version = world
        .one("SELECT version::text AS name FROM products WHERE id = 7")
        .await;
    assert!(
        conflict
            .body
            .contains(&format!("name=\"version\" value=\"{version}\"")),
        "{}",
        conflict.body
    );
    let mut again = changes.to_vec();
    again.push(("version", &version));
    world.send(PRODUCT, &fields, &again).await.location();
    assert_eq!(world.one(name).await, "Mine");

    // Had they written the same, nothing would be lost.
    let same = world.fields(PRODUCT).await;
    world
        .site
        .execute("UPDATE products SET name = name WHERE id = 7")
        .await;
    let answer = world.send(PRODUCT, &same, &[]).await;
    assert_eq!(
        world.after(&answer).await,
        "Nothing was changed: all of it was so already."
    );
}

#[tokio::test]
async fn a_new_product_may_be_like_another() {
    let world = World::start().await;
    let like = world.fields("/admin/products/new?like=7").await;
    let value = |name: &str| {
        like.iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    };
    assert!(value("name").unwrap().ends_with(" (copy)"));
    assert_eq!(
        (value("sku"), value("slug"), value("status")),
        (Some(""), Some(""), Some("draft"))
    );
    let refused = world.send("/admin/products/new", &like, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("id=\"sku-problem\""),
        "{}",
        refused.body
    );
    let changes = [
        ("sku", "N 1"),
        ("name", "Brand new"),
        ("status", "published"),
    ];
    let made = world.send("/admin/products/new", &like, &changes).await;
    assert!(
        world
            .after(&made)
            .await
            .starts_with("Made Brand new. It touched product:")
    );
    let shop = world.site.get("/p/brand-new", "").await;
    assert_eq!(shop.status, StatusCode::OK);
    // Another one of this name gets an address of its own.
    let changes = [("sku", "N 2"), ("name", "Brand new")];
    world
        .send("/admin/products/new", &like, &changes)
        .await
        .location();
    let slugs = "SELECT slug AS name FROM products WHERE name = 'Brand new' ORDER BY id";
    assert_eq!(
        world.site.names(slugs).await,
        ["brand-new", "brand-new-n-2"]
    );
}
