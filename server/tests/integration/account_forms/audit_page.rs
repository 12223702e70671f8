//! The audit log in the browser.

use http::StatusCode;

use crate::log_in::site::{EMAIL, PASSWORD, Site};

const PAGE: &str = "/admin/audit";

/// Gives the only account there is this role, and logs in.
async fn logged_in_as(site: &Site, role: &str) -> String {
    site.execute(&format!("UPDATE users SET role = '{role}'"))
        .await;
    site.cookie().await
}

/// How many events a page tells of.
fn events(page: &str) -> usize {
    page.matches("<tr>").count().saturating_sub(1)
}

#[tokio::test]
async fn it_is_for_administrators_alone() {
    let site = Site::start().await;
    let guest = site.get(&format!("{PAGE}?account=7"), "").await;
    let log_in = "/log-in?next=%2Fadmin%2Faudit%3Faccount%3D7";
    assert_eq!(guest.location(), log_in);
    for role in ["customer", "viewer", "editor"] {
        let cookie = logged_in_as(&site, role).await;
        let refused = site.get(PAGE, &cookie).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!refused.body.contains("logged in"), "{}", refused.body);
        assert!(!site.get("/me", &cookie).await.body.contains(PAGE));
    }
    let cookie = logged_in_as(&site, "admin").await;
    let page = site.get(PAGE, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(events(&page.body), 4, "{}", page.body);
    assert!(page.body.contains(EMAIL));
    assert!(site.get("/me", &cookie).await.body.contains(PAGE));
}

#[tokio::test]
async fn an_account_is_looked_up_by_address_or_number() {
    let site = Site::start().await;
    let cookie = logged_in_as(&site, "admin").await;
    let nobody = [("email", "bob@example.org"), ("password", PASSWORD)];
    site.post("/log-in", "", &nobody).await;
    let get = async |query: &str| site.get(&format!("{PAGE}?{query}"), &cookie).await;
    assert_eq!(events(&get("").await.body), 2);
    let id = &site.names("SELECT id::text AS name FROM users").await[0];
    for account in ["Ada@Example.com", id] {
        let page = get(&format!("account={account}")).await;
        assert_eq!(events(&page.body), 1, "{account}: {}", page.body);
        assert!(page.body.contains("logged in"));
    }
    let gone = get("account=4711").await;
    assert!(gone.body.contains("Nothing happened."), "{}", gone.body);
    for account in ["bob%40example.org", "x", "%3Cscript%3E"] {
        let page = get(&format!("account={account}")).await;
        assert!(page.body.contains("There is no account"), "{}", page.body);
        assert!(!page.body.contains("<script>\""), "{}", page.body);
    }
}

#[tokio::test]
async fn older_events_are_a_page_away() {
    let site = Site::start().await;
    let cookie = logged_in_as(&site, "admin").await;
    site.execute(
        "INSERT INTO audit_log (event, origin) SELECT 'event ' || n, 'test' FROM generate_series(1, 230) n",
    )
    .await;
    let (mut path, mut told) = (PAGE.to_owned(), Vec::new());
    loop {
        let page = site.get(&path, &cookie).await.body;
        told.push(events(&page));
        let Some((before, _)) = page.split_once("\">Older events") else {
            break;
        };
        let (_, link) = before.rsplit_once("href=\"").unwrap();
        path = link.replace("&amp;", "&");
    }
    assert_eq!(told, [100, 100, 31]);
}
