//! Who may do what to categories and brands.

use http::StatusCode;

use super::world::World;

/// What is sent by each form.
const FIELDS: &[(&str, &str)] = &[
    ("name", "X"),
    ("slug", "x"),
    ("version", "1"),
    ("token", "x"),
];

/// Addresses of pages and forms.
struct Addresses {
    /// Pages that may be looked at.
    seen: Vec<String>,
    /// Pages that ask first, and whose forms do what they told.
    asked: Vec<String>,
    /// Other forms.
    sent: Vec<String>,
}

async fn addresses(world: &World) -> Addresses {
    world
        .site
        .by_hand("INSERT INTO brands (id, slug, name) OVERRIDING SYSTEM VALUE VALUES (9001, 'acme', 'Acme'), (9002, 'best', 'Best')")
        .await;
    let zoo = world.category("zoo").await;
    let park = world.key("park").await;
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    let brand = "/admin/brands/9001";
    let seen = ["/admin/categories", "/admin/brands", &zoo, brand].map(str::to_owned);
    let others = [
        format!("{zoo}/delete"),
        format!("{brand}/delete"),
        format!("/admin/categories/acts/{act}/undo"),
        format!("/admin/brands/acts/{act}/undo"),
    ];
    Addresses {
        sent: seen.iter().cloned().chain(others).collect(),
        seen: seen.into(),
        asked: vec![
            format!("{zoo}/move?parent={park}"),
            format!("{zoo}/merge?into={park}"),
            format!("{brand}/merge?into=best"),
        ],
    }
}

#[tokio::test]
async fn customers_see_nothing_and_viewers_change_nothing() {
    let world = World::start().await;
    let Addresses { seen, asked, sent } = addresses(&world).await;
    let before = world.tree().await;
    for path in sent.iter().chain(&asked) {
        let guest = world.site.post(path, "", FIELDS).await;
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
        for path in sent.iter().chain(&asked) {
            let refused = world.post(path, FIELDS).await;
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
    let audit = "SELECT count(*)::text AS name FROM audit_log WHERE event LIKE 'categor%' OR event LIKE 'brand%'";
    assert_eq!(world.one(audit).await, "0");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::start().await;
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
            world.post(path, FIELDS).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
