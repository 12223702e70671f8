//! Who may do what to categories and brands.

use http::StatusCode;

use super::world::World;

#[tokio::test]
async fn customers_see_nothing_and_viewers_change_nothing() {
    let world = World::start().await;
    world
        .site
        .by_hand("INSERT INTO brands (id, slug, name) OVERRIDING SYSTEM VALUE VALUES (9001, 'acme', 'Acme'), (9002, 'best', 'Best')")
        .await;
    let zoo = world.category("zoo").await;
    let park = world.key("park").await;
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    let before = world.tree().await;
    let seen = [
        "/admin/categories".to_owned(),
        "/admin/brands".to_owned(),
        zoo.clone(),
        "/admin/brands/9001".to_owned(),
    ];
    let asked = [
        format!("{zoo}/move?parent={park}"),
        format!("{zoo}/merge?into={park}"),
        "/admin/brands/9001/merge?into=best".to_owned(),
    ];
    let sent = [
        "/admin/categories".to_owned(),
        "/admin/brands".to_owned(),
        zoo.clone(),
        "/admin/brands/9001".to_owned(),
        format!("{zoo}/delete"),
        "/admin/brands/9001/delete".to_owned(),
        format!("/admin/categories/acts/{act}/undo"),
        format!("/admin/brands/acts/{act}/undo"),
    ];
    let sent: Vec<&String> = sent.iter().chain(&asked).collect();
    let fields = [
        ("name", "X"),
        ("slug", "x"),
        ("version", "1"),
        ("token", "x"),
    ];
    for path in &sent {
        let guest = world.site.post(path, "", &fields).await;
        assert!(
            guest.location().starts_with("/log-in?next=%2Fadmin%2F"),
            "{path}"
        );
    }
    for (role, status) in [
        ("customer", StatusCode::FORBIDDEN),
        ("viewer", StatusCode::OK),
    ] {
        world.become_role(role).await;
        for path in &seen {
            assert_eq!(world.get(path).await.status, status, "{role} {path}");
        }
        for path in &asked {
            assert_eq!(
                world.get(path).await.status,
                StatusCode::FORBIDDEN,
                "{role} {path}"
            );
        }
        for path in &sent {
            let refused = world.post(path, &fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
    for path in &seen {
        let page = world.get(path).await.body;
        assert!(
            !page.contains("method=\"post\" action=\"/admin"),
            "{path}: {page}"
        );
    }
    assert_eq!(world.tree().await, before);
    for role in ["editor", "admin"] {
        world.become_role(role).await;
        for path in seen.iter().chain(&asked) {
            assert_eq!(
                world.get(path).await.status,
                StatusCode::OK,
                "{role} {path}"
            );
        }
    }
    for path in [
        "/admin/categories/x",
        "/admin/categories/999999",
        "/admin/brands/999999/merge?into=best",
    ] {
        assert_eq!(
            world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        assert_eq!(
            world.post(path, &fields).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let audit = "SELECT count(*)::text AS name FROM audit_log WHERE event LIKE 'categor%' OR event LIKE 'brand%'";
    assert_eq!(world.one(audit).await, "0");
}
