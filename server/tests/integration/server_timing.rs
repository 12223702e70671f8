//! Who is told what an answer cost.

use axum::body::Body;
use http::{Request, StatusCode, header::SET_COOKIE};

use crate::{
    log_in::site::{Answer, EMAIL, PASSWORD, Site},
    support::redis_server::RedisServer,
};

/// The hint as the browser sends it.
const HINT: &str = "__Host-vitrine-staff=1";

/// What an answer says of its cost.
fn timing(answer: &Answer) -> &str {
    let value = answer.headers.get("server-timing");
    value.map_or("", |value| value.to_str().unwrap())
}

/// What is said to everybody: one part, of a page of the shop.
fn is_plain(timing: &str) -> bool {
    let page = timing.strip_prefix("page;dur=");
    page.is_some_and(|rest| !rest.contains(',') && rest.contains(";desc="))
}

/// All parts, and the number of this very request.
fn is_full(answer: &Answer) -> bool {
    let id = answer.headers["x-request-id"].to_str().unwrap();
    let timing = timing(answer);
    let parts = [
        "sql;dur=",
        "cache;dur=",
        "pool;dur=",
        "index;dur=",
        "render;dur=",
        "compress;dur=",
        "total;dur=",
    ];
    let number = format!("req;desc=\"{id}\"");
    parts.iter().all(|part| timing.contains(part)) && timing.ends_with(&number)
}

/// A site whose sessions have a Redis of their own.
async fn site() -> (Site, RedisServer) {
    let sessions = RedisServer::start();
    let site = Site::with(&[
        ("VITRINE_SESSION_REDIS_URL", &sessions.url()),
        ("VITRINE_ARGON2_MEMORY_KIB", "64"),
        ("VITRINE_ARGON2_ITERATIONS", "1"),
    ])
    .await;
    (site, sessions)
}

/// How often a session was asked for.
fn asked(sessions: &RedisServer) -> u64 {
    let mut connection = sessions.connect().unwrap();
    let mut ask = redis::cmd("INFO");
    let info: String = ask.arg("commandstats").query(&mut connection).unwrap();
    let mut lines = info.lines();
    let line = lines.find_map(|line| line.strip_prefix("cmdstat_get:calls="));
    line.map_or(0, |line| line.split(',').next().unwrap().parse().unwrap())
}

/// The cookie of a log-in after the account was given this role.
async fn cookie_as(site: &Site, role: &str) -> String {
    let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
    site.execute(&change).await;
    site.cookie().await
}

#[tokio::test]
async fn guests_and_customers_learn_where_the_page_came_from() {
    let (site, sessions) = site().await;
    let customer = cookie_as(&site, "customer").await;
    let before = asked(&sessions);
    for cookie in ["", &customer] {
        for _ in 0..2 {
            let page = site.get("/search?q=lamp", cookie).await;
            assert!(is_plain(timing(&page)), "{}", timing(&page));
        }
        for path in ["/suggest?q=la", "/healthz", "/nowhere-at-all.png"] {
            assert_eq!(timing(&site.get(path, cookie).await), "", "{path}");
        }
    }
    assert_eq!(asked(&sessions), before, "nobody was asked who they are");
    let admin = cookie_as(&site, "admin").await;
    site.get("/search?q=lamp", &format!("{admin}; {HINT}"))
        .await;
    assert_eq!(asked(&sessions), before + 1);
}

#[tokio::test]
async fn those_who_work_here_learn_everything_of_every_answer() {
    let site = Site::keeping_pages(50).await;
    for role in ["viewer", "editor", "admin"] {
        let cookie = format!("{}; {HINT}", cookie_as(&site, role).await);
        for path in [
            "/",
            "/search?q=lamp",
            "/suggest?q=la",
            "/healthz",
            "/me",
            "/admin/performance",
        ] {
            let answer = site.get(path, &cookie).await;
            assert!(is_full(&answer), "{role} {path}: {}", timing(&answer));
        }
        let refused = Request::post("/log-out").header("sec-fetch-site", "cross-site");
        let refused = site.send(refused, &cookie, Body::empty()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(is_full(&refused), "{}", timing(&refused));
        let page = site.get("/search?q=lamp", &cookie).await;
        assert!(timing(&page).starts_with("page;dur="), "{}", timing(&page));
    }
}

#[tokio::test]
async fn the_hint_alone_gives_nothing_and_without_it_nobody_is_asked() {
    let (site, sessions) = site().await;
    let made_up = "__Host-vitrine=AAAAAAAAAAAAAAAAAAAAAA";
    let ended = cookie_as(&site, "admin").await;
    site.post("/log-out", &ended, &[]).await;
    let customer = cookie_as(&site, "customer").await;
    for other in [
        customer.as_str(),
        made_up,
        &ended,
        "__Host-vitrine=x",
        "a=b",
    ] {
        let page = site
            .get("/search?q=lamp", &format!("{other}; {HINT}"))
            .await;
        assert!(is_plain(timing(&page)), "{other}: {}", timing(&page));
        let files = site.get("/healthz", &format!("{HINT}; {other}")).await;
        assert_eq!(timing(&files), "", "{other}");
    }
    let guest = site.get("/search?q=lamp", HINT).await;
    assert!(is_plain(timing(&guest)));
    let admin = cookie_as(&site, "admin").await;
    let before = asked(&sessions);
    let page = site.get("/search?q=lamp", &admin).await;
    assert!(is_plain(timing(&page)), "{}", timing(&page));
    assert_eq!(asked(&sessions), before);
}

#[tokio::test]
async fn the_hint_comes_with_a_log_in_of_staff_and_goes_with_it() {
    let site = Site::start().await;
    let hint = |answer: &Answer| {
        let cookies = answer.headers.get_all(SET_COOKIE).iter();
        let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().to_owned());
        cookies.find(|cookie| cookie.starts_with(HINT))
    };
    for (role, expected) in [("customer", false), ("viewer", true)] {
        let cookie = cookie_as(&site, role).await;
        let fields = [("email", EMAIL), ("password", PASSWORD)];
        let answer = site.post("/log-in", "", &fields).await;
        let given = hint(&answer);
        assert_eq!(given.is_some(), expected, "{role}");
        if let Some(given) = given {
            let attributes = "; Path=/; SameSite=Lax; Max-Age=28800; Secure";
            assert_eq!(given, format!("{HINT}{attributes}"));
        }
        let out = site
            .post("/log-out", &format!("{cookie}; {HINT}"), &[])
            .await;
        assert!(hint(&out).unwrap().contains("Max-Age=0"));
        let out = site.post("/log-out", "", &[]).await;
        assert_eq!(hint(&out), None);
    }
}

#[tokio::test]
async fn the_operator_may_tell_all() {
    let site = Site::with(&[("VITRINE_SERVER_TIMING", "all")]).await;
    for path in ["/", "/healthz"] {
        let answer = site.get(path, "").await;
        assert!(is_full(&answer), "{path}: {}", timing(&answer));
    }
}
