//! What browsers are told to forbid: on every answer of every route, and no page does what is forbidden.

use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode};
use leptos::prelude::LeptosOptions;
use server::middleware::content_security_policy;

use self::markup::tags;
use crate::{
    log_in::site::Site as SiteWithAccount,
    support::{redis_server::RedisServer, site::Site},
};

mod markup;

/// Each with its whole text, but for the policy on contents.
const HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("origin-agent-cluster", "?1"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// One address at least for each page that there is, with what it answers.
pub(crate) const PAGES: &[(&str, u16)] = &[
    ("/", 200),
    ("/search", 200),
    ("/search?q=lamp", 200),
    ("/search?q=lamp&min=5&stock=1&rating=1&sort=price", 200),
    ("/search?q=qqxqxzz", 200),
    ("/search?q=%3Cscript%3Ealert(1)%3C/script%3E", 200),
    ("/search?page=4000", 200),
    ("/c/nowhere", 404),
    ("/p/nothing", 404),
    ("/why?q=lamp", 404),
    ("/compare", 200),
    ("/compare?p=nothing", 200),
    // In development builds, as this is one.
    ("/styleguide", 200),
    ("/favourites", 200),
    ("/log-in", 200),
    ("/log-in?done=verified&next=%2Fme", 200),
    ("/log-in/code", 200),
    ("/register", 200),
    ("/register/sent", 200),
    ("/verify?token=x", 200),
    ("/forgot", 200),
    ("/forgot/sent", 200),
    ("/reset?token=x", 200),
    ("/confirm-email?token=x", 200),
    ("/confirm", 200),
    ("/admin/account", 303),
    ("/admin/audit", 303),
    ("/admin/brands", 303),
    ("/admin/brands/1", 303),
    ("/admin/brands/1/merge?into=2", 303),
    ("/admin/categories", 303),
    ("/admin/categories/1", 303),
    ("/admin/categories/1/move", 303),
    ("/admin/categories/1/merge?into=2", 303),
    ("/admin/database", 303),
    ("/admin/database/query?name=catalog.cards", 303),
    ("/admin/import", 303),
    ("/admin/import/1", 303),
    ("/admin/performance", 303),
    ("/admin/performance/request?id=x", 303),
    ("/admin/products", 303),
    ("/admin/products/1", 303),
    ("/admin/products/1/photos", 303),
    ("/admin/products/1/photos/list", 303),
    ("/admin/products/1/preview", 200),
    ("/admin/products/acts/1", 303),
    ("/admin/products/bulk?id=1&act=archive", 303),
    ("/admin/products/new", 303),
    ("/admin/products/new/preview", 200),
    ("/admin/search", 303),
    ("/admin/tokens", 303),
    ("/admin/search/synonyms", 303),
    ("/admin/search/query?q=lamp", 303),
    ("/me", 303),
    ("/me/sessions", 303),
    ("/me/password", 303),
    ("/me/second-factor", 303),
    ("/me/email", 303),
    ("/me/delete", 303),
    ("/nowhere", 404),
];

/// What is no page.
pub(crate) const OTHERS: &[(&str, u16)] = &[
    ("/suggest?q=l", 200),
    ("/cards?ids=1,2,3", 200),
    ("/favourites/ids", 204),
    ("/api", 200),
    ("/api/", 404),
    ("/api/nowhere", 404),
    ("/api/openapi.json", 200),
    ("/api/v1/search?q=lamp", 200),
    ("/api/v1/search?page=x", 422),
    ("/api/v1/suggest?q=l", 200),
    ("/api/v1/products", 401),
    ("/api/v1/products/x", 404),
    ("/admin/import/1/rejects?format=csv", 303),
    ("/admin/products/export?format=csv", 303),
    ("/robots.txt", 200),
    ("/llms.txt", 200),
    ("/opensearch.xml", 200),
    ("/sitemap.xml", 200),
    ("/sitemap/categories.xml", 200),
    ("/sitemap/products-x.xml", 404),
    ("/healthz", 200),
    ("/readyz", 200),
    ("/metrics", 404),
    ("/pkg/nothing.js", 404),
];

fn header<'a>(headers: &'a HeaderMap, name: &str, address: &str) -> &'a str {
    let mut values = headers.get_all(name).iter();
    let value = values
        .next()
        .unwrap_or_else(|| panic!("{address} lacks {name}"));
    assert!(values.next().is_none(), "{address} has {name} twice");
    value.to_str().unwrap()
}

