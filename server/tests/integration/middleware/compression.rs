//! What is compressed, and what is not.

use http::header;

use crate::middleware::site::{page, send, site};

async fn encoding(path: &str, accepted: &str) -> Option<String> {
    let response = send(site(), page(path).header(header::ACCEPT_ENCODING, accepted)).await;
    let encoding = response.headers().get(header::CONTENT_ENCODING)?;
    Some(encoding.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn pages_are_compressed_as_the_client_likes() {
    assert_eq!(
        encoding("/", "gzip, deflate, br").await.as_deref(),
        Some("br")
    );
    assert_eq!(encoding("/", "gzip").await.as_deref(), Some("gzip"));
    assert_eq!(encoding("/", "identity").await, None);
    assert_eq!(encoding("/svg", "gzip").await.as_deref(), Some("gzip"));
}

#[tokio::test]
async fn what_gains_nothing_or_must_not_wait_is_not_compressed() {
    for path in ["/short", "/png", "/font", "/events"] {
        assert_eq!(encoding(path, "gzip, br").await, None, "{path}");
    }
}
