//! Photographs that editors bring: forms on the page of a product, which need no script, and the files that come of them.
//!
//! What is brought is [received](receive), judged and drawn anew by the crate `photo`, and its renditions are put into a
//! [folder]; only then the product speaks of it. [Files](show) are named by what was brought, so an address always shows the
//! same, and are [removed](sweep) long after nobody speaks of them any more.

mod add;
mod arrange;
mod folder;
mod receive;
mod show;
mod sweep;
mod write;

use std::sync::Arc;

use app::model::photo::Photo;
use axum::{Router, extract::DefaultBodyLimit, routing::post};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

pub(crate) use self::show::show;
pub use self::{
    folder::Folder,
    sweep::{keep_up, sweep},
};
use crate::{imports::hex, state::AppState};

/// Files that one instance receives at a time: as many are in memory at most.
const RECEIVED_AT_ONCE: usize = 4;

/// Photographs that it draws at a time: that takes processors from all else, and memory for all their pixels.
const DRAWN_AT_ONCE: usize = 2;

/// All texts, each octet percent-encoded, fit in.
const MAX_FORM_OCTETS: usize = 256 * 1024;

/// What an instance is doing for photographs.
#[derive(Debug, Clone)]
pub struct Photos {
    receiving: Arc<Semaphore>,
    drawing: Arc<Semaphore>,
}

impl Default for Photos {
    fn default() -> Self {
        Self {
            receiving: Arc::new(Semaphore::new(RECEIVED_AT_ONCE)),
            drawing: Arc::new(Semaphore::new(DRAWN_AT_ONCE)),
        }
    }
}

/// The forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/products/{product}/photos", post(add::add))
        .route(
            "/admin/products/{product}/photos/list",
            post(arrange::arrange),
        )
        .layer(DefaultBodyLimit::max(MAX_FORM_OCTETS))
}

/// Whether this is a request that brings a photograph: it takes longer, and has more in it, than others.
pub(crate) fn is_upload(method: &http::Method, path: &str) -> bool {
    let product = path.strip_prefix("/admin/products/");
    let product = product.and_then(|rest| rest.strip_suffix("/photos"));
    method == http::Method::POST && product.is_some_and(|key| key.parse::<i64>().is_ok())
}

/// The page of a product, where its photographs are.
fn page_of(product: i64) -> String {
    format!("/admin/products/{product}?at=photos#photos")
}

/// Tells a list of photographs from every other.
pub(crate) fn token(photos: &[Photo]) -> String {
    let list = serde_json::json!(photos).to_string();
    let mut token = hex(&Sha256::digest(list));
    token.truncate(32);
    token
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn only_photographs_are_past_the_limits_for_forms() {
        let is = |method, path| is_upload(&method, path);
        assert!(is(Method::POST, "/admin/products/7/photos"));
        for path in [
            "/admin/products/7/photos/list",
            "/admin/products/7",
            "/admin/products/x/photos",
            "/admin/products//photos",
            "/x/admin/products/7/photos",
            "/admin/products/7/photos/",
        ] {
            assert!(!is(Method::POST, path), "{path}");
        }
        assert!(!is(Method::GET, "/admin/products/7/photos"));
    }

    #[test]
    fn another_list_has_another_token() {
        let photo = |alt: &str| Photo {
            hash: "ab".repeat(16),
            width: 1,
            height: 1,
            alt: alt.to_owned(),
        };
        let list = |alts: &[&str]| alts.iter().map(|alt| photo(alt)).collect::<Vec<_>>();
        assert_eq!(token(&list(&["a"])), token(&list(&["a"])));
        assert_ne!(token(&list(&["a"])), token(&list(&["b"])));
        assert_ne!(token(&list(&["a", "b"])), token(&list(&["b", "a"])));
    }
}