/// Checks the headers of an answer, and that its body, if it is HTML, keeps to them.
pub(crate) fn check(address: &str, headers: &HeaderMap, body: &str) {
    check_headers(address, headers);
    let policy = header(headers, "content-security-policy", address);
    check_policy(policy);
    let kind = headers
        .get("content-type")
        .map(|kind| kind.to_str().unwrap());
    if kind.is_some_and(|kind| kind.starts_with("text/html")) {
        check_page(address, policy, body);
    }
}

fn check_headers(address: &str, headers: &HeaderMap) {
    for (name, expected) in HEADERS {
        assert_eq!(header(headers, name, address), *expected, "{address}");
    }
    // Nobody else's scripts may read what we answer.
    let sharing = headers.get("access-control-allow-origin");
    assert_eq!(sharing, None, "{address}");
}

fn check_policy(policy: &str) {
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    for wanted in [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ] {
        assert!(directives.contains(&wanted), "no {wanted} in {policy}");
    }
    for source in policy.split([' ', ';']) {
        let forbidden = [
            "'unsafe-inline'",
            "'unsafe-eval'",
            "'unsafe-hashes'",
            "*",
            "http:",
            "https:",
        ];
        assert!(!forbidden.contains(&source), "{policy}");
        assert!(!source.starts_with("'nonce-"), "{policy}");
    }
}

fn check_page(address: &str, policy: &str, page: &str) {
    let scripts = policy
        .split(';')
        .map(str::trim)
        .find_map(|directive| directive.strip_prefix("script-src "));
    let allowed: Vec<&str> = scripts.unwrap().split(' ').collect();
    for tag in tags(page) {
        if tag.name == "script" && tag.attribute("src").is_none() && !tag.is_data() {
            let hash = format!("'sha256-{}'", tag.digest_of_text());
            assert!(allowed.contains(&hash.as_str()), "{address}: {}", tag.text);
        }
        assert_ne!(tag.name, "style", "{address}");
        for (name, value) in &tag.attributes {
            assert_ne!(name, "style", "{address}: {tag:?}");
            assert!(!name.starts_with("on"), "{address}: {tag:?}");
            assert!(
                !value
                    .trim_start()
                    .to_ascii_lowercase()
                    .starts_with("javascript:"),
                "{address}: {tag:?}"
            );
        }
    }
}

