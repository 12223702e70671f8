//! PostgreSQL away: older pages are shown and marked, and the others say at once when to come back.
//!
//! Each with a thread beside its own, so that the probe of the database goes on while that is dropped: a connection that
//! is half-way in would hold it up.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use cache::TagClock;
use http::{Request, StatusCode};
use url::Url;

use crate::support::{
    catalog::{any_slug, seeded},
    proxy::Proxy,
    site::{Answer, NO_REDIS, Site},
};

/// What the notice says.
const NOTICE: &str = "This page may be out of date";

/// Nothing may take longer once PostgreSQL is known to be away. It takes milliseconds; waiting for a connection, or for an
/// answer, would take two seconds.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Time everything has to come back.
const PATIENCE: Duration = Duration::from_secs(10);

async fn at_once(answer: impl Future<Output = Answer>) -> Answer {
    let started = Instant::now();
    let answer = answer.await;
    let took = started.elapsed();
    assert!(took < AT_ONCE, "{took:?}");
    answer
}

fn assert_is_marked(answer: &Answer, path: &str) {
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    assert_eq!(
        answer.body.matches(NOTICE).count(),
        1,
        "{path}: {}",
        answer.body
    );
    assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    assert_eq!(answer.header("etag"), "", "{path}");
    let status = answer.header("cache-status");
    assert!(status.ends_with("; detail=outdated"), "{path}: {status}");
}

fn assert_is_current(answer: &Answer, path: &str) {
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    assert!(!answer.body.contains(NOTICE), "{path}");
    assert!(
        !answer.header("cache-status").contains("outdated"),
        "{path}"
    );
    assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
}

fn assert_says_when_to_come_back(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_ne!(answer.header("retry-after"), "");
    assert!(answer.body.contains("Back in a moment"), "{}", answer.body);
}

/// Asks until the page is a current one.
async fn returns(site: &Site, path: &str) -> Answer {
    let started = Instant::now();
    loop {
        let answer = site.get(path).await;
        if answer.status == StatusCode::OK && !answer.body.contains(NOTICE) {
            assert_is_current(&answer, path);
            return answer;
        }
        assert!(started.elapsed() < PATIENCE, "{path} does not come back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// As in a process that has lost its log, for that is in PostgreSQL too.
fn lose_trust(site: &Site) {
    site.state.cache.clock().distrust();
}

fn regain_trust(site: &Site) {
    let end = Instant::now() + Duration::from_hours(1);
    site.state.cache.clock().trust_until(end);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn kept_pages_are_marked_and_the_others_come_back_later() {
    let site = Site::without_redis(200).await;
    let slug = any_slug(&site.catalogue.pool).await;
    let seen = [
        "/".to_owned(),
        "/search?q=black".to_owned(),
        format!("/p/{slug}"),
    ];
    for path in &seen {
        assert_is_current(&site.get(path).await, path);
    }
    site.catalogue.shut().await;
    for path in &seen {
        assert_is_current(&at_once(site.get(path)).await, path);
    }
    lose_trust(&site);
    for path in &seen {
        assert_is_marked(&at_once(site.get(path)).await, path);
    }
    for _ in 0..2 {
        let never_seen = at_once(site.get("/search?q=steel&page=2")).await;
        assert_says_when_to_come_back(&never_seen);
    }

    site.catalogue.open().await;
    let sql = "UPDATE products SET name = 'Entirely new'";
    site.catalogue.execute(sql).await;
    site.touch_everything().await;
    regain_trust(&site);
    for path in &seen {
        let answer = returns(&site, path).await;
        assert!(
            answer.body.contains("Entirely new"),
            "{path}: {}",
            answer.body
        );
        assert_eq!(site.get(path).await.header("cache-status"), "vitrine; hit");
    }
}

/// Its own process knows of the change, and cannot see it.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_page_known_to_be_old_is_marked() {
    let site = Site::without_redis(200).await;
    assert_is_current(&site.get("/").await, "/");
    site.catalogue.shut().await;
    site.touch(&["taxonomy"]).await;
    for _ in 0..2 {
        assert_is_marked(&at_once(site.get("/")).await, "/");
    }
    site.catalogue.open().await;
    returns(&site, "/").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_of_visitors_with_a_session_are_marked_too() {
    let site = Site::without_redis(200).await;
    let own = || site.ask(Request::get("/").header("cookie", "vitrine=abc"));
    let current = own().await;
    assert_eq!(current.header("cache-control"), "private, no-cache");
    assert!(!current.body.contains(NOTICE));
    site.catalogue.shut().await;
    lose_trust(&site);
    assert_is_marked(&at_once(own()).await, "/");
    let unseen = Request::get("/search?q=steel").header("cookie", "vitrine=abc");
    let unseen = at_once(site.ask(unseen)).await;
    assert_says_when_to_come_back(&unseen);
    assert_eq!(unseen.header("cache-control"), "no-store");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_compressed_page_carries_its_notice() {
    let site = Site::without_redis(200).await;
    site.get("/").await;
    site.catalogue.shut().await;
    lose_trust(&site);
    let request = Request::get("/").header("accept-encoding", "gzip");
    let (parts, body) = site.ask_for_bytes(request).await;
    assert_eq!(parts.headers["content-encoding"], "gzip");
    let mut html = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*body), &mut html).unwrap();
    assert!(html.contains(NOTICE), "{html}");
}

/// A site whose PostgreSQL can hang.
async fn behind_a_proxy() -> (Site, Proxy) {
    let catalogue = Arc::new(seeded(200).await);
    let mut url = Url::parse(catalogue.url()).unwrap();
    let host = url.host_str().unwrap();
    let target = format!("{host}:{}", url.port().unwrap_or(5432));
    let proxy = Proxy::before(target).await;
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(proxy.addr().port())).unwrap();
    let settings = [
        ("DATABASE_URL", url.to_string()),
        ("REDIS_URL", NO_REDIS.to_owned()),
        ("VITRINE_STATEMENT_TIMEOUT_MS", "1000".to_owned()),
    ];
    let clock = TagClock::standalone(catalogue.url());
    (Site::with(catalogue, &settings, clock).await, proxy)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_server_that_hangs_is_found_out_once() {
    let (site, proxy) = behind_a_proxy().await;
    assert_is_current(&returns(&site, "/").await, "/");
    proxy.freeze();
    let started = Instant::now();
    assert_says_when_to_come_back(&site.get("/search?q=black").await);
    let took = started.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    // From now on nobody waits, however many come and however long it lasts.
    let until = Instant::now() + Duration::from_secs(2);
    let mut asked = 0;
    while Instant::now() < until {
        asked += 1;
        let path = format!("/search?q=black&page={asked}");
        assert_says_when_to_come_back(&at_once(site.get(&path)).await);
    }
    lose_trust(&site);
    assert_is_marked(&at_once(site.get("/")).await, "/");
    proxy.thaw();
    returns(&site, "/search?q=black").await;
}
