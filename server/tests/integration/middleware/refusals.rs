//! Requests that are refused or given up before a handler has done anything.

use axum::{body::Body, response::Response};
use http::{Request, StatusCode, header};
use tower::ServiceExt as _;

use crate::middleware::site::{error_page, page, send, site, site_with, text};

/// A form post with these headers.
async fn post(headers: &[(&str, &str)], body: Body) -> Response {
    let mut request = Request::post("/form").header(header::HOST, "shop.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site().oneshot(request.body(body).unwrap()).await.unwrap()
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[
            ("origin", "https://shop.example"),
            ("sec-fetch-site", "cross-site"),
        ],
    ] {
        let response = post(headers, Body::from("a=b")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{headers:?}");
    }
}

#[tokio::test]
async fn our_own_forms_are_taken() {
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("origin", "https://shop.example")],
        &[],
    ] {
        let response = post(headers, Body::from("a=b")).await;
        assert_eq!(response.status(), StatusCode::OK, "{headers:?}");
        assert_eq!(text(response).await, "3");
    }
}

#[tokio::test]
async fn links_from_other_sites_are_followed() {
    let response = send(site(), page("/").header("sec-fetch-site", "cross-site")).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_beyond_64_kib_is_refused() {
    let largest = 64 * 1024;
    let response = post(&[], Body::from(vec![b'a'; largest])).await;
    assert_eq!(text(response).await, largest.to_string());

    let announced = largest + 1;
    let response = post(&[], Body::from(vec![b'a'; announced])).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);

    let unannounced = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'a'; 4096]));
    let response = post(&[], Body::from_stream(unannounced)).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_given_up() {
    let site = site_with(&[("VITRINE_REQUEST_TIMEOUT_MS", "20")], error_page());
    let response = send(site, page("/hang")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    assert!(text(response).await.contains("page for 503"));
}
