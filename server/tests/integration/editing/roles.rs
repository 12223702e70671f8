//! Who may do what to products.

use http::StatusCode;

use super::world::World;
use crate::log_in::site::EMAIL;

const PRODUCT: &str = "/admin/products/7";

/// Each form that an editor may send, and what would come of it.
const FORMS: [(&str, &[(&str, &str)]); 6] = [
    (
        PRODUCT,
        &[
            ("name", "X"),
            ("sku", "X"),
            ("status", "draft"),
            ("currency", "USD"),
        ],
    ),
    (
        "/admin/products/new",
        &[
            ("name", "X"),
            ("sku", "X"),
            ("status", "draft"),
            ("currency", "USD"),
        ],
    ),
    ("/admin/products/7/undo", &[("act", "1")]),
    (
        "/admin/products",
        &[("product", "7"), ("version", "1"), ("status", "draft")],
    ),
    ("/admin/products/bulk?id=7&act=archive", &[("token", "x")]),
    ("/admin/products/acts/1/undo", &[]),
];

#[tokio::test]
async fn customers_see_nothing_and_viewers_change_nothing() {
    let world = World::start().await;
    let before = world.catalogue().await;
    for (path, fields) in FORMS {
        let guest = world.site.post(path, "", fields).await;
        assert!(
            guest
                .location()
                .starts_with("/log-in?next=%2Fadmin%2Fproducts"),
            "{path}"
        );
    }
    for (role, seen) in [
        ("customer", StatusCode::FORBIDDEN),
        ("viewer", StatusCode::OK),
    ] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        world.site.execute(&change).await;
        assert_eq!(world.get(PRODUCT).await.status, seen, "{role}");
        assert_eq!(world.get("/admin/products").await.status, seen, "{role}");
        assert_eq!(
            world.get("/admin/products/new").await.status,
            StatusCode::FORBIDDEN
        );
        let bulk = "/admin/products/bulk?id=7&act=archive";
        assert_eq!(world.get(bulk).await.status, StatusCode::FORBIDDEN);
        for (path, fields) in FORMS {
            let refused = world.post(path, fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
    let page = world.get(PRODUCT).await.body;
    assert!(page.contains("readonly"), "{page}");
    for button in ["value=\"save\"", "/undo\"", "/delete\"", "?like="] {
        assert!(!page.contains(button), "{button}: {page}");
    }
    let list = world.get("/admin/products").await.body;
    for form in [
        "method=\"post\" action=\"/admin",
        "type=\"checkbox\"",
        "id=\"bulk\"",
    ] {
        assert!(!list.contains(form), "{form}: {list}");
    }
    assert_eq!(world.catalogue().await, before);
    assert_eq!(
        world.get("/admin/products/999").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        world.get("/admin/products/x").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn only_administrators_remove_who_have_typed_their_password_lately() {
    let mut world = World::start().await;
    let delete = "/admin/products/7/delete";
    assert_eq!(world.post(delete, &[]).await.status, StatusCode::FORBIDDEN);
    world.promote().await;
    world.site.redis.forget_confirmations();
    let stale = world.post(delete, &[]).await;
    assert_eq!(stale.location(), "/confirm?next=%2Fadmin%2Fproducts%2F7");
    world.promote().await;
    let slug = world
        .one("SELECT slug AS name FROM products WHERE id = 7")
        .await;
    let whole = world.catalogue().await;
    let deleted = world.post(delete, &[]).await;
    let told = world.after(&deleted).await;
    assert!(told.starts_with("Deleted "), "{told}");
    assert!(told.contains("It touched product:7, slug:"), "{told}");
    assert_eq!(
        world.get(&format!("/p/{slug}")).await.status,
        StatusCode::NOT_FOUND
    );
    let page = world.get(PRODUCT).await.body;
    assert!(page.contains("Product 7 was removed"), "{page}");

    let act = world.last_act().await;
    let undone = world.post("/admin/products/7/undo", &[("act", &act)]).await;
    assert!(world.after(&undone).await.starts_with("Taken back. "));
    assert_eq!(world.catalogue().await, whole);
    let audit = "SELECT concat_ws(': ', event, about) AS name FROM audit_log WHERE about LIKE '%product%' ORDER BY id";
    assert_eq!(
        world.site.names(audit).await,
        [
            "product removed: product 7".to_owned(),
            format!("change taken back: act {act} of product 7")
        ]
    );
}
