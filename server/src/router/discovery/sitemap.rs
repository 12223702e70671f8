//! `/sitemap.xml`: a list of parts, one of categories and as many of products as there are keys for
//! (<https://www.sitemaps.org/protocol.html>).

use std::fmt::Write as _;

use app::error::AppError;
use axum::{
    extract::{Path, State},
    response::Response,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{XML, answer, escaped, failed};
use crate::{catalog::sitemap, error::visible, state::AppState};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// What stays as it is in a path (RFC 3986, section 3.3).
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The list of parts.
pub(super) async fn index(State(state): State<AppState>) -> Response {
    match sitemap::parts(&state.pool).await {
        Ok(parts) => {
            let mut list = List::new("sitemapindex", "sitemap", &state);
            list.add("/sitemap/categories.xml", None);
            for part in parts {
                list.add(&format!("/sitemap/products-{part}.xml"), None);
            }
            answer(XML, list.finish())
        }
        Err(error) => failed(&visible(error)),
    }
}

/// One part.
pub(super) async fn part(State(state): State<AppState>, Path(name): Path<String>) -> Response {
    let mut list = List::new("urlset", "url", &state);
    let filled = match name.strip_suffix(".xml") {
        Some("categories") => categories(&state, &mut list).await,
        Some(name) => products(&state, name, &mut list).await,
        None => Err(AppError::NotFound),
    };
    match filled {
        Ok(()) => answer(XML, list.finish()),
        Err(error) => failed(&error),
    }
}

async fn categories(state: &AppState, list: &mut List) -> Result<(), AppError> {
    list.add("/", None);
    for path in state.catalog().all_categories().await? {
        list.add(&format!("/c/{path}"), None);
    }
    Ok(())
}

async fn products(state: &AppState, name: &str, list: &mut List) -> Result<(), AppError> {
    let number = name.strip_prefix("products-");
    let number = number.and_then(|number| number.parse().ok());
    let number = number.filter(|number: &i64| *number >= 0);
    let number = number.ok_or(AppError::NotFound)?;
    let products = sitemap::part(&state.pool, number).await.map_err(visible)?;
    for product in &products {
        list.add(&format!("/p/{}", product.slug), Some(&product.changed));
    }
    Ok(())
}

/// A document that is being written.
struct List {
    url: String,
    kind: &'static str,
    item: &'static str,
    text: String,
}

impl List {
    fn new(kind: &'static str, item: &'static str, state: &AppState) -> Self {
        Self {
            url: escaped(&state.config.site.public_url),
            kind,
            item,
            text: format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{kind} xmlns=\"{NAMESPACE}\">\n"
            ),
        }
    }

    /// Adds an address by its path, with the day it was last changed.
    fn add(&mut self, path: &str, changed: Option<&str>) {
        let (url, item, path) = (&self.url, self.item, utf8_percent_encode(path, PATH));
        // Writing into a string does not fail.
        let _ = write!(self.text, "<{item}><loc>{url}{path}</loc>");
        if let Some(day) = changed {
            let _ = write!(self.text, "<lastmod>{day}</lastmod>");
        }
        let _ = writeln!(self.text, "</{item}>");
    }

    fn finish(self) -> String {
        let Self { mut text, kind, .. } = self;
        let _ = writeln!(text, "</{kind}>");
        text
    }
}
