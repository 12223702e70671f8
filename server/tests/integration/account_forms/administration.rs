//! Somebody's account before an administrator.

use http::StatusCode;

use crate::log_in::site::{EMAIL, Site};

const PAGE: &str = "/admin/account";
const END: &str = "/admin/account/end-sessions";
const EVE: &str = "eve@example.com";

/// A site whose first account is an administrator's; who is logged in to it and to Eve's, and her number.
async fn admin_and_eve() -> (Site, String, String, String) {
    let site = Site::start().await;
    site.join(EVE, "Eve").await;
    site.execute(&format!(
        "UPDATE users SET role = 'admin' WHERE email = '{EMAIL}'"
    ))
    .await;
    let admin = site.cookie().await;
    let eve = site.cookie_of(EVE).await;
    let numbers = format!("SELECT id::text AS name FROM users WHERE email = '{EVE}'");
    let number = site.names(&numbers).await.remove(0);
    (site, admin, eve, number)
}

#[tokio::test]
async fn it_is_for_administrators_alone() {
    let (site, admin, eve, number) = admin_and_eve().await;
    let address = format!("{PAGE}?account={number}");
    let guest = site.get(&address, "").await;
    let log_in = format!("/log-in?next=%2Fadmin%2Faccount%3Faccount%3D{number}");
    assert_eq!(guest.location(), log_in);
    let fields = [("account", &*number)];
    assert_eq!(site.post(END, "", &fields).await.location(), log_in);
    for role in ["customer", "viewer", "editor"] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EVE}'");
        site.execute(&change).await;
        let refused = site.get(&address, &eve).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!refused.body.contains(EVE), "{}", refused.body);
        let refused = site.post(END, &eve, &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!site.get("/me", &eve).await.body.contains(PAGE));
    }
    let page = site.get(&address, &admin).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(site.get("/me", &admin).await.body.contains(PAGE));
}

#[tokio::test]
async fn it_is_found_by_address_or_number() {
    let (site, admin, _, number) = admin_and_eve().await;
    let get = async |account: &str| {
        let page = site.get(&format!("{PAGE}?account={account}"), &admin).await;
        assert_eq!(page.status, StatusCode::OK);
        page.body
    };
    for account in ["Eve@Example.com", &*number, "%20eve%40example.com"] {
        let page = get(account).await;
        assert!(page.contains(&format!("<dd>{EVE}")), "{page}");
        assert_eq!(page.matches("class=\"session\"").count(), 1, "{page}");
        assert!(page.contains("Customer"), "{page}");
        assert!(page.contains(&format!("/admin/audit?account={number}")));
        assert!(!page.contains("This one"), "{page}");
    }
    assert!(get(EMAIL).await.contains("This one"));
    for account in ["4711", "bob%40example.org", "x", "%3Cscript%3E"] {
        let page = get(account).await;
        assert!(page.contains("There is no account"), "{page}");
    }
    assert!(!get("").await.contains("There is no account"));
}

#[tokio::test]
async fn all_of_its_sessions_end_and_the_log_says_who_did_it() {
    let (site, admin, eve, number) = admin_and_eve().await;
    let other = site.cookie_of(EVE).await;
    let ended = site.post(END, &admin, &[("account", &number)]).await;
    assert_eq!(ended.location(), format!("{PAGE}?account={number}"));
    for cookie in [&eve, &other] {
        assert_ne!(site.get("/me", cookie).await.status, StatusCode::OK);
    }
    let page = site.get(ended.location(), &admin).await;
    assert!(page.body.contains("Nowhere."), "{}", page.body);
    let log = "SELECT origin || ' for ' || user_id AS name FROM audit_log
               WHERE event = 'all sessions ended'";
    let log = site.names(log).await;
    let by = site
        .names(&format!(
            "SELECT id::text AS name FROM users WHERE email = '{EMAIL}'"
        ))
        .await;
    assert_eq!(log.len(), 1);
    assert!(log[0].starts_with(&format!("account {}, request ", by[0])));
    assert!(log[0].ends_with(&format!(" for {number}")));
    let anew = site.cookie_of(EVE).await;
    assert_eq!(site.get("/me", &anew).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_account_is_told() {
    let (site, admin, ..) = admin_and_eve().await;
    let gone = site.post(END, &admin, &[("account", "4711")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    for account in ["", "x", "99999999999999999999"] {
        let refused = site.post(END, &admin, &[("account", account)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = site.get("/me", &admin).await;
    assert_eq!(page.status, StatusCode::OK, "nothing ended");
}