#[tokio::test]
async fn every_page_keeps_to_what_it_forbids() {
    let site = Site::without_redis(200).await;
    let cards = site.get("/cards?ids=1,2,3,4,5,6,7,8,9").await;
    let product = tags(&cards.body).find_map(|tag| tag.attribute("href").map(str::to_owned));
    let key = tags(&cards.body).find_map(|tag| tag.attribute("data-id").map(str::to_owned));
    let (product, key) = (product.unwrap(), key.unwrap());
    let home = site.get("/").await.body;
    let category = tags(&home).find_map(|tag| {
        tag.attribute("href")
            .filter(|href| href.starts_with("/c/"))
            .map(str::to_owned)
    });
    let name = site.get(&product).await.body;
    let word = name
        .split_once("<h1>")
        .unwrap()
        .1
        .split(['<', ' '])
        .next()
        .unwrap()
        .to_owned();
    let found = [
        (product.clone(), 200),
        (category.unwrap(), 200),
        (format!("/why?q={word}&product={key}"), 200),
    ];
    let fixed = PAGES
        .iter()
        .chain(OTHERS)
        .map(|(path, status)| ((*path).to_owned(), *status));
    for (address, status) in fixed.chain(found) {
        let answer = site.get(&address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        check(&address, &answer.headers, &answer.body);
    }
    let picture = tags(&cards.body)
        .find_map(|tag| tag.attribute("src").map(str::to_owned))
        .unwrap();
    let answer = site.get(&picture).await;
    assert_eq!(answer.status, StatusCode::OK);
    check_headers(&picture, &answer.headers);
    // Whoever opens it by itself gets a page that may do nothing at all.
    let policy = header(&answer.headers, "content-security-policy", &picture);
    assert_eq!(
        policy,
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    assert!(!answer.body.contains("style"), "{picture}");
}

/// A page that is added must be walked, too.
#[test]
fn no_page_is_forgotten() {
    let walked = ["/c/", "/p/", "/why"]
        .into_iter()
        .chain(PAGES.iter().map(|(path, _)| *path));
    let walked: Vec<&str> = walked
        .map(|path| path.split(['?']).next().unwrap())
        .collect();
    for route in leptos_axum::generate_route_list(app::app::App) {
        let route = route.path();
        let fixed = route.split([':', '*', '{']).next().unwrap();
        let known = walked
            .iter()
            .any(|path| *path == fixed || (fixed != route && path.starts_with(fixed)));
        assert!(known, "{route} is not walked");
    }
}

#[tokio::test]
async fn a_page_that_is_kept_keeps_to_it_too() {
    let redis = RedisServer::start();
    let site = Site::start(100, &redis.url()).await;
    for _ in 0..2 {
        let page = site.get("/search?q=lamp").await;
        check("/search?q=lamp", &page.headers, &page.body);
    }
    let twin = site.twin().await.get("/search?q=lamp").await;
    check("a twin's", &twin.headers, &twin.body);
}

#[tokio::test]
async fn pages_of_an_account_keep_to_it() {
    let site = SiteWithAccount::start().await;
    let cookie = site.cookie().await;
    for (address, _) in PAGES.iter().chain(OTHERS) {
        let page = site.get(address, &cookie).await;
        check(address, &page.headers, &page.body);
        let own = address.starts_with("/me") && *address != "/metrics";
        assert!(!own || page.status == StatusCode::OK, "{address}");
    }
    let out = site.post("/log-out", &cookie, &[]).await;
    check("/log-out", &out.headers, &out.body);
}

#[tokio::test]
async fn refusals_keep_to_it() {
    let site = SiteWithAccount::with(&[
        ("VITRINE_RATE_LIMITS", "on"),
        ("VITRINE_LIMIT_LOG_IN", "1/1h"),
        ("VITRINE_LIMIT_API", "1/1h"),
    ])
    .await;
    let long = "x".repeat(20_000);
    let mut statuses = Vec::new();
    for (path, fields) in [
        ("/log-in", &[("email", long.as_str())][..]),
        ("/log-in", &[]),
        ("/log-in", &[]),
        ("/search", &[]),
        ("/nowhere", &[]),
    ] {
        let answer = site.post(path, "", fields).await;
        statuses.push(answer.status.as_u16());
        check(path, &answer.headers, &answer.body);
    }
    assert_eq!(statuses, [413, 422, 429, 405, 404]);
    for status in [200, 429] {
        let answer = site.get("/suggest?q=l", "").await;
        assert_eq!(answer.status.as_u16(), status);
        check("/suggest", &answer.headers, &answer.body);
    }
    let forged = Request::builder()
        .method(Method::POST)
        .uri("/log-in")
        .header("sec-fetch-site", "cross-site");
    let answer = site.send(forged, "", Body::empty()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    check("a forged form", &answer.headers, &answer.body);
}

#[test]
fn the_page_of_every_failure_keeps_to_it() {
    let options = LeptosOptions::builder().output_name("vitrine").build();
    let policy = content_security_policy(&app::router::inline_scripts(&options));
    for status in (400..600).filter_map(|status| StatusCode::from_u16(status).ok()) {
        let page = app::router::error_page(&options, status, "request-1");
        check_page(status.as_str(), policy.to_str().unwrap(), &page);
    }
}
