//! Whether the server says rightly that it lives and can work.

use std::time::{Duration, Instant};

use crate::support::database::TestDatabase;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use server::{config::Config, db, health, state::AppState};
use tower::ServiceExt as _;

/// Nothing listens on this port.
const NOBODY: &str = "127.0.0.1:1";

fn redis_url() -> String {
    std::env::var("TEST_REDIS_URL").expect("set TEST_REDIS_URL to the URL of a Redis server")
}

fn state(database_url: &str, redis_url: &str) -> AppState {
    let lookup = |name: &str| match name {
        "DATABASE_URL" => Some(database_url.to_owned()),
        "REDIS_URL" => Some(redis_url.to_owned()),
        // Patience of a test on a busy machine.
        "VITRINE_REDIS_DEADLINE_MS" => Some("500".to_owned()),
        _ => None,
    };
    AppState::new(Config::from_lookup(&lookup).unwrap()).unwrap()
}

async fn get(state: &AppState, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = health::routes(state.clone())
        .oneshot(request)
        .await
        .unwrap();
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn ready(state: &AppState) -> (StatusCode, Value) {
    let (status, body) = get(state, "/readyz").await;
    (status, serde_json::from_str(&body).unwrap())
}

#[tokio::test]
async fn ready_with_everything_there() {
    let database = TestDatabase::new().await;
    let state = state(database.url(), &redis_url());
    let (status, report) = ready(&state).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(report["index"], "filling");

    state.replica.filled().await.unwrap();
    let expected = json!({
        "status": "ready", "database": "ok", "migrations": "ok", "index": "ok", "redis": "ok",
    });
    assert_eq!(ready(&state).await, (StatusCode::OK, expected));
}

#[tokio::test]
async fn the_shop_works_without_redis() {
    let database = TestDatabase::new().await;
    let state = state(database.url(), &format!("redis://{NOBODY}"));
    state.replica.filled().await.unwrap();
    let (status, report) = ready(&state).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(report["status"], "degraded");
    assert_eq!(report["redis"], "unreachable");
}

#[tokio::test]
async fn not_ready_without_postgresql_but_alive() {
    let url = format!("postgres://shop:s3cret@{NOBODY}/vitrine");
    let state = state(&url, &redis_url());
    let (status, report) = ready(&state).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(report["status"], "unavailable");
    assert_eq!(report["database"], "unreachable");
    assert!(!report.to_string().contains("s3cret"));
    assert_eq!(get(&state, "/healthz").await.0, StatusCode::OK);
}

#[tokio::test]
async fn not_ready_before_the_migrations_ran() {
    let database = TestDatabase::new().await;
    db::revert(database.url(), 1).await.unwrap();
    let state = state(database.url(), &redis_url());
    let (status, report) = ready(&state).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(report["database"], "ok");
    assert_eq!(report["migrations"], "pending");

    db::migrate(database.url()).await.unwrap();
    state.replica.filled().await.unwrap();
    assert_eq!(ready(&state).await.0, StatusCode::OK);
}

/// A PostgreSQL that takes connections and says nothing, as a frozen one does.
#[tokio::test]
async fn a_silent_database_is_not_waited_for() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("postgres://shop@{}/vitrine", silent.local_addr().unwrap());
    let state = state(&url, &redis_url());
    let begun = Instant::now();
    let (status, _) = ready(&state).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        begun.elapsed() < Duration::from_millis(1500),
        "{:?}",
        begun.elapsed()
    );
}
