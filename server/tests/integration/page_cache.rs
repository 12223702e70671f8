//! The page tier over a catalogue: what is shared, how it is sent, and when it is made anew.

mod renewing;
mod sending;
mod sharing;
mod unshareable;

use http::{Request, StatusCode};

use crate::support::{catalog::any_slug, site::Site};

/// An address of each kind of page.
async fn addresses(site: &Site) -> Vec<String> {
    let slug = any_slug(&site.catalogue.pool).await;
    let (_, category, _) = site.catalogue.a_brand_and_a_category().await;
    vec![
        "/".to_owned(),
        "/search?q=black&sort=price".to_owned(),
        format!("/c/{category}"),
        format!("/p/{slug}"),
    ]
}

/// How a page was come by.
async fn status(site: &Site, path: &str) -> String {
    let answer = site.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.header("cache-status").to_owned()
}

/// How a page was come by for somebody who sends this header.
async fn status_with(site: &Site, path: &str, name: &str, value: &str) -> String {
    let answer = site.ask(Request::get(path).header(name, value)).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.header("cache-status").to_owned()
}

const HIT: &str = "vitrine; hit";
const MISS: &str = "vitrine; fwd=miss";
const BYPASS: &str = "vitrine; fwd=bypass";
