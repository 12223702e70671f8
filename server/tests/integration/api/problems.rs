//! Whatever is refused is a problem, never a page.

use serde_json::json;

use super::world::{ALL, PRODUCTS, World, ask, desk};
use crate::{log_in::site::Site, support::site};

/// As a browser asks, who would rather have a page.
const BROWSER: (&str, &str) = ("accept", "text/html");

#[tokio::test]
async fn each_refusal_has_its_status_and_word() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let bearer = format!("Bearer {token}");
    let long = format!("{{\"name\":\"{}\"}}", "a".repeat(70_000));
    let json = "application/json";
    for (method, path, kind, body, problem) in [
        ("GET", "/api/", "", "", (404, "not_found")),
        ("GET", "/api/v2/search", "", "", (404, "not_found")),
        ("POST", "/api/nothing", json, "{}", (404, "not_found")),
        ("PUT", PRODUCTS, json, "{}", (405, "method_not_allowed")),
        (
            "POST",
            "/api/v1/search",
            json,
            "{}",
            (405, "method_not_allowed"),
        ),
        (
            "GET",
            "/api/v1/search?page=0",
            "",
            "",
            (422, "invalid_fields"),
        ),
        (
            "GET",
            "/api/v1/search?sort=",
            "",
            "",
            (422, "invalid_fields"),
        ),
        (
            "GET",
            "/api/v1/search?category=no/such",
            "",
            "",
            (404, "unknown_category"),
        ),
        ("POST", PRODUCTS, json, long.as_str(), (413, "too_large")),
        (
            "POST",
            PRODUCTS,
            "text/plain",
            "{}",
            (415, "unsupported_media_type"),
        ),
        ("POST", PRODUCTS, json, "{", (400, "invalid_json")),
        ("POST", PRODUCTS, json, "[]", (422, "invalid_fields")),
        (
            "PATCH",
            "/api/v1/products/1",
            json,
            "{}",
            (428, "if_match_required"),
        ),
    ] {
        let headers = [
            BROWSER,
            ("authorization", bearer.as_str()),
            ("content-type", kind),
        ];
        let said = world.ask(method, path, &headers, body).await;
        let (status, code) = problem;
        assert_eq!(said.problem(), (status, code.to_owned()), "{method} {path}");
        assert!(!said.header("content-security-policy").is_empty());
        assert_eq!(said.header("access-control-allow-origin"), "");
    }
    let allow = world.ask("PUT", PRODUCTS, &[BROWSER], "").await;
    assert!(allow.header("allow").contains("POST"), "{allow:?}");
    // A page of another site cannot make a browser send anything.
    let foreign = [BROWSER, ("sec-fetch-site", "cross-site")];
    let said = world.ask("POST", PRODUCTS, &foreign, "{}").await;
    assert_eq!(said.problem(), (403, "forbidden".to_owned()));
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let limits = [("VITRINE_RATE_LIMITS", "on"), ("VITRINE_LIMIT_API", "3/1h")];
    let site = Site::with(&limits).await;
    let router = site.router();
    let path = "/api/v1/suggest?q=l";
    for _ in 0..3 {
        let said = ask(&router, "GET", path, &[], "").await;
        assert_eq!(said.status, 200, "{said:?}");
        assert!(said.header("ratelimit").starts_with("\"api\""), "{said:?}");
    }
    let said = ask(&router, "GET", path, &[], "").await;
    assert_eq!(said.problem(), (429, "too_many_requests".to_owned()));
    assert!(said.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(said.header("ratelimit").contains("r=0"));
}

#[tokio::test]
async fn without_postgresql_nothing_is_written_and_all_is_well_when_it_is_back() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    world.site.database.shut().await;
    let said = world.post(&token, &[], &desk("A-1")).await;
    assert_eq!(said.problem(), (503, "unavailable".to_owned()));
    assert!(!said.header("retry-after").is_empty());
    world.site.database.open().await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while world.post(&token, &[], &desk("A-1")).await.status != 201 {
        assert!(std::time::Instant::now() < deadline);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Tokens and what is written are in PostgreSQL alone.
#[tokio::test]
async fn without_redis_it_goes_on() {
    let site = site::Site::without_redis(60).await;
    let found = site.get("/api/v1/search").await;
    assert_eq!(found.status.as_u16(), 200, "{}", found.body);
    let found: serde_json::Value = serde_json::from_str(&found.body).unwrap();
    assert_ne!(found["items"], json!([]));
}
