//! Pages and what scripts ask for.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use cache::TagClock;
use http::{Request, StatusCode};

use crate::support::{
    catalog::seeded,
    site::{Answer, NO_REDIS, Site},
};
use std::sync::Arc;

async fn site(pages: &str, api: &str) -> Site {
    let catalogue = Arc::new(seeded(100).await);
    let clock = TagClock::standalone(catalogue.url());
    let settings = [
        ("DATABASE_URL", catalogue.url().to_owned()),
        ("REDIS_URL", NO_REDIS.to_owned()),
        ("VITRINE_RATE_LIMITS", "on".to_owned()),
        ("VITRINE_LIMIT_PAGES", pages.to_owned()),
        ("VITRINE_LIMIT_API", api.to_owned()),
    ];
    Site::with(catalogue, &settings, clock).await
}

async fn get(site: &Site, path: &str, peer: &str) -> Answer {
    let peer: SocketAddr = peer.parse().unwrap();
    site.ask(Request::get(path).extension(ConnectInfo(peer)))
        .await
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_so_on_a_page() {
    let site = site("3/1h", "2/1h").await;
    // Made, kept, and beyond: each page is counted, wherever it comes from.
    for left in ["2", "1", "0"] {
        let page = get(&site, "/", "192.0.2.1:1").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.header("ratelimit-policy"), r#""pages";q=3;w=3600"#);
        let told = page.header("ratelimit");
        assert!(
            told.starts_with(&format!("\"pages\";r={left};t=")),
            "{told}"
        );
    }
    let refused = get(&site, "/", "192.0.2.1:1").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("cache-control"), "no-store");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=1200).contains(&wait), "{wait}");
    assert!(
        refused.body.contains("Please slow down"),
        "{}",
        refused.body
    );

    let other = get(&site, "/", "192.0.2.2:1").await;
    assert_eq!(other.status, StatusCode::OK);
    let told = other.header("ratelimit");
    assert!(
        told.starts_with("\"pages\";r=2;"),
        "somebody else's: {told}"
    );
}

#[tokio::test]
async fn what_scripts_ask_for_is_counted_apart() {
    let site = site("1/1h", "2/1h").await;
    let mut statuses = Vec::new();
    for path in ["/suggest?q=l", "/cards?ids=1", "/suggest?q=la", "/", "/"] {
        let answer = get(&site, path, "192.0.2.1:1").await;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 429, 200, 429]);
}

#[tokio::test]
async fn probes_and_files_are_not_limited() {
    let site = site("1/1h", "1/1h").await;
    for _ in 0..3 {
        let answer = get(&site, "/healthz", "192.0.2.1:1").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("ratelimit"), "");
    }
}

#[tokio::test]
async fn refusals_are_counted() {
    let site = site("2/1h", "off").await;
    for _ in 0..5 {
        get(&site, "/why", "192.0.2.1:1").await;
    }
    let metrics = get(&site, "/metrics", "127.0.0.1:1").await.body;
    for (verdict, count) in [("admitted", "2"), ("refused", "3")] {
        let sample = "vitrine_rate_limit_calls_total{policy=\"pages\",verdict=\"";
        let line = format!("{sample}{verdict}\"}} {count}\n");
        assert!(metrics.contains(&line), "no {line} in {metrics}");
    }
}
