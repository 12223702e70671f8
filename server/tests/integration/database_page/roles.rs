//! For whom it is.

use http::StatusCode;

use super::{PAGE, site_of_admin};

const EVE: &str = "eve@example.com";
const QUERY: &str = "/admin/database/query?name=catalog.cards";

#[tokio::test]
async fn it_is_for_administrators_alone() {
    let (site, admin) = site_of_admin().await;
    site.join(EVE, "Eve").await;
    let eve = site.cookie_of(EVE).await;
    site.get("/cards?ids=1,2", "").await;
    for (address, log_in) in [
        (PAGE, "/log-in?next=%2Fadmin%2Fdatabase"),
        (
            QUERY,
            "/log-in?next=%2Fadmin%2Fdatabase%2Fquery%3Fname%3Dcatalog.cards",
        ),
    ] {
        let guest = site.get(address, "").await;
        assert_eq!(guest.location(), log_in);
        for role in ["customer", "viewer", "editor"] {
            let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EVE}'");
            site.execute(&change).await;
            let refused = site.get(address, &eve).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
            assert!(!refused.body.contains("<h2>"), "{}", refused.body);
        }
        let page = site.get(address, &admin).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    assert!(site.get("/me", &admin).await.body.contains(PAGE));
    assert!(!site.get("/me", &eve).await.body.contains(PAGE));
}

#[tokio::test]
async fn without_postgresql_it_says_to_come_back() {
    let (site, admin) = site_of_admin().await;
    site.database.shut().await;
    for address in [PAGE, QUERY] {
        let page = site.get(address, &admin).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{address}");
    }
}
