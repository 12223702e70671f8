//! Pages for failures that have none of their own; problems for machines.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::RequestId;
use crate::problem::{self, Problem};

/// Draws the page for a status; the text is the request id, to be shown where it helps to report
/// the failure.
pub type ErrorPage = Arc<dyn Fn(StatusCode, &str) -> String + Send + Sync>;

/// Seconds after which to try again what was not available.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("2");

/// Gives a bare failure (of a layer, an extractor or the router) a page, if the client is one that
/// shows pages. Says when to come back after a 503.
pub(super) async fn draw(State(page): State<ErrorPage>, request: Request, next: Next) -> Response {
    let shows_pages = accepts_html(request.headers());
    let is_for_machines = problem::is_for_machines(request.uri().path());
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(RETRY_AFTER);
    }
    if !is_bare_failure(&response) {
        return response;
    }
    let id = id.as_ref().map_or("", RequestId::as_str);
    if is_for_machines {
        return as_problem(response, id);
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    if !shows_pages {
        return response;
    }
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    let html = catch_unwind(AssertUnwindSafe(|| page(status, id)))
        .unwrap_or_else(|_| plain_page(status, id));
    *response.body_mut() = Body::from(html);
    response
}

/// The same as a problem, whatever the client takes: what is for machines is never a page.
fn as_problem(bare: Response, id: &str) -> Response {
    let mut problem = Problem::of(bare.status()).of_request(id).into_response();
    for (name, value) in bare.headers() {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            problem.headers_mut().insert(name, value.clone());
        }
    }
    problem
}

/// The bare answer after a panic below; the panic itself is in the log.
pub(super) fn after_panic(_: Box<dyn Any + Send>) -> http::Response<Body> {
    let mut response = http::Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn is_bare_failure(response: &Response) -> bool {
    let status = response.status();
    let bare = match response.headers().get(header::CONTENT_TYPE) {
        None => true,
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
    };
    bare && (status.is_client_error() || status.is_server_error())
}

/// Whether the client names HTML: browsers do when they load a page, and not when a script asks.
fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| range.split(';').next())
        .any(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}

/// Stands in where drawing the page itself failed.
fn plain_page(status: StatusCode, request_id: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><title>{status}</title><h1>{status}</h1>\
         <p>Please try again. If it happens again, tell us this number: {request_id}</p></html>"
    )
}
