//! What is brought is seen everywhere, and can be taken back.

use http::StatusCode;
use image::ImageFormat;

use super::world::{World, addresses, picture, png};

#[tokio::test]
async fn a_photograph_is_on_every_page_of_every_instance_at_once() {
    let world = World::start().await;
    let twin = world.site.twin().await;
    let page = world.shop_page().await;
    let name = world.one("SELECT name FROM products WHERE id = 7").await;
    let search = form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
    let list = format!("/search?q={search}");
    // Both instances keep them as they are.
    for path in [&page, &list] {
        for body in [
            world.site.get(path, "").await.body,
            twin.get(path, "").await.body,
        ] {
            assert!(body.contains("/pictures/7-"), "{path}: {body}");
        }
    }
    let file = picture(1000, 500, 20, ImageFormat::Jpeg);
    let said = world.add("A <b>desk</b> & chair", &file).await;
    assert!(said.starts_with("Added a photograph of "), "{said}");
    assert!(said.contains("It touched product:7."), "{said}");
    let hash = world.hashes().await.remove(0);
    for path in [&page, &list] {
        for body in [
            twin.get(path, "").await.body,
            world.site.get(path, "").await.body,
        ] {
            assert!(body.contains(&hash), "{path}: {body}");
            assert!(
                body.contains("A &lt;b&gt;desk&lt;/b&gt; &amp; chair"),
                "{path}: {body}"
            );
            assert!(!body.contains("/pictures/7-"), "{path}: {body}");
        }
    }
    let body = twin.get(&page, "").await.body;
    for part in [
        format!("content=\"https://shop.example/pictures/{hash}-1000.jpg\""),
        format!("\"image\":[\"https://shop.example/pictures/{hash}-1000.jpg\"]"),
        "width=\"1000\" height=\"500\"".to_owned(),
        format!("{hash}-400.webp 400w"),
    ] {
        assert!(body.contains(&part), "{part}: {body}");
    }
}

