//! `GET /api/v1/suggest?q=`: completions of what is being typed.

use app::{backend::Catalog as _, model::pairs};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use http::HeaderMap;
use utoipa::IntoParams;

use super::{etag, refusals::Refused, site, wire::SuggestAnswer};
use crate::{problem::Problem, state::AppState};

/// What is being typed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the schema alone is made of it")]
pub(super) struct SuggestParameters {
    /// The beginning of a word or some words; none: no completions.
    #[param(example = "oa")]
    q: Option<String>,
}

/// Complete what is being typed.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "Reading", operation_id = "suggest",
    params(SuggestParameters),
    responses(
        (status = 200, description = "Completions, best first.", body = SuggestAnswer,
         headers(("ETag" = String, description = "Of this answer, for If-None-Match."))),
        (status = 304, description = "It is still so."),
        Refused,
    ),
    security((), ("token" = [])),
)]
pub(super) async fn suggest(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let typed = pairs::first(&query, "q").unwrap_or_default();
    let view = state.cache.view();
    let suggestions = state.catalog_of(view.clone()).suggest(&typed).await;
    let suggestions = suggestions.map_err(|error| Problem::of(error.status()))?;
    let answer = SuggestAnswer::new(suggestions, site(&state));
    Ok(etag::shared(&headers, &answer, view.is_outdated()))
}
