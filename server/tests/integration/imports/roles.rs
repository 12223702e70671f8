//! Who may import.

use http::StatusCode;

use super::world::World;
use crate::log_in::site::EMAIL;

const FILE: &str = "id,title\nnew,New product\n";

#[tokio::test]
async fn only_editors_and_administrators_import() {
    let mut world = World::start().await;
    let path = world.bring("a.csv", FILE).await;
    let before = world.catalogue().await;
    let pages = ["/admin/import".to_owned(), path.clone()];
    for page in &pages {
        let guest = world.site.get(page, "").await;
        assert!(guest.location().starts_with("/log-in"), "{page}");
    }
    let form = super::world::form("b.csv", FILE.as_bytes());
    let guest = world.send(form.clone().into(), "").await;
    assert_eq!(guest.location(), "/log-in?next=%2Fadmin%2Fimport");
    for role in ["customer", "viewer"] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        world.site.execute(&change).await;
        for page in &pages {
            assert_eq!(
                world.get(page).await.status,
                StatusCode::FORBIDDEN,
                "{role} {page}"
            );
        }
        for part in ["rejects?format=jsonl", "live"] {
            let address = format!("{path}/{part}");
            assert_eq!(
                world.get(&address).await.status,
                StatusCode::FORBIDDEN,
                "{role} {part}"
            );
        }
        for act in ["read", "check", "run", "cancel"] {
            let answer = world.post(&path, &[("act", act), ("token", "x")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {act}");
        }
        assert_eq!(
            world.upload("b.csv", FILE).await.status,
            StatusCode::FORBIDDEN
        );
        let list = world.get("/admin/products").await.body;
        assert!(!list.contains("href=\"/admin/import\""), "{list}");
    }
    assert_eq!(world.files().len(), 1);
    assert_eq!(world.catalogue().await, before);
    world.promote().await;
    let (_, done) = world.import("b.csv", FILE).await;
    assert!(
        done.contains("1 product made") && done.contains("Undo all of it"),
        "{done}"
    );
    for nothing in ["/admin/import/999", "/admin/import/x"] {
        assert_eq!(world.get(nothing).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.post(nothing, &[]).await.status, StatusCode::NOT_FOUND);
    }
}
