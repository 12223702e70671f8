//! What the server counts, and who may read it.

use std::{collections::BTreeSet, net::SocketAddr};

use axum::extract::ConnectInfo;
use diesel::{QueryableByName, sql_types::Integer};
use http::{Request, StatusCode, request};
use server::{
    config::{self, Config},
    db::Statement,
};

use crate::support::{
    redis_server::RedisServer,
    site::{Answer, NO_REDIS, Site},
};

const TOKEN: &str = "0123456789abcdef";

fn from(peer: &str) -> request::Builder {
    let peer: SocketAddr = peer.parse().unwrap();
    Request::get("/metrics").extension(ConnectInfo(peer))
}

async fn figures(site: &Site) -> Answer {
    let answer = site.ask(from("127.0.0.1:4000")).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer
}

/// The sample with this name and these labels.
fn value(page: &str, sample: &str) -> f64 {
    let line = page
        .lines()
        .find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    let value = line.unwrap_or_else(|| panic!("no {sample} in\n{page}"));
    value.parse().unwrap()
}

/// Whole numbers, as all that are compared.
fn is(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 0.5
}

#[tokio::test]
async fn the_figures_are_those_of_the_cache() {
    let redis = RedisServer::start();
    let site = Site::start(100, &redis.url()).await;
    for _ in 0..3 {
        site.get("/").await;
    }
    site.state.cache.flush_pending().await;
    site.twin().await.get("/").await;
    site.touch(&["taxonomy"]).await;
    site.get("/").await;
    site.state.cache.flush_pending().await;

    let answer = figures(&site).await;
    assert!(
        answer
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = &answer.body;
    assert!(page.ends_with("# EOF\n"), "{page}");
    for (sample, expected) in [
        (
            "vitrine_cache_hits_total{namespace=\"page\",tier=\"local\"}",
            2.0,
        ),
        (
            "vitrine_cache_hits_total{namespace=\"page\",tier=\"remote\"}",
            0.0,
        ),
        (
            "vitrine_cache_misses_total{namespace=\"page\",cause=\"cold\"}",
            1.0,
        ),
        (
            "vitrine_cache_misses_total{namespace=\"page\",cause=\"invalidated\"}",
            1.0,
        ),
        ("vitrine_cache_loads_total{namespace=\"page\"}", 2.0),
        ("vitrine_cache_load_errors_total{namespace=\"page\"}", 0.0),
        (
            "vitrine_cache_stores_total{namespace=\"page\",outcome=\"stored\"}",
            2.0,
        ),
        (
            "vitrine_cache_misses_total{namespace=\"taxonomy\",cause=\"cold\"}",
            1.0,
        ),
        ("vitrine_clock_applied", 1.0),
        ("vitrine_clock_trusted", 1.0),
        ("vitrine_redis_up", 1.0),
        ("vitrine_postgres_up", 1.0),
    ] {
        assert!(is(value(page, sample), expected), "{sample} in\n{page}");
    }
    assert!(value(page, "vitrine_cache_load_seconds_total{namespace=\"page\"}") > 0.0);
    assert!(
        value(
            page,
            "vitrine_cache_redis_bytes_total{namespace=\"page\",direction=\"stored\"}"
        ) > 1000.0
    );
    assert!(value(page, "vitrine_cache_local_entries") > 5.0);
    let described = page
        .lines()
        .filter(|line| line.starts_with("# HELP "))
        .count();
    assert_eq!(
        described,
        page.lines()
            .filter(|line| line.starts_with("# TYPE "))
            .count()
    );
}

#[tokio::test]
async fn password_hashes_are_counted() {
    let site = Site::without_redis(10).await;
    let hasher = &site.state.hasher;
    hasher.verify("horse".to_owned(), None).await.unwrap();
    let page = figures(&site).await.body;
    for (outcome, expected) in [("computed", 1.0), ("turned_away", 0.0)] {
        let sample = format!("vitrine_password_hashes_total{{outcome=\"{outcome}\"}}");
        assert!(is(value(&page, &sample), expected), "{sample} in\n{page}");
    }
}

#[tokio::test]
async fn what_is_away_is_down() {
    let site = Site::without_redis(50).await;
    site.catalogue.shut().await;
    site.get("/").await;
    site.state.cache.clock().distrust();
    for _ in 0..20 {
        site.get("/").await;
    }
    let page = figures(&site).await.body;
    for name in ["vitrine_postgres_up", "vitrine_clock_trusted"] {
        assert!(is(value(&page, name), 0.0), "{name} in\n{page}");
    }
}

#[tokio::test]
async fn without_a_token_they_are_for_this_machine() {
    let site = Site::without_redis(10).await;
    for peer in ["127.0.0.1:4000", "[::1]:4000", "[::ffff:127.0.0.1]:4000"] {
        assert_eq!(site.ask(from(peer)).await.status, StatusCode::OK, "{peer}");
    }
    for peer in ["192.168.0.1:4000", "[2001:db8::1]:4000"] {
        assert_eq!(
            site.ask(from(peer)).await.status,
            StatusCode::NOT_FOUND,
            "{peer}"
        );
    }
    for (name, text) in [
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
        ("x-real-ip", "127.0.0.1"),
    ] {
        let request = from("127.0.0.1:4000").header(name, text);
        assert_eq!(
            site.ask(request).await.status,
            StatusCode::NOT_FOUND,
            "{name}"
        );
    }
    assert_eq!(site.get("/metrics").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_token_opens_them_from_anywhere_and_is_needed_everywhere() {
    let site = Site::without_redis(10).await;
    let settings = [
        ("DATABASE_URL", site.catalogue.url().to_owned()),
        ("REDIS_URL", NO_REDIS.to_owned()),
        ("VITRINE_METRICS_TOKEN", TOKEN.to_owned()),
    ];
    let site = Site::with(site.catalogue, &settings, cache::TagClock::default()).await;
    for sent in [format!("Bearer {TOKEN}"), format!("bearer {TOKEN}")] {
        let request = from("192.168.0.1:4000").header("authorization", sent);
        assert_eq!(site.ask(request).await.status, StatusCode::OK);
    }
    for sent in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer 0123456789abcdeF",
        "Basic 0123456789abcdef",
        TOKEN,
    ] {
        let request = from("127.0.0.1:4000").header("authorization", sent);
        let refused = site.ask(request).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{sent}");
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        assert!(!refused.body.contains("vitrine_cache"));
    }
    assert_eq!(site.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn how_long_requests_and_statements_take_is_told_by_name() {
    let site = Site::without_redis(10).await;
    for _ in 0..3 {
        site.get("/p/not-there").await;
    }
    let page = figures(&site).await.body;
    for (family, label, least) in [
        ("vitrine_request", r#"route="/p/{slug}""#, 3.0),
        ("vitrine_statement", r#"statement="catalog.product""#, 1.0),
    ] {
        // Other tests of this process count as well.
        let count = value(&page, &format!("{family}_seconds_count{{{label}}}"));
        assert!(count >= least, "{count} of {label} in\n{page}");
        let sum = value(&page, &format!("{family}_seconds_sum{{{label}}}"));
        assert!(sum > 0.0 && sum < 60.0 * count, "{sum}");
        let bucket = |end: &str| {
            let sample = format!(r#"{family}_seconds_bucket{{le="{end}",{label}}}"#);
            value(&page, &sample)
        };
        assert!(is(bucket("+Inf"), count));
        assert!(bucket("0.00025") <= bucket("0.1") && bucket("0.1") <= bucket("10.0"));
        assert!(bucket("10.0") > 0.0);
        assert!(value(&page, &format!("{family}_failures_total{{{label}}}")) <= count);
    }
    let rows = value(
        &page,
        r#"vitrine_statement_rows_total{statement="catalog.categories"}"#,
    );
    assert!(rows >= 1.0, "{rows}");
}

#[tokio::test]
async fn statements_that_fail_are_told_apart() {
    let site = Site::without_redis(10).await;
    let name = r#"vitrine_statement_failures_total{statement="test.failing"}"#;
    let failing = Statement::new("test.failing", "SELECT 1 / 0", vec![]);
    for _ in 0..2 {
        let failed = failing.load::<Never>(&site.state.pool).await;
        assert!(failed.is_err());
    }
    let page = figures(&site).await.body;
    assert!(is(value(&page, name), 2.0));
    let count = r#"vitrine_statement_seconds_count{statement="test.failing"}"#;
    assert!(is(value(&page, count), 2.0));
}

/// What no statement here gives.
#[derive(Debug, QueryableByName)]
struct Never {
    #[diesel(sql_type = Integer)]
    #[expect(dead_code, reason = "never read")]
    never: i32,
}

#[test]
fn the_token_is_long_and_never_shown() {
    let read = |token: &str| {
        let token = token.to_owned();
        Config::from_lookup(&move |name| (name == "VITRINE_METRICS_TOKEN").then(|| token.clone()))
    };
    assert_eq!(read(TOKEN).unwrap().metrics.token.as_deref(), Some(TOKEN));
    assert_eq!(read("").unwrap().metrics.token, None);
    for bad in ["short-secret", "0123456789 abcdef", "0123456789abcdé"] {
        let error = read(bad).unwrap_err().to_string();
        assert!(
            error.contains("16 or more") && !error.contains(bad),
            "{error}"
        );
    }
    let lookup = |name: &str| (name == "VITRINE_METRICS_TOKEN").then(|| TOKEN.to_owned());
    assert!(!format!("{:?}", config::settings(&lookup)).contains(TOKEN));
    assert!(!format!("{:?}", read(TOKEN).unwrap()).contains(TOKEN));
}

/// Names of metrics in a text.
fn names(text: &str) -> BTreeSet<&str> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words = text.split(|letter| !is_name(letter));
    words.filter(|word| word.starts_with("vitrine_")).collect()
}

#[tokio::test]
async fn what_dashboard_and_alerts_ask_for_is_told() {
    let site = Site::without_redis(50).await;
    site.get("/search?q=black").await;
    let page = figures(&site).await.body;
    let samples = page.lines().filter(|line| !line.starts_with('#'));
    let told: BTreeSet<_> = samples
        .filter_map(|line| line.split(['{', ' ']).next())
        .collect();
    for (file, text) in [
        ("grafana.json", include_str!("../../../docs/grafana.json")),
        ("alerts.yaml", include_str!("../../../docs/alerts.yaml")),
    ] {
        let asked = names(text);
        assert!(asked.len() > 3, "{file}: {asked:?}");
        let unknown: Vec<_> = asked.difference(&told).collect();
        assert!(unknown.is_empty(), "{file} asks for {unknown:?}");
    }
}
