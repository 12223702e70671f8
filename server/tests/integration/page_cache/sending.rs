//! In which form a page is sent, and when not at all.

use std::io::Read as _;

use axum::body::Bytes;
use flate2::read::GzDecoder;
use http::{
    HeaderMap, Method, Request, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH, VARY},
};

use super::{addresses, status};
use crate::support::site::Site;

fn unpacked(headers: &HeaderMap, body: &Bytes) -> Vec<u8> {
    let mut html = Vec::new();
    match headers
        .get(CONTENT_ENCODING)
        .map(|name| name.to_str().unwrap())
    {
        None => html.extend_from_slice(body),
        Some("gzip") => drop(GzDecoder::new(&**body).read_to_end(&mut html).unwrap()),
        Some("br") => brotli::BrotliDecompress(&mut &**body, &mut html).unwrap(),
        Some(other) => panic!("{other}"),
    }
    html
}

#[tokio::test]
async fn every_form_holds_the_same_page() {
    let site = Site::without_redis(300).await;
    for path in addresses(&site).await {
        let plain = site.get(&path).await;
        let mut tags = vec![plain.header("etag").to_owned()];
        for (accepted, encoding) in [("gzip, br;q=0.9", "gzip"), ("gzip, deflate, br", "br")] {
            let request = Request::get(&path).header("accept-encoding", accepted);
            let (parts, body) = site.ask_for_bytes(request).await;
            assert_eq!(parts.headers[CONTENT_ENCODING], encoding, "{path}");
            assert_eq!(parts.headers[CONTENT_LENGTH], body.len().to_string());
            let vary: Vec<_> = parts.headers.get_all(VARY).iter().collect();
            assert_eq!(vary, ["accept-encoding, cookie"]);
            assert_eq!(unpacked(&parts.headers, &body), plain.body.as_bytes());
            tags.push(parts.headers[ETAG].to_str().unwrap().to_owned());
        }
        assert_eq!(plain.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(plain.header("cache-control"), "no-cache");
        assert!(
            tags.iter()
                .all(|tag| tag.starts_with('"') && tag.len() > 30)
        );
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 3, "{tags:?}");
    }
}

async fn again(site: &Site, path: &str, known: &str) -> StatusCode {
    let request = Request::get(path)
        .header("accept-encoding", "br")
        .header(IF_NONE_MATCH, known);
    let (parts, body) = site.ask_for_bytes(request).await;
    if parts.status == StatusCode::NOT_MODIFIED {
        assert!(body.is_empty());
        assert!(!parts.headers.contains_key(CONTENT_ENCODING));
        assert_eq!(parts.headers["cache-control"], "no-cache");
        assert_eq!(parts.headers[VARY], "accept-encoding, cookie");
        assert!(parts.headers.contains_key(ETAG));
    }
    parts.status
}

#[tokio::test]
async fn who_has_the_page_is_only_told_so() {
    let site = Site::without_redis(100).await;
    let request = Request::get("/").header("accept-encoding", "br");
    let (parts, _) = site.ask_for_bytes(request).await;
    let tag = parts.headers[ETAG].to_str().unwrap().to_owned();
    for known in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
        "*".to_owned(),
    ] {
        assert_eq!(
            again(&site, "/", &known).await,
            StatusCode::NOT_MODIFIED,
            "{known}"
        );
    }
    let of_gzip = tag.replace("-br", "-gzip");
    for known in ["\"other\"", &*of_gzip, "", "nonsense"] {
        assert_eq!(again(&site, "/", known).await, StatusCode::OK, "{known}");
    }
    assert_eq!(again(&site, "/p/nothing", "*").await, StatusCode::NOT_FOUND);

    site.touch(&["taxonomy"]).await;
    assert_eq!(
        again(&site, "/", &tag).await,
        StatusCode::NOT_MODIFIED,
        "made anew, but the same"
    );
    let sql = "UPDATE categories SET name = name || ' and more'";
    site.catalogue.execute(sql).await;
    site.touch(&["taxonomy"]).await;
    assert_eq!(again(&site, "/", &tag).await, StatusCode::OK);
}

#[tokio::test]
async fn head_tells_what_get_would() {
    let site = Site::without_redis(100).await;
    let ask = |method: Method| {
        let request = Request::builder().method(method).uri("/search?q=black");
        site.ask_for_bytes(request.header("accept-encoding", "gzip"))
    };
    let (first, nothing) = ask(Method::HEAD).await;
    assert!(nothing.is_empty());
    let (get, body) = ask(Method::GET).await;
    assert_eq!(
        get.headers["cache-status"],
        super::HIT,
        "HEAD makes the page that GET finds"
    );
    let (head, nothing) = ask(Method::HEAD).await;
    assert!(nothing.is_empty());
    assert_eq!(head.status, get.status);
    assert_eq!(head.headers[CONTENT_LENGTH], body.len().to_string());
    for name in [
        "etag",
        "content-encoding",
        "content-type",
        "cache-control",
        "vary",
    ] {
        assert_eq!(head.headers[name], get.headers[name], "{name}");
        assert_eq!(first.headers[name], get.headers[name], "{name}");
    }
}

#[tokio::test]
async fn a_page_for_one_visitor_is_kept_by_nobody_else() {
    let site = Site::without_redis(100).await;
    status(&site, "/").await;
    let answer = site
        .ask(Request::get("/").header("cookie", "vitrine=abc"))
        .await;
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert_eq!(answer.header("etag"), "");
}
