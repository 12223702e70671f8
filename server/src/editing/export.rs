//! `GET /admin/products/export`: what is listed, as a file that can be imported again.
//!
//! The file is made while it is taken: the next part is read when the one before has gone. No transaction lasts longer than its
//! part, so who takes it slowly keeps nothing but a connection, and `serve` ends that of who takes nothing.

use std::io;

use app::model::{account::Role, editing::ProductsQuery, pairs};
use axum::{
    body::{Body, Bytes},
    extract::{RawQuery, State},
    response::{IntoResponse as _, Response},
};
use futures::{Stream, TryStreamExt as _, stream::try_unfold};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use time::OffsetDateTime;

use super::{LIST, unavailable};
use crate::{
    accounts::handlers::require_role,
    catalog::{
        export,
        taxonomy::{self, Taxonomy},
    },
    db::{DbError, Pool},
    import::{record::Format, write},
    session::TypedSession,
    state::AppState,
};

/// Products that are read at once.
const PART: u32 = 1_000;

/// The file, for those who may edit.
pub(super) async fn export(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    session: TypedSession,
) -> Response {
    let answer = answer(&state, &session, &query.unwrap_or_default()).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(state: &AppState, session: &TypedSession, query: &str) -> anyhow::Result<Response> {
    if let Err(answer) = require_role(session, &state.pool, LIST, Role::Editor).await? {
        return Ok(answer);
    }
    let (format, kind, ending) = match pairs::first(query, "format").as_deref() {
        Some("csv") => (Format::Csv, "text/csv; charset=utf-8", "csv"),
        Some("jsonl") => (Format::Jsonl, "application/jsonl; charset=utf-8", "jsonl"),
        _ => return Ok(StatusCode::NOT_FOUND.into_response()),
    };
    let query = ProductsQuery::parse(query);
    let categories = taxonomy::categories().load(&state.pool).await?;
    let taxonomy = Taxonomy::new(categories);
    let export = Export {
        pool: state.pool.clone(),
        within: query.category.map(|id| taxonomy.subtree(id)),
        query,
        format,
    };
    // What fails at once is told by a status, what fails later by an end without an end mark.
    let (first, after) = export.part(None).await?;
    let parts = export.behind(first, after);
    let name = format!("products-{}.{ending}", OffsetDateTime::now_utc().date());
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// What is to be written.
struct Export {
    pool: Pool,
    query: ProductsQuery,
    within: Option<Vec<i32>>,
    format: Format,
}

impl Export {
    /// The text of the products behind this key, and the key of the last of them if more may follow.
    async fn part(&self, after: Option<i64>) -> Result<(Bytes, Option<i64>), DbError> {
        let mut text = match after {
            None => write::head(self.format),
            Some(_) => String::new(),
        };
        let (within, behind) = (self.within.clone(), after.unwrap_or(i64::MIN));
        let rows = export::part(&self.pool, &self.query, within, behind, PART).await?;
        for row in &rows {
            write::product(self.format, row, &mut text);
        }
        let is_full = u32::try_from(rows.len()).is_ok_and(|count| count == PART);
        let last = rows.last().filter(|_| is_full).map(|row| row.id);
        Ok((text.into(), last))
    }

    /// `first`, then what is behind this key.
    fn behind(self, first: Bytes, after: Option<i64>) -> impl Stream<Item = io::Result<Bytes>> {
        let begin = (self, Some(first), after);
        try_unfold(begin, |(export, first, after)| async move {
            if let Some(first) = first {
                return Ok(Some((first, (export, None, after))));
            }
            let Some(after) = after else {
                return Ok(None);
            };
            let (text, last) = export.part(Some(after)).await?;
            Ok::<_, DbError>(Some((text, (export, None, last))))
        })
        .map_err(|error| {
            tracing::warn!(%error, "an export breaks off");
            io::Error::other(error)
        })
    }
}
