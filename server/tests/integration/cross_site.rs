//! Requests that another site makes a browser send (ASVS 5.0, 3.5.1 and 3.5.3), at each route that changes something.

mod routes;

use axum::body::Body;
use http::{Method, Request, StatusCode, request::Builder};

use self::routes::ROUTES;
use crate::{
    log_in::site::{EMAIL, PASSWORD, Site},
    policies::check,
};

/// What browsers say in `Sec-Fetch-Site`; old ones say nothing.
const SITES: [Option<&str>; 6] = [
    None,
    Some("same-origin"),
    Some("none"),
    Some("same-site"),
    Some("cross-site"),
    Some("nonsense"),
];

/// What they say in `Origin`, to the host `shop.example`.
const ORIGINS: [Option<&str>; 9] = [
    None,
    Some("https://shop.example"),
    Some("http://shop.example"),
    Some("https://shop.example:8443"),
    Some("https://www.shop.example"),
    Some("https://shop.example.evil.example"),
    Some("https://evil.example"),
    Some("file://shop.example"),
    Some("null"),
];

/// What browsers know of the request's origin decides. Of those that do not say it, the host in `Origin` does, whatever the
/// scheme: TLS may end in front of us. Who says neither is no browser.
fn is_ours(site: Option<&str>, origin: Option<&str>) -> bool {
    match site {
        Some(site) => ["same-origin", "none"].contains(&site),
        None => [
            None,
            Some("https://shop.example"),
            Some("http://shop.example"),
        ]
        .contains(&origin),
    }
}

/// Each pair of headers that is taken for ours, or each that is not.
fn headers(ours: bool) -> impl Iterator<Item = (Option<&'static str>, Option<&'static str>)> {
    let pairs = SITES
        .into_iter()
        .flat_map(|site| ORIGINS.map(|origin| (site, origin)));
    pairs.filter(move |(site, origin)| is_ours(*site, *origin) == ours)
}

fn request(method: &str, path: &str, site: Option<&str>, origin: Option<&str>) -> Builder {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "shop.example")
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    request
}

/// A form that each of the routes would follow: somebody logged in who is at hand with password, links and all.
async fn form(site: &Site) -> String {
    site.execute(
        "INSERT INTO products (id, sku, slug, name, description, currency, status)
         OVERRIDING SYSTEM VALUE VALUES (7, 'sku', 'slug', 'Product', '', 'EUR', 'published')",
    )
    .await;
    site.post("/forgot", "", &[("email", EMAIL)]).await;
    let mail = site.mail().await;
    site.execute("UPDATE users SET role = 'admin'").await;
    let account = &site.names("SELECT id::text AS name FROM users").await[0];
    let key = &site.redis.session_keys()[0];
    form_urlencoded::Serializer::new(String::new())
        .append_pair("email", EMAIL)
        .append_pair("name", "Ada")
        .append_pair("password", PASSWORD)
        .append_pair("new", "four plain words suffice")
        .append_pair("token", mail.link().1)
        .append_pair("key", key.rsplit(':').next().unwrap())
        .append_pair("account", account)
        .append_pair("add", "7")
        .append_pair("act", "begin")
        .append_pair("next", "/search")
        .finish()
}

/// All rows about accounts.
async fn rows(site: &Site) -> Vec<String> {
    let mut rows = Vec::new();
    for table in [
        "users",
        "favourites",
        "registrations",
        "password_resets",
        "email_changes",
        "second_factors",
        "recovery_codes",
        "ended_sessions",
        "audit_log",
        "api_tokens",
        "api_answers",
    ] {
        let sql = format!("SELECT t::text AS name FROM {table} t ORDER BY 1");
        rows.extend(site.names(&sql).await);
    }
    rows
}

#[tokio::test]
async fn what_is_not_ours_is_refused_and_changes_nothing() {
    let site = Site::start().await;
    let (cookie, other) = (site.cookie().await, site.cookie().await);
    let form = form(&site).await;
    let before = rows(&site).await;
    for (method, path) in ROUTES {
        let path = &*routes::example(path);
        for (from, origin) in headers(false) {
            let request = request(method, path, from, origin);
            let answer = site.send(request, &cookie, Body::from(form.clone())).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{method} {path} from {from:?}, {origin:?}"
            );
            assert!(!answer.headers.contains_key("set-cookie"));
            check(path, &answer.headers, &answer.body);
        }
    }
    assert_eq!(rows(&site).await, before);
    assert!(site.mails().await.is_empty());
    for cookie in [&cookie, &other] {
        assert_eq!(site.get("/me", cookie).await.status, StatusCode::OK);
    }
    // The same form of our own does change something.
    let own = request("POST", "/favourites", Some("same-origin"), None);
    site.send(own, &cookie, Body::from(form)).await.location();
    assert_ne!(rows(&site).await, before);
}

#[tokio::test]
async fn what_is_ours_is_not_refused() {
    let site = Site::start().await;
    for (method, path) in ROUTES {
        let path = &*routes::example(path);
        for (from, origin) in headers(true) {
            let request = request(method, path, from, origin);
            let answer = site.send(request, "", Body::empty()).await;
            let refused = [
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::METHOD_NOT_ALLOWED,
            ];
            assert!(
                !refused.contains(&answer.status) && !answer.status.is_server_error(),
                "{} for {method} {path} from {from:?}, {origin:?}",
                answer.status
            );
            check(path, &answer.headers, &answer.body);
        }
    }
}

/// A link, a picture or a prefetch asks for these, from any site and with the visitor's cookie.
#[tokio::test]
async fn asking_for_a_page_changes_nothing() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let form = form(&site).await;
    let before = rows(&site).await;
    for (_, path) in ROUTES {
        let path = &*routes::example(path);
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let address = format!("{path}?{form}");
            let request = request(method.as_str(), &address, Some("cross-site"), None);
            let answer = site.send(request, &cookie, Body::empty()).await;
            let harmless = [
                StatusCode::OK,
                StatusCode::METHOD_NOT_ALLOWED,
                // Of a product that is not there.
                StatusCode::NOT_FOUND,
                // What only a token opens.
                StatusCode::UNAUTHORIZED,
            ];
            assert!(
                harmless.contains(&answer.status),
                "{} for {method} {path}",
                answer.status
            );
        }
    }
    assert_eq!(rows(&site).await, before);
    assert!(site.mails().await.is_empty());
    assert_eq!(site.get("/me", &cookie).await.status, StatusCode::OK);
}
