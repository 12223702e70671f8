//! The shop for programs: JSON under `/api/v1`, told whole in `/api/openapi.json`.
//!
//! Sessions are none of its business: who asks says so by a token, or is anybody. Reading goes the way of the pages, through
//! their cache and their index; writing goes the way of the editor. Whatever is refused is a [`Problem`], never a page.

mod body;
mod cursor;
mod etag;
mod gate;
mod idempotency;
mod openapi;
mod product;
mod products;
mod refusals;
mod search;
mod suggest;
mod wire;
mod write;

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get},
};
use http::StatusCode;
use serde::Serialize;

pub(crate) use self::idempotency::forget_answers;

use self::gate::Gate;
use crate::{problem::Problem, state::AppState};

/// All of it.
pub fn routes(state: &AppState) -> Router {
    let nothing = || MethodRouter::new().fallback(async || Problem::of(StatusCode::NOT_FOUND));
    Router::new()
        .route("/api", get(openapi::pointer))
        .route("/api/openapi.json", get(openapi::document))
        .route("/api/v1/search", get(search::search))
        .route("/api/v1/suggest", get(suggest::suggest))
        .route("/api/v1/products", get(products::list).post(write::create))
        .route(
            "/api/v1/products/{id}",
            get(product::product)
                .patch(write::change)
                .delete(write::remove),
        )
        .route("/api/", nothing())
        .route("/api/{*rest}", nothing())
        .with_state(state.clone())
        .layer(from_fn_with_state(Gate::new(state.clone()), gate::pass))
}

/// The address of the site, without a slash at its end.
fn site(state: &AppState) -> &str {
    &state.config.site.public_url
}

/// The key of a product in an address.
fn key(text: &str) -> Result<i64, Problem> {
    text.parse().map_err(|_| Problem::of(StatusCode::NOT_FOUND))
}

/// A value of ours as JSON: none of them can fail to be written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
