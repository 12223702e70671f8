//! `GET /suggest?q=`: the options of the search box's list, as HTML.

use app::{backend::Catalog, model::pairs};
use axum::{
    extract::{RawQuery, State},
    response::{Html, IntoResponse, Response},
};
use http::header::CACHE_CONTROL;

use crate::state::AppState;

/// Completions of `q`; empty for a `q` that begins nothing.
pub(super) async fn suggest(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let typed = pairs::first(&query, "q").unwrap_or_default();
    match state.catalog().suggest(&typed).await {
        Ok(suggestions) => {
            let html = Html(app::router::suggestion_list(suggestions));
            ([(CACHE_CONTROL, "no-cache")], html).into_response()
        }
        Err(error) => error.status().into_response(),
    }
}
