//! A product as the shop would show it, before anything is saved.

use http::StatusCode;

use super::world::{World, png};
use crate::log_in::site::EMAIL;

const PREVIEW: &str = "/admin/products/7/preview";

const FIELDS: [(&str, &str); 8] = [
    ("name", "Not <yet> sold"),
    ("sku", "X-1"),
    ("status", "draft"),
    ("currency", "USD"),
    ("price", "12.34"),
    ("brand", "Nobody & Sons"),
    ("description", "One.\n\nTwo."),
    ("act", "preview"),
];

#[tokio::test]
async fn what_is_in_the_fields_is_shown_and_nothing_is_written() {
    let world = World::start().await;
    world.add("From the left", &png(10, 10, 1)).await;
    let all = "SELECT string_agg(p::text, ' ' ORDER BY id) AS name FROM products p";
    let before = world.one(all).await;
    for (path, has_photo) in [(PREVIEW, true), ("/admin/products/new/preview", false)] {
        let page = world.post(path, &FIELDS).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert_eq!(page.headers["cache-control"], "no-store");
        let body = page.body.replace("<!>", "");
        for part in [
            "Preview: not published.",
            "content=\"noindex\"",
            "<h1>Not &lt;yet&gt; sold</h1>",
            "$12.34",
            "Nobody &amp; Sons",
            "<p>One.</p>",
        ] {
            assert!(body.contains(part), "{path}: {part}: {body}");
        }
        assert!(
            !body.contains("ld+json") && !body.contains("canonical"),
            "{body}"
        );
        assert_eq!(body.contains("From the left"), has_photo, "{path}");
    }
    assert_eq!(world.one(all).await, before);
    let brands = "SELECT count(*)::text AS name FROM brands WHERE name LIKE 'Nobody%'";
    assert_eq!(world.one(brands).await, "0");
}

#[tokio::test]
async fn what_could_not_be_saved_is_told_on_the_form() {
    let world = World::start().await;
    let mut fields = FIELDS;
    fields[4].1 = "dear";
    for path in [PREVIEW, "/admin/products/new/preview"] {
        let page = world.post(path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(
            page.body.contains("id=\"price-problem\""),
            "{path}: {}",
            page.body
        );
        assert!(
            page.body.contains("value=\"dear\""),
            "{path}: {}",
            page.body
        );
    }
}

#[tokio::test]
async fn it_is_for_editors_and_for_nobody_to_find() {
    let world = World::start().await;
    for (path, form) in [
        (PREVIEW, "/admin/products/7"),
        ("/admin/products/new/preview", "/admin/products/new"),
    ] {
        let plain = world.get(path).await;
        assert_eq!(plain.status, StatusCode::OK, "{path}");
        let link = format!("href=\"{form}\"");
        assert!(plain.body.contains(&link), "{path}: {}", plain.body);
    }
    let nowhere = world.post("/admin/products/999/preview", &FIELDS).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let guest = world.site.post(PREVIEW, "", &FIELDS).await;
    assert!(guest.location().starts_with("/log-in?next="));
    for role in ["customer", "viewer"] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        world.site.execute(&change).await;
        assert_eq!(
            world.post(PREVIEW, &FIELDS).await.status,
            StatusCode::FORBIDDEN,
            "{role}"
        );
    }
}
