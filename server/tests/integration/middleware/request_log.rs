//! The line each request leaves in the log.

use std::{cell::RefCell, io, sync::Once};

use axum::body::Body;
use futures::FutureExt as _;
use http::Request;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::middleware::site::{page, send, site};

thread_local! {
    /// What this thread has logged; each test runs on one.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Forgets what was logged. One subscriber serves all threads: one for each would race for the
/// process-wide memory of who is interested in what.
fn start_log() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_env_filter("info")
            .with_writer(|| Log)
            .init();
    });
    LOGGED.take();
}

fn lines() -> Vec<Value> {
    let text = String::from_utf8(LOGGED.take()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn one_line_without_anything_personal() {
    start_log();
    let request = page("/products/secret-product?q=secret-wish")
        .header("x-request-id", "request-1")
        .header("cookie", "vitrine=secret-session")
        .header("user-agent", "secret-browser");
    send(site(), request).await;
    let lines = lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!(line["target"], "request");
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["route"], "/products/{id}");
    assert_eq!(line["status"], 200);
    assert_eq!(line["bytes"], 9);
    assert_eq!(line["request_id"], "request-1");
    assert!(
        line["duration_ms"]
            .as_f64()
            .is_some_and(|duration| duration >= 0.0)
    );
    assert!(!line.to_string().contains("secret"), "{line}");
}

#[tokio::test]
async fn a_path_nobody_made_is_not_copied() {
    start_log();
    send(site(), page("/no/such/secret")).await;
    let lines = lines();
    assert_eq!(lines[0]["route"], "-");
    assert_eq!(lines[0]["status"], 404);
}

#[tokio::test]
async fn a_client_that_went_away_leaves_a_line() {
    start_log();
    let request = Request::get("/hang").body(Body::empty()).unwrap();
    assert!(site().oneshot(request).now_or_never().is_none());
    assert_eq!(lines()[0]["status"], 499);
}
