//! Headers on every answer: the request's id, and what browsers are told to forbid.

use http::Request;

use crate::middleware::site::{error_page, page, send, site, site_with};

const FORBIDDING: &[&str] = &[
    "x-content-type-options",
    "referrer-policy",
    "x-frame-options",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "cross-origin-embedder-policy",
    "permissions-policy",
];

#[tokio::test]
async fn every_answer_forbids_what_the_site_does_not_need() {
    for path in ["/", "/png", "/panic", "/nowhere", "/away"] {
        let response = send(site(), page(path)).await;
        for name in FORBIDDING {
            assert!(
                response.headers().contains_key(*name),
                "{path} lacks {name}"
            );
        }
        assert!(!response.headers().contains_key("strict-transport-security"));
    }
}

#[tokio::test]
async fn https_is_insisted_on_where_cookies_are_secure() {
    let site = site_with(&[("VITRINE_SECURE_COOKIES", "true")], error_page());
    let response = send(site, page("/")).await;
    assert_eq!(
        response.headers()["strict-transport-security"],
        "max-age=31536000; includeSubDomains"
    );
}

async fn id_after(given: &[u8]) -> String {
    let request = Request::get("/short").header("x-request-id", given);
    let response = send(site(), request).await;
    response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn the_id_of_a_proxy_is_kept() {
    assert_eq!(id_after(b"01JD-proxy_4.2").await, "01JD-proxy_4.2");
}

#[tokio::test]
async fn an_id_that_could_garble_a_log_is_replaced() {
    let too_long = "a".repeat(65);
    for given in [
        "",
        "short",
        "with space",
        "<script>",
        "a=\"b\" c",
        too_long.as_str(),
    ] {
        let id = id_after(given.as_bytes()).await;
        assert_eq!(id.len(), 32, "{id} for {given}");
        assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    }
    assert_eq!(id_after(b"not-utf-8-\xff").await.len(), 32);
}

#[tokio::test]
async fn no_two_requests_share_an_id() {
    assert_ne!(id_after(b"").await, id_after(b"").await);
}