#[tokio::test]
async fn every_address_on_a_page_is_there_for_ever_and_harmless() {
    let world = World::start().await;
    world
        .add("A desk", &picture(900, 600, 20, ImageFormat::WebP))
        .await;
    let page = world.get(&world.shop_page().await).await.body;
    let addresses = addresses(&page);
    assert_eq!(addresses.len(), 8, "{addresses:?}");
    assert_eq!(world.files().len(), 8, "{:?}", world.files());
    for address in addresses {
        let (status, headers, bytes) = world.file(&address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        let (kind, format) = match address.rsplit_once('.').unwrap().1 {
            "jpg" => ("image/jpeg", ImageFormat::Jpeg),
            _ => ("image/webp", ImageFormat::WebP),
        };
        assert_eq!(headers["content-type"], kind);
        assert_eq!(
            headers["cache-control"],
            "public, max-age=31536000, immutable"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("sandbox"),
            "{policy}"
        );
        assert!(!headers.contains_key("content-encoding"));
        let image = image::load_from_memory_with_format(&bytes, format).unwrap();
        assert!(
            address.contains(&format!("-{}.", image.width())),
            "{address}"
        );
    }
    let hash = world.hashes().await.remove(0);
    for other in [
        format!("/pictures/{hash}-123.jpg"),
        format!("/pictures/{}-200.jpg", "0".repeat(32)),
        "/pictures/..%2F..%2F..%2Fetc%2Fpasswd".to_owned(),
        format!("/pictures/..%2F{hash}-200.jpg"),
    ] {
        assert_eq!(world.file(&other).await.0, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test]
async fn it_is_told_in_the_history_and_taken_back() {
    let world = World::start().await;
    let everything = "SELECT (to_jsonb(p) - '{version,updated_at}'::text[])::text AS name FROM products p WHERE id = 7";
    let before = world.one(everything).await;
    world.add("From the left", &png(40, 30, 1)).await;
    world.add("From the right", &png(40, 30, 2)).await;
    let both = world.one(everything).await;
    let page = world.editor().await;
    assert!(page.contains("<dt>Photographs</dt>"), "{page}");
    assert!(page.contains("2: From the left; From the right"), "{page}");
    let last = "SELECT max(id)::text AS name FROM product_acts";
    let act = world.one(last).await;
    let undo = "/admin/products/7/undo";
    let taken_back = world.post(undo, &[("act", &act)]).await;
    assert_eq!(taken_back.status, StatusCode::SEE_OTHER);
    assert_eq!(world.hashes().await.len(), 1);
    let act = world.one(last).await;
    world.post(undo, &[("act", &act)]).await.location();
    assert_eq!(world.one(everything).await, both);
    let page = world.get(&world.shop_page().await).await.body;
    assert!(page.contains("From the right"), "{page}");
    for address in addresses(&page) {
        assert_eq!(world.file(&address).await.0, StatusCode::OK, "{address}");
    }
    let audit = "SELECT count(*)::text AS name FROM audit_log WHERE event = 'product changed' AND about = 'product 7'";
    assert_eq!(world.one(audit).await, "2");

    // A product that was removed comes back with them; one of before there were any comes back without.
    world
        .site
        .execute("DELETE FROM products WHERE id = 7")
        .await;
    let act = world.one(last).await.parse().unwrap();
    let mut connection = world.site.state.pool.get().await.unwrap();
    let undone = server::catalog::history::undo(&mut connection, act, None).await;
    assert_eq!(undone.unwrap().restored, 1);
    assert_eq!(world.one(everything).await, both);
    world
        .site
        .execute("DELETE FROM products WHERE id = 7")
        .await;
    world
        .site
        .execute("UPDATE product_history SET before = before - 'photos' WHERE act = (SELECT max(id) FROM product_acts)")
        .await;
    let act = world.one(last).await.parse().unwrap();
    let undone = server::catalog::history::undo(&mut connection, act, None).await;
    assert_eq!(undone.unwrap().restored, 1);
    assert_eq!(world.one(everything).await, before);
}

#[tokio::test]
async fn the_table_takes_nothing_that_no_page_could_show() {
    let world = World::start().await;
    let hash = "ab".repeat(16);
    let good = format!(r#"{{"hash": "{hash}", "width": 10, "height": 10, "alt": "A desk"}}"#);
    let write = |list: String| format!("UPDATE products SET photos = '{list}'::jsonb WHERE id = 7");
    world.site.by_hand(&write(format!("[{good}]"))).await;
    let page = world.get(&world.shop_page().await).await.body;
    assert!(
        page.contains(&hash),
        "what is written in psql is seen as well: {page}"
    );
    let url = world.site.database.url();
    let mut connection = server::db::connect(url).await.unwrap();
    for bad in [
        "{}".to_owned(),
        "7".to_owned(),
        "[7]".to_owned(),
        "[null]".to_owned(),
        format!("[[{good}]]"),
        "[{}]".to_owned(),
        format!("[{}]", good.replace(&hash, "../x")),
        format!("[{}]", good.replace(&format!("\"{hash}\""), "7")),
        format!("[{}]", good.replace("A desk", " ")),
        format!("[{}]", good.replace("\"A desk\"", "7")),
        format!("[{}]", good.replace("\"width\": 10", "\"width\": \"10\"")),
        format!("[{}]", good.replace("\"width\": 10", "\"width\": 0")),
        format!("[{}]", good.replace("\"width\": 10", "\"width\": 1.5")),
        format!("[{}]", good.replace("\"height\": 10", "\"height\": 9999")),
        format!("[{}]", good.replace("\"height\": 10", "\"high\": 10")),
        format!("[{}]", [good.as_str(); 21].join(",")),
    ] {
        let written = server::db::batch(&mut connection, "test.bad", &write(bad.clone())).await;
        assert!(written.is_err(), "{bad}");
    }
}
