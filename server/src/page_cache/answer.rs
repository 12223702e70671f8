//! Sending a page: in the form the client takes, or only that it has not changed.

use std::{io, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use cache::View;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{
        CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    },
};

use super::{
    encoding::Encoding,
    page::{self, LARGEST, Page},
};
use crate::backend::Found;

/// RFC 9211.
const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// Kept by browsers, asked for each time.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");
/// The same, by the visitor's browser alone.
const ASK_PRIVATELY: HeaderValue = HeaderValue::from_static("private, no-cache");
/// Kept by nobody.
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// What the answer to the same address differs by.
const DIFFERS_BY: HeaderValue = HeaderValue::from_static("accept-encoding, cookie");

/// How a page was come by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// It was there, or somebody else was making it.
    Kept,
    /// It was made now.
    Rendered,
    /// It was made for one visitor.
    Personal,
}

impl Source {
    fn status(self, outdated: bool) -> HeaderValue {
        HeaderValue::from_static(match (self, outdated) {
            (Self::Kept, false) => "vitrine; hit",
            (Self::Kept, true) => "vitrine; hit; detail=outdated",
            (Self::Rendered, false) => "vitrine; fwd=miss",
            (Self::Rendered, true) => "vitrine; fwd=miss; detail=outdated",
            (Self::Personal, false) => "vitrine; fwd=bypass",
            (Self::Personal, true) => "vitrine; fwd=bypass; detail=outdated",
        })
    }
}

/// A page that everybody gets. `outdated`: it was kept, and may lack changes.
pub(super) async fn shared(
    page: Arc<Page>,
    outdated: bool,
    source: Source,
    request: &HeaderMap,
) -> Response {
    let outdated = outdated || page.outdated;
    let found = Found::known(page.found);
    let mut response = if outdated {
        with_notice(&page)
    } else {
        as_accepted(page, request).await
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, if outdated { NEVER } else { ASK });
    headers.insert(VARY, DIFFERS_BY);
    headers.insert(CACHE_STATUS, source.status(outdated));
    response.extensions_mut().insert(found);
    response
}

/// A page that was made for one visitor through `view`.
pub(super) async fn personal(response: Response, view: &View) -> Response {
    let outdated = view.is_outdated();
    let mut response = if outdated {
        marked(response).await
    } else {
        response
    };
    let keeps = if outdated || response.status().is_server_error() {
        NEVER
    } else {
        ASK_PRIVATELY
    };
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(keeps);
    headers.append(VARY, DIFFERS_BY);
    headers.insert(CACHE_STATUS, Source::Personal.status(outdated));
    response
}

/// The page in the form that the client takes, or that it has it already.
async fn as_accepted(page: Arc<Page>, request: &HeaderMap) -> Response {
    let is_encoded = matches!(page.body, page::Body::Encoded { .. });
    let encoding = if is_encoded {
        Encoding::accepted(request)
    } else {
        Encoding::Identity
    };
    // Different octets of one page have different tags (RFC 9110, section 8.8.3.3).
    let tag = match encoding.name() {
        Some(name) => format!("\"{}-{name}\"", page.tag),
        None => format!("\"{}\"", page.tag),
    };
    // What is compressed further on has no tag: it would name other octets.
    let has_tag = page.status().is_success() && is_encoded;
    let mut response = if has_tag && knows(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let Ok(body) = in_form(&page, encoding).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut response = whole(&page, body);
        if let Some(name) = encoding.name() {
            let name = HeaderValue::from_static(name);
            response.headers_mut().insert(CONTENT_ENCODING, name);
        }
        response
    };
    if let (true, Ok(tag)) = (has_tag, HeaderValue::from_str(&tag)) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// The page's body in a form. One that has to be made first is made where nobody else waits for it.
async fn in_form(page: &Arc<Page>, encoding: Encoding) -> io::Result<Bytes> {
    match (&page.body, encoding) {
        (page::Body::Encoded { brotli, .. }, Encoding::Brotli) => Ok(brotli.clone()),
        (_, Encoding::Gzip) if page.has_gzip() => page.gzip(),
        (_, Encoding::Gzip) => {
            let page = Arc::clone(page);
            let made = tokio::task::spawn_blocking(move || page.gzip()).await;
            made.map_err(io::Error::other)?
        }
        _ => page.html(),
    }
}

/// The page with the notice that it may lack changes.
fn with_notice(page: &Page) -> Response {
    match page.html() {
        Ok(html) => whole(page, noticed(&html)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn whole(page: &Page, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = page.status();
    response.headers_mut().extend(page.headers());
    response
}

/// An answer with the notice, if it is a page.
async fn marked(response: Response) -> Response {
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, LARGEST).await {
        Ok(html) => {
            parts.headers.remove(CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(noticed(&html)))
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn noticed(html: &[u8]) -> Bytes {
    app::router::mark_outdated(&String::from_utf8_lossy(html)).into()
}

/// Whether the client says that it has this (`If-None-Match`, RFC 9110, section 13.1.2, by weak comparison).
fn knows(request: &HeaderMap, tag: &str) -> bool {
    request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
