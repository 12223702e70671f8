//! Who may do what about searches.

use http::StatusCode;

use super::world::World;
use crate::log_in::site::EMAIL;

/// Each form, and what would come of it.
const FORMS: [(&str, &[(&str, &str)]); 2] = [
    (
        "/admin/search/query?q=quokka",
        &[("act", "pin"), ("product", "2")],
    ),
    (
        "/admin/search/synonyms",
        &[("act", "add"), ("rule", "quokka, zorilla")],
    ),
];

const PAGES: [&str; 3] = [
    "/admin/search",
    "/admin/search/synonyms",
    "/admin/search/query?q=quokka",
];

#[tokio::test]
async fn customers_see_nothing_and_viewers_change_nothing() {
    let world = World::start().await;
    for (path, fields) in FORMS {
        let guest = world.site.post(path, "", fields).await;
        let log_in = "/log-in?next=%2Fadmin%2Fsearch%2F";
        assert!(guest.location().starts_with(log_in), "{path}");
    }
    for path in PAGES {
        let guest = world.site.get(path, "").await;
        assert!(guest.location().starts_with("/log-in?next="), "{path}");
    }
    for (role, seen) in [
        ("customer", StatusCode::FORBIDDEN),
        ("viewer", StatusCode::OK),
    ] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        world.site.execute(&change).await;
        for path in PAGES {
            let page = world.get(path).await;
            assert_eq!(page.status, seen, "{role} {path}");
            assert!(!page.body.contains("name=\"act\""), "{role} {path}");
        }
        for (path, fields) in FORMS {
            let refused = world.post(path, fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
    let said = "SELECT words AS name FROM search_care UNION ALL SELECT terms[1] FROM synonyms";
    assert_eq!(world.site.names(said).await, [""; 0]);
}
