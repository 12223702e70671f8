//! `GET /admin/import/{import}/rejects`: the rows that a file cannot import, with their reasons, as a file.

use std::io;

use app::model::{account::Role, pairs};
use axum::{
    body::{Body, Bytes},
    extract::{Path, RawQuery, State},
    response::{IntoResponse as _, Response},
};
use futures::{Stream, stream::try_unfold};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde::Deserialize;
use tokio::{
    fs::File,
    io::{AsyncBufReadExt as _, BufReader, Lines},
};

use super::{
    folder::Folder,
    page_of,
    store::{self, ImportRow},
};
use crate::{
    accounts::handlers::require_role,
    editing::unavailable,
    import::{csv, formula, layout::Layout, record::Format},
    session::TypedSession,
    state::AppState,
};

/// The column with the reason: an import leaves it out by its name, so the file can be corrected and sent again.
const REASON: &str = "x_reason";

/// Bytes that are sent at once, about.
const PIECE: usize = 64 * 1024;

/// A row as it is kept.
#[derive(Debug, Deserialize)]
struct Rejected {
    line: u64,
    field: String,
    reason: String,
    original: String,
}

pub(super) async fn rejects(
    State(state): State<AppState>,
    Path(import): Path<String>,
    RawQuery(query): RawQuery,
    session: TypedSession,
) -> Response {
    let Ok(import) = import.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let format = pairs::first(&query.unwrap_or_default(), "format");
    let answer = answer(&state, import, &session, format.as_deref()).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    import: i64,
    session: &TypedSession,
    format: Option<&str>,
) -> anyhow::Result<Response> {
    let page = page_of(import);
    if let Err(answer) = require_role(session, &state.pool, &page, Role::Editor).await? {
        return Ok(answer);
    }
    let Some(row) = store::one(&state.pool, import).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let path = Folder::new(&state.config.uploads).rejects(&row.stored);
    let Ok(file) = File::open(path).await else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let layout: Layout = serde_json::from_value(row.layout.clone())?;
    let lines = BufReader::new(file).lines();
    let (body, kind, ending) = match format {
        Some("csv") if layout.format == Format::Csv => {
            let head = head(&row, &layout)?;
            let delimiter = layout.delimiter.byte();
            let rows = pieces(lines, head, move |line| csv_row(line, delimiter));
            (Body::from_stream(rows), "text/csv; charset=utf-8", "csv")
        }
        Some("jsonl") => {
            let rows = pieces(lines, String::new(), |line| Some(format!("{line}\n")));
            let kind = "application/jsonl; charset=utf-8";
            (Body::from_stream(rows), kind, "jsonl")
        }
        _ => return Ok(StatusCode::NOT_FOUND.into_response()),
    };
    let disposition = format!("attachment; filename=\"import-{import}-rejects.{ending}\"");
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// The names of the columns as the file has them, and that of the reason.
fn head(row: &ImportRow, layout: &Layout) -> anyhow::Result<String> {
    let columns: Vec<app::model::imports::ImportColumn> =
        serde_json::from_value(row.columns.clone())?;
    let delimiter = layout.delimiter.byte();
    let mut head = String::new();
    for column in &columns {
        csv::write(&mut head, &formula::write(&column.name), delimiter);
        head.push(char::from(delimiter));
    }
    Ok(format!("{head}{REASON}\r\n"))
}

/// A row as it was, with its reason in one cell more.
fn csv_row(line: &str, delimiter: u8) -> Option<String> {
    let rejected: Rejected = serde_json::from_str(line).ok()?;
    let Rejected {
        line,
        field,
        reason,
        original,
    } = rejected;
    let reason = format!("line {line}, {field}: {reason}");
    let mut row = original;
    row.push(char::from(delimiter));
    csv::write(&mut row, &reason, delimiter);
    row.push_str("\r\n");
    Some(row)
}

/// Makes pieces of lines, each behind the one before has been taken.
fn pieces(
    lines: Lines<BufReader<File>>,
    head: String,
    row: impl Fn(&str) -> Option<String> + Send + Clone + 'static,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    try_unfold((lines, head), move |(mut lines, mut piece)| {
        let row = row.clone();
        async move {
            while piece.len() < PIECE
                && let Some(line) = lines.next_line().await?
            {
                piece.push_str(&row(&line).unwrap_or_default());
            }
            let is_over = piece.is_empty();
            let piece = Bytes::from(piece);
            Ok::<_, io::Error>((!is_over).then_some((piece, (lines, String::new()))))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_cells_and_gets_its_reason() {
        let line = r#"{"line":3,"field":"stock","reason":"must be a \"whole\" number","original":"7;\"a;b\";x"}"#;
        assert_eq!(
            csv_row(line, b';').unwrap(),
            "7;\"a;b\";x;\"line 3, stock: must be a \"\"whole\"\" number\"\r\n"
        );
    }
}
