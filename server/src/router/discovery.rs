//! What tells machines what there is: `robots.txt`, the sitemap, the description of the search for browsers, and
//! `llms.txt`. All of it names whole addresses, so it is made by the server, which knows its own.

mod sitemap;
mod texts;

use app::error::AppError;
use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{
    HeaderName,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

use crate::state::AppState;

/// Its address; the site's folder may hold one of an earlier version.
pub(super) const ROBOTS: &str = "robots.txt";

/// For so long nobody needs to ask again: who reads these does so once a day.
const KEPT: (HeaderName, &str) = (CACHE_CONTROL, "public, max-age=3600");

const PLAIN: (HeaderName, &str) = (CONTENT_TYPE, "text/plain; charset=utf-8");
const MARKDOWN: (HeaderName, &str) = (CONTENT_TYPE, "text/markdown; charset=utf-8");
const XML: (HeaderName, &str) = (CONTENT_TYPE, "application/xml; charset=utf-8");
const OPEN_SEARCH: (HeaderName, &str) = (CONTENT_TYPE, "application/opensearchdescription+xml");

/// The routes.
pub(super) fn routes(state: AppState) -> Router {
    let text = |kind, make: fn(&str) -> String| {
        let body = make(&state.config.site.public_url);
        get(move || async move { answer(kind, body) })
    };
    Router::new()
        .route(&format!("/{ROBOTS}"), text(PLAIN, texts::robots))
        .route("/llms.txt", text(MARKDOWN, texts::llms))
        .route("/opensearch.xml", text(OPEN_SEARCH, texts::open_search))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{part}", get(sitemap::part))
        .with_state(state)
}

fn answer(kind: (HeaderName, &'static str), body: String) -> Response {
    ([kind, KEPT], body).into_response()
}

fn failed(error: &AppError) -> Response {
    error.status().into_response()
}

/// A text as XML has it (XML 1.0, section 2.4).
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
