//! Making, changing and removing products: the way of the editor, in the name of a token.

mod answer;
mod deed;

use app::model::account::Role;
use axum::{
    Extension,
    body::Bytes,
    extract::{OriginalUri, Path, State},
    response::Response,
};
use diesel_async::AsyncConnection as _;
use http::{HeaderMap, HeaderValue};
use utoipa::IntoParams;

use self::{
    answer::{answer, told},
    deed::{Wish, write},
};
use super::{
    body,
    etag::Precondition,
    gate::Caller,
    idempotency::{self, Once, REPLAYED},
    key,
    refusals::{NotChanged, NotWritten, Refused},
    site,
    wire::{NewProduct, ProductPatch, Removed, Written},
};
use crate::{
    accounts::{Bearer, Scope},
    audit::Origin,
    problem::{FieldProblem, Problem},
    state::AppState,
};

const JSON: &str = "application/json";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// How a product is written.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the schema alone is made of it")]
pub(super) struct WriteParameters {
    /// `true`: a brand that is not known yet is made. Otherwise it is refused.
    #[param(inline)]
    make_brand: Option<bool>,
}

/// What stands in the headers of every write.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the schema alone is made of it")]
pub(super) struct WriteHeaders {
    /// Names this write: sent again within a day, it gets the same answer and writes nothing.
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        pattern = "^[!#-\\[\\]-~]+$"
    )]
    idempotency_key: Option<String>,
    /// `return=minimal`: 204 without the product, or 201 without it. What else is preferred is ignored (RFC 7240).
    #[param(rename = "Prefer", example = "return=minimal")]
    prefer: Option<String>,
}

/// Which version is changed.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the schema alone is made of it")]
pub(super) struct MatchHeaders {
    /// The `ETag` of the version that was seen; `*`: whatever it is.
    #[param(rename = "If-Match", example = "\"7\"", required = true)]
    if_match: Option<String>,
}

/// Make a product.
#[utoipa::path(
    post, path = "/api/v1/products", tag = "Products", operation_id = "make_product",
    params(WriteParameters, WriteHeaders),
    request_body(content = NewProduct, content_type = "application/json"),
    responses(
        (status = 201, description = "It is made.", body = Written,
         headers(("ETag" = String, description = "Its version, for If-Match."), ("Location" = String, description = "Where it is."))),
        (status = 413, description = "More than 64 KiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not said to be JSON.", body = Problem, content_type = "application/problem+json"),
        NotWritten,
        Refused,
    ),
    security(("token" = ["products:write"])),
)]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    OriginalUri(uri): OriginalUri,
    origin: Origin,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = caller.needs(Scope::WriteProducts, Role::Editor)?;
    let sent = body::object(&headers, &body, &[JSON])?;
    let wish = Wish::Make {
        // What can be told without the database is told before a connection is taken.
        new_brand: makes_brand(uri.query())?,
        sent,
    };
    let once = Once::of(&headers, bearer.token, "POST", &uri.to_string(), &body)?;
    carry_out(&state, bearer, origin, &headers, once, wish).await
}

/// Change a product.
///
/// A merge patch (RFC 7396): what is not named stays, null takes away. What is not touched stays, whether a form would take it
/// or not.
#[utoipa::path(
    patch, path = "/api/v1/products/{id}", tag = "Products", operation_id = "change_product",
    params(("id" = i64, Path, description = "Its key.", example = 42), WriteParameters, WriteHeaders, MatchHeaders),
    request_body(content = ProductPatch, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "It is changed, or was so already.", body = Written,
         headers(("ETag" = String, description = "Its version, for If-Match."))),
        (status = 204, description = "The same with Prefer: return=minimal.",
         headers(("ETag" = String, description = "Its version, for If-Match."))),
        (status = 413, description = "More than 64 KiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not said to be a merge patch.", body = Problem, content_type = "application/problem+json"),
        NotWritten,
        NotChanged,
        Refused,
    ),
    security(("token" = ["products:write"])),
)]
pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Extension(caller): Extension<Caller>,
    OriginalUri(uri): OriginalUri,
    origin: Origin,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let bearer = caller.needs(Scope::WriteProducts, Role::Editor)?;
    let wish = Wish::Change {
        id: key(&id)?,
        seen: Precondition::of(&headers)?,
        new_brand: makes_brand(uri.query())?,
        sent: body::object(&headers, &body, &[MERGE_PATCH, JSON])?,
    };
    let once = Once::of(&headers, bearer.token, "PATCH", &uri.to_string(), &body)?;
    carry_out(&state, bearer, origin, &headers, once, wish).await
}

/// Remove a product.
///
/// For tokens of administrators. Its history stays, and an editor can take the removal back.
#[utoipa::path(
    delete, path = "/api/v1/products/{id}", tag = "Products", operation_id = "remove_product",
    params(("id" = i64, Path, description = "Its key.", example = 42), WriteHeaders, MatchHeaders),
    responses(
        (status = 200, description = "It is removed.", body = Removed),
        (status = 204, description = "The same with Prefer: return=minimal."),
        NotWritten,
        NotChanged,
        Refused,
    ),
    security(("token" = ["products:write"])),
)]
pub(super) async fn remove(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Extension(caller): Extension<Caller>,
    OriginalUri(uri): OriginalUri,
    origin: Origin,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let bearer = caller.needs(Scope::WriteProducts, Role::Admin)?;
    let wish = Wish::Remove {
        id: key(&id)?,
        seen: Precondition::of(&headers)?,
    };
    let once = Once::of(&headers, bearer.token, "DELETE", &uri.to_string(), &[])?;
    carry_out(&state, bearer, origin, &headers, once, wish).await
}

/// Whether a brand that is not known yet is to be made.
fn makes_brand(query: Option<&str>) -> Result<bool, Problem> {
    let value = app::model::pairs::first(query.unwrap_or_default(), "make_brand");
    match value.as_deref() {
        None | Some("" | "false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => {
            let words = "This is true or false.";
            Err(Problem::fields(vec![FieldProblem::new(
                "make_brand",
                words,
            )]))
        }
    }
}

/// Writes, waits until all go by it, and answers; or answers as before.
async fn carry_out(
    state: &AppState,
    bearer: &Bearer,
    origin: Origin,
    headers: &HeaderMap,
    once: Option<Once>,
    wish: Wish,
) -> Result<Response, Problem> {
    let origin = origin.of_token(bearer.user, &bearer.name);
    let mut connection = state.pool.get().await?;
    let (kept, replayed) = connection
        .transaction(async |connection| {
            if let Some(once) = &once
                && let Some(kept) = idempotency::claim(connection, once).await?
            {
                return Ok((kept, true));
            }
            let kept = write(connection, bearer, &origin, &wish, site(state)).await?;
            if let Some(once) = &once {
                idempotency::keep(connection, once, &kept).await?;
            }
            Ok::<_, Problem>((kept, false))
        })
        .await?;
    drop(connection);
    let change = match (&kept.change, kept.transaction()) {
        (Some(change), _) => change.clone(),
        (None, None) => "null".to_owned(),
        (None, Some(xid)) => {
            let products = kept.version.map(|_| kept.product).into_iter().collect();
            let change = told(state, xid, products).await;
            let text = super::json(&change);
            if let Some(once) = once.filter(|_| change.acknowledged) {
                idempotency::keep_change(&state.pool, &once, &text).await;
            }
            text
        }
    };
    let mut response = answer(state, headers, &kept, &change);
    if replayed {
        let replayed = HeaderValue::from_static("true");
        response.headers_mut().insert(REPLAYED, replayed);
    }
    Ok(response)
}
