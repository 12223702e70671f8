//! Failures become pages of the site, for those who load pages.

use std::sync::Arc;

use axum::response::Response;
use http::{Method, Request, StatusCode, header};

use crate::middleware::site::{page, send, site, site_with, text};

async fn assert_is_page(response: Response, status: StatusCode) {
    assert_eq!(response.status(), status);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/html; charset=utf-8"
    );
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let id = response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let expected = format!("<h1>page for {}, request {id}</h1>", status.as_u16());
    assert_eq!(text(response).await, expected);
}

#[tokio::test]
async fn a_panic_becomes_a_page() {
    let response = send(site(), page("/panic")).await;
    assert_is_page(response, StatusCode::INTERNAL_SERVER_ERROR).await;
}

#[tokio::test]
async fn what_no_route_answers_becomes_a_page() {
    let response = send(site(), page("/nowhere")).await;
    assert_is_page(response, StatusCode::NOT_FOUND).await;
    let response = send(site(), page("/").method(Method::DELETE)).await;
    assert!(response.headers().contains_key(header::ALLOW));
    assert_is_page(response, StatusCode::METHOD_NOT_ALLOWED).await;
}

#[tokio::test]
async fn a_page_of_its_own_stays() {
    let response = send(site(), page("/own-page")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(text(response).await, "<h1>own page</h1>");
    let response = send(site(), page("/json-error")).await;
    assert_eq!(text(response).await, "{}");
}

#[tokio::test]
async fn scripts_and_programs_get_no_page() {
    for accept in ["application/json", "*/*", "image/avif,image/webp,*/*"] {
        let request = Request::get("/nowhere").header(header::ACCEPT, accept);
        let response = send(site(), request).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(response.headers()[header::VARY], "accept");
        assert_eq!(text(response).await, "");
    }
}

#[tokio::test]
async fn a_503_says_when_to_come_back() {
    let response = send(site(), page("/away")).await;
    assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    let response = send(site(), Request::get("/away")).await;
    assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    let response = send(site(), page("/later")).await;
    assert_eq!(response.headers()[header::RETRY_AFTER], "60");
}

#[tokio::test]
async fn a_page_that_cannot_be_drawn_is_replaced_by_a_plain_one() {
    let site = site_with(&[], Arc::new(|_, _| panic!("the drawing fails too")));
    let response = send(site, page("/nowhere")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    let id = response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let html = text(response).await;
    assert!(
        html.contains("404 Not Found") && html.contains(&id),
        "{html}"
    );
}
