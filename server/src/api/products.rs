//! `GET /api/v1/products`: products of every status, page by page.

use app::model::{account::Role, pairs};
use axum::{
    Extension,
    extract::{RawQuery, State},
    response::Response,
};
use http::StatusCode;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::IntoParams;

use super::{
    cursor, etag,
    gate::Caller,
    refusals::Refused,
    site,
    wire::{ManagedProduct, ProductList, Status},
};
use crate::{
    accounts::Scope,
    catalog::{
        managed::{self, ManagedQuery},
        rules,
    },
    problem::{FieldProblem, Problem},
    state::AppState,
};

/// Products on a page, if nothing is said, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 100;

/// Which products.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: parameters are read one by one, to say what is wrong with each"
)]
pub(super) struct ListParameters {
    /// Of this status alone.
    #[param(inline)]
    status: Option<Status>,
    /// Changed since then (RFC 3339), as `updated_at` has it.
    #[param(format = DateTime, example = "2026-11-22T00:00:00Z")]
    updated_since: Option<String>,
    /// So many at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next` of the page before; belongs to the same `status` and `updated_since`.
    cursor: Option<String>,
}

/// List products of every status.
///
/// In the order of their keys: whoever walks through all pages sees each product once, whatever is written meanwhile.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "Products", operation_id = "products",
    params(ListParameters),
    responses(
        (status = 200, description = "Some products.", body = ProductList),
        (status = 403, description = "The token may not.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be followed.", body = Problem, content_type = "application/problem+json"),
        Refused,
    ),
    security(("token" = ["products:read"])),
)]
pub(super) async fn list(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    Extension(caller): Extension<Caller>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ReadProducts, Role::Viewer)?;
    let (query, question) = read(&query.unwrap_or_default())?;
    let shown = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let one_more = ManagedQuery {
        limit: query.limit + 1,
        ..query
    };
    let mut rows = managed::page(&state.pool, &one_more).await?;
    let more = rows.len() > shown;
    rows.truncate(shown);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| cursor::write(row.present.id, &question));
    let items = rows.into_iter();
    let answer = ProductList {
        items: items
            .map(|row| ManagedProduct::new(row, site(&state)))
            .collect(),
        next,
    };
    Ok(etag::private(StatusCode::OK, super::json(&answer)))
}

/// What is asked for, and the question that cursors belong to.
fn read(query: &str) -> Result<(ManagedQuery, String), Problem> {
    let value = |name| pairs::first(query, name);
    let mut errors = Vec::new();
    let status = value("status");
    if status
        .as_deref()
        .is_some_and(|status| !rules::is_status(status))
    {
        errors.push(FieldProblem::new(
            "status",
            "This is draft, published or archived.",
        ));
    }
    let updated_since = value("updated_since").and_then(|text| {
        let since = micros(&text);
        if since.is_none() {
            let words = "This is a moment such as 2026-11-22T10:00:00Z.";
            errors.push(FieldProblem::new("updated_since", words));
        }
        since
    });
    let limit = value("limit").map_or(Some(USUAL), |text| {
        text.parse().ok().filter(|limit| (1..=MOST).contains(limit))
    });
    if limit.is_none() {
        let words = format!("This is a whole number from 1 to {MOST}.");
        errors.push(FieldProblem::new("limit", words));
    }
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    let question = format!("{status:?} {updated_since:?}");
    let after = match value("cursor") {
        Some(text) => cursor::read(&text, &question)?,
        // Keys begin with 1, but nothing says that none is below.
        None => i64::MIN,
    };
    let query = ManagedQuery {
        status,
        updated_since,
        after,
        limit: limit.unwrap_or(USUAL),
    };
    Ok((query, question))
}

/// Microseconds since 1970.
fn micros(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos() / 1_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_followed_is_refused_by_name() {
        for (name, query) in [
            ("status", "status=sold"),
            ("updated_since", "updated_since=yesterday"),
            ("limit", "limit=0"),
            ("limit", "limit=101"),
            ("cursor", "cursor=x"),
        ] {
            let problem = read(query).unwrap_err().to_json();
            assert!(
                problem.contains(&format!("\"field\":\"{name}\"")),
                "{problem}"
            );
        }
    }

    #[test]
    fn a_cursor_belongs_to_its_question() {
        let (_, question) = read("status=draft&limit=3").unwrap();
        let cursor = cursor::write(42, &question);
        let (query, _) = read(&format!("status=draft&limit=7&cursor={cursor}")).unwrap();
        assert_eq!((query.after, query.limit), (42, 7));
        assert!(read(&format!("cursor={cursor}")).is_err());
        let since = read("updated_since=1970-01-01T00:00:01.000002Z").unwrap().0;
        assert_eq!(since.updated_since, Some(1_000_002));
    }
}
