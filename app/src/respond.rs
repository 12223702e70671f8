//! What a page tells HTTP about itself. Page bodies run only on the server; in the browser these
//! do nothing.

use http::StatusCode;

use crate::model::{form::FormAnswer, pairs::first};

/// Answers with `status` instead of 200.
pub fn set_status(status: StatusCode) {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// Sends the visitor to `path` of this site (303) instead of showing the page.
pub fn redirect(path: &str) {
    redirect_as(StatusCode::SEE_OTHER, path);
}

/// Says that the page has moved to `path` of this site for good (301). Browsers would believe that for ever: they are to
/// ask again, for another page may come to stand here.
pub fn moved(path: &str) {
    redirect_as(StatusCode::MOVED_PERMANENTLY, path);
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(
            http::header::CACHE_CONTROL,
            http::HeaderValue::from_static("no-cache"),
        );
    }
}

fn redirect_as(status: StatusCode, path: &str) {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>()
        && let Ok(location) = http::HeaderValue::from_str(path)
    {
        response.insert_header(http::header::LOCATION, location);
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = (status, path);
}

/// Lets nobody keep the page: not a cache between us, and not the browser, where the next one at the same machine would
/// find it.
pub fn never_keep() {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(
            http::header::CACHE_CONTROL,
            http::HeaderValue::from_static("no-store"),
        );
    }
}

/// What the server says to the form that was sent to this page; says nothing if none was.
pub fn form_answer() -> FormAnswer {
    leptos::prelude::use_context::<http::request::Parts>()
        .and_then(|parts| parts.extensions.get::<FormAnswer>().cloned())
        .unwrap_or_default()
}

/// The value of `name` in the query of the page asked for; of a name that is given twice, the first counts.
pub fn query_value(name: &str) -> Option<String> {
    first(&request_query(), name)
}

/// Path of the page asked for; empty in the browser.
pub fn request_path() -> String {
    request_uri().map_or_else(String::new, |uri| uri.path().to_owned())
}

/// Query part of the page asked for, as it was sent; empty if there is none.
pub fn request_query() -> String {
    request_uri()
        .and_then(|uri| uri.query().map(str::to_owned))
        .unwrap_or_default()
}

/// Path and query of the page asked for; empty in the browser.
pub fn request_address() -> String {
    let address = request_uri().and_then(|uri| uri.path_and_query().map(ToString::to_string));
    address.unwrap_or_default()
}

fn request_uri() -> Option<http::Uri> {
    leptos::prelude::use_context::<http::request::Parts>().map(|parts| parts.uri)
}
