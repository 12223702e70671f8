//! `GET /api/v1/products/{id}`: one product.

use app::{
    backend::Catalog as _,
    error::AppError,
    model::catalog::{ProductDetail, ProductLookup},
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use http::{HeaderMap, HeaderValue, StatusCode, header::ETAG};

use super::{
    etag,
    gate::Caller,
    key,
    refusals::Refused,
    site,
    wire::{ManagedProduct, ProductAnswer, PublicProduct},
};
use crate::{backend::CatalogBackend, catalog::managed, problem::Problem, state::AppState};

/// Looks for a product that moved to another address meanwhile so many times.
const LOOKS: u8 = 3;

/// One product.
///
/// To everybody: one on sale. With a token that may `products:read`: of any status and with its version.
#[utoipa::path(
    get, path = "/api/v1/products/{id}", tag = "Reading", operation_id = "product",
    params(("id" = i64, Path, description = "Its key.", example = 42)),
    responses(
        (status = 200, description = "The product.", body = ProductAnswer,
         headers(("ETag" = String, description = "Of this answer, for If-None-Match; with a token: of the version, for If-Match."))),
        (status = 304, description = "It is still so."),
        (status = 400, description = "The address is no text.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such product, or not for you.", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "It is not sold any more.", body = Problem, content_type = "application/problem+json"),
        Refused,
    ),
    security((), ("token" = ["products:read"])),
)]
pub(super) async fn product(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = key(&id)?;
    if caller.may_read_all() {
        return managed_product(&state, id, &headers).await;
    }
    let view = state.cache.view();
    let found = look(&state.catalog_of(view.clone()), id).await;
    let found = found.map_err(|error| Problem::of(error.status()))?;
    match found {
        Some(detail) => {
            let answer = PublicProduct::new(detail, site(&state));
            Ok(etag::shared(&headers, &answer, view.is_outdated()))
        }
        None => Err(absent(&state, id).await?),
    }
}

/// The product for whoever may see all, as PostgreSQL has it.
async fn managed_product(
    state: &AppState,
    id: i64,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let row = managed::one(&state.pool, id).await?;
    let row = row.ok_or_else(|| Problem::of(StatusCode::NOT_FOUND))?;
    let tag = etag::of_version(row.present.version);
    let mut response = if etag::knows(headers, &tag) {
        etag::private(StatusCode::NOT_MODIFIED, String::new())
    } else {
        let product = ManagedProduct::new(row, site(state));
        etag::private(StatusCode::OK, super::json(&product))
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// The product with this key, if it is on sale: by its card, which is kept, and its page, which is, too.
async fn look(catalog: &CatalogBackend, id: i64) -> Result<Option<ProductDetail>, AppError> {
    let mut cards = catalog.cards(&[id]).await?;
    let Some(mut slug) = cards.pop().map(|card| card.slug) else {
        return Ok(None);
    };
    for _ in 0..LOOKS {
        match catalog.product(&slug).await? {
            ProductLookup::Found(detail) if detail.summary.id == id => return Ok(Some(*detail)),
            ProductLookup::Moved(other) => slug = other,
            _ => return Ok(None),
        }
    }
    Err(AppError::Unavailable)
}

/// Why there is nothing: what was sold once is told from what never was.
async fn absent(state: &AppState, id: i64) -> Result<Problem, Problem> {
    let status = managed::status(&state.pool, id).await?;
    Ok(Problem::of(match status.as_deref() {
        Some("archived") => StatusCode::GONE,
        _ => StatusCode::NOT_FOUND,
    }))
}
