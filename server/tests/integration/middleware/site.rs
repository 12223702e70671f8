//! A small site behind the whole stack.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    response::{Html, Response},
    routing::{get, post},
};
use http::{HeaderValue, Request, StatusCode, header, request};
use server::{
    config::Config,
    middleware::{self, ErrorPage},
};
use tower::ServiceExt as _;

/// Compresses well, and is longer than what is not worth compressing.
pub(crate) fn long_text() -> String {
    "all work and no play makes a dull page ".repeat(100)
}

pub(crate) fn config(variables: &[(&str, &str)]) -> Config {
    let lookup = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Config::from_lookup(&lookup).unwrap()
}

/// The site's own page for a failure.
pub(crate) fn error_page() -> ErrorPage {
    Arc::new(|status, id| format!("<h1>page for {}, request {id}</h1>", status.as_u16()))
}

fn routes() -> Router {
    let typed =
        |kind: &'static str| get(async move || ([(header::CONTENT_TYPE, kind)], long_text()));
    Router::new()
        .route("/", get(async || Html(long_text())))
        .route("/short", get(async || Html("short")))
        .route("/png", typed("image/png"))
        .route("/svg", typed("image/svg+xml"))
        .route("/font", typed("font/woff2"))
        .route("/events", typed("text/event-stream"))
        .route("/products/{id}", get(async || "a product"))
        .route("/panic", get(panics))
        .route("/hang", get(std::future::pending::<()>))
        .route("/form", post(async |body: Bytes| body.len().to_string()))
        .route("/away", get(async || StatusCode::SERVICE_UNAVAILABLE))
        .route(
            "/later",
            get(async || {
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    [(header::RETRY_AFTER, "60")],
                )
            }),
        )
        .route(
            "/own-page",
            get(async || (StatusCode::NOT_FOUND, Html("<h1>own page</h1>"))),
        )
        .route(
            "/json-error",
            get(async || {
                (
                    StatusCode::BAD_REQUEST,
                    [(header::CONTENT_TYPE, "application/json")],
                    "{}",
                )
            }),
        )
}

#[expect(clippy::panic, reason = "the fault that is tested for")]
async fn panics() {
    panic!("a fault of ours");
}

pub(crate) fn site() -> Router {
    site_with(&[], error_page())
}

pub(crate) fn site_with(variables: &[(&str, &str)], error_page: ErrorPage) -> Router {
    let policy = HeaderValue::from_static("default-src 'none'");
    middleware::layers(routes(), &config(variables), policy, error_page)
}

/// A request as a browser makes it that loads a page.
pub(crate) fn page(path: &str) -> request::Builder {
    Request::get(path).header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
}

pub(crate) async fn send(site: Router, request: request::Builder) -> Response {
    site.oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

pub(crate) async fn text(response: Response) -> String {
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}
