//! Attempts to log in, over HTTP.

use std::net::SocketAddr;

use axum::{body::Body, extract::ConnectInfo};
use http::{Request, StatusCode, header::RETRY_AFTER};

use crate::log_in::site::{Answer, EMAIL, PASSWORD, Site};

/// A site with so many attempts for an address and for an account.
async fn site(by_address: &str, by_account: &str, proxies: &str) -> Site {
    Site::with(&[
        ("VITRINE_RATE_LIMITS", "on"),
        ("VITRINE_LIMIT_PAGES", "off"),
        ("VITRINE_LIMIT_LOG_IN", by_address),
        ("VITRINE_LIMIT_LOG_IN_ACCOUNT", by_account),
        ("VITRINE_TRUSTED_PROXIES", proxies),
        ("VITRINE_LIMIT_PAGES", "off"),
        ("VITRINE_ARGON2_MEMORY_KIB", "64"),
        ("VITRINE_ARGON2_ITERATIONS", "1"),
        // Patience of a test on a busy machine.
        ("VITRINE_SESSION_DEADLINE_MS", "5000"),
    ])
    .await
}

/// An attempt from `peer` that says to come from `forwarded_for`.
async fn attempt(site: &Site, peer: &str, forwarded_for: &str, email: &str) -> Answer {
    let peer: SocketAddr = peer.parse().unwrap();
    let request = Request::post("/log-in")
        .extension(ConnectInfo(peer))
        .header("x-forwarded-for", forwarded_for)
        .header("content-type", "application/x-www-form-urlencoded");
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("email", email),
            ("password", PASSWORD),
            ("next", "/search"),
        ])
        .finish();
    site.send(request, "", Body::from(form)).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let values = answer.headers.get_all(name).iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn who_tries_too_often_gets_the_form_again_and_is_told_when() {
    let site = site("off", "3/15m", "0").await;
    for left in ["2", "1", "0"] {
        let answer = site.log_in("wrong horse").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let policy = r#""log-in-account";q=3;w=900"#;
        assert_eq!(header(&answer, "ratelimit-policy"), [policy]);
        let told = header(&answer, "ratelimit");
        let begins = format!("\"log-in-account\";r={left};t=");
        assert!(told[0].starts_with(&begins), "{told:?}");
    }
    // The right password is no better: nobody looks at it any more.
    let answer = site.log_in(PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.cookie(), None);
    let wait: u64 = header(&answer, RETRY_AFTER.as_str())[0].parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    let told = header(&answer, "ratelimit");
    assert_eq!(told, [format!("\"log-in-account\";r=0;t={wait}")]);
    let body = &answer.body;
    let said = "Too many attempts. Please wait 15 minutes";
    assert!(body.contains(said), "{body}");
    assert!(body.contains(r#"action="/log-in""#), "{body}");
    assert!(body.contains(&format!("value=\"{EMAIL}\"")), "{body}");
    assert!(!body.contains(PASSWORD));
}

#[tokio::test]
async fn an_account_is_counted_however_it_is_written_and_others_are_not() {
    let site = site("off", "2/15m", "0").await;
    for email in ["ada@example.com", " ADA@example.com"] {
        let answer = attempt(&site, "192.0.2.1:1", "", email).await;
        assert_eq!(answer.location(), "/search");
    }
    let again = attempt(&site, "192.0.2.9:1", "", "Ada@Example.com").await;
    assert_eq!(again.status, StatusCode::TOO_MANY_REQUESTS);
    let other = attempt(&site, "192.0.2.1:1", "", "bob@example.com").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_address_that_is_exhausted_exhausts_no_account() {
    let site = site("2/15m", "3/15m", "0").await;
    for _ in 0..2 {
        let answer = attempt(&site, "192.0.2.1:1", "", EMAIL).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    for _ in 0..5 {
        let answer = attempt(&site, "192.0.2.1:1", "", EMAIL).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
    let owner = attempt(&site, "192.0.2.2:1", "", EMAIL).await;
    assert_eq!(owner.location(), "/search");
}

#[tokio::test]
async fn a_network_of_ipv6_is_one_address() {
    let site = site("2/15m", "off", "0").await;
    let peers = ["[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::3]:1"];
    let mut statuses = Vec::new();
    for peer in peers {
        statuses.push(attempt(&site, peer, "", EMAIL).await.status.as_u16());
    }
    assert_eq!(statuses, [303, 303, 429]);
    let neighbour = attempt(&site, "[2001:db8:0:1::1]:1", "", EMAIL).await;
    assert_eq!(neighbour.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_a_visitor_says_of_its_address_is_not_believed() {
    for (proxies, forged) in [
        ("0", ["1.1.1.1", "1.1.1.2"]),
        ("1", ["1.1.1.1, 192.0.2.7", "1.1.1.2, 192.0.2.7"]),
    ] {
        let site = site("1/15m", "off", proxies).await;
        let first = attempt(&site, "10.0.0.1:1", forged[0], EMAIL).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        let second = attempt(&site, "10.0.0.1:2", forged[1], EMAIL).await;
        assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS, "{proxies}");
    }
}

#[tokio::test]
async fn behind_a_proxy_each_visitor_is_counted_alone() {
    let site = site("1/15m", "off", "1").await;
    for visitor in ["192.0.2.7", "192.0.2.8", "192.0.2.9"] {
        let answer = attempt(&site, "10.0.0.1:1", visitor, EMAIL).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let again = attempt(&site, "10.0.0.1:1", visitor, EMAIL).await;
        assert_eq!(again.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn an_account_changes_what_it_keeps_so_often_and_may_still_look() {
    let site = Site::with(&[
        ("VITRINE_RATE_LIMITS", "on"),
        ("VITRINE_LIMIT_CHANGES_ACCOUNT", "2/1m"),
        ("VITRINE_ARGON2_MEMORY_KIB", "64"),
        ("VITRINE_ARGON2_ITERATIONS", "1"),
        ("VITRINE_SESSION_DEADLINE_MS", "5000"),
    ])
    .await;
    let cookie = site.cookie().await;
    for _ in 0..2 {
        let answer = site.post("/favourites", &cookie, &[("add", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    let refused = site.post("/favourites", &cookie, &[("add", "1")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key(RETRY_AFTER));
    assert!(
        refused.body.contains("Please slow down"),
        "{}",
        refused.body
    );
    let looked = site.get("/favourites/ids", &cookie).await;
    assert_eq!(looked.status, StatusCode::OK);
}
