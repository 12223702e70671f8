//! `POST /admin/import`: a file comes (multipart/form-data; RFC 7578).
//!
//! It is written to the folder while it comes, and hashed. When all of it is there it is read once to its end: so what unpacks
//! to too much, what was cut short and what is no table is told at once. Whatever goes wrong, nothing of it stays.

use std::{io, sync::Arc, time::Duration};

use anyhow::Context as _;
use app::model::{account::Role, form::FormAnswer, imports::ImportColumn};
use axum::{
    Extension,
    extract::{Request, State},
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use multer::{Field, Multipart};
use sha2::{Digest as _, Sha256};
use tokio::{io::AsyncWriteExt as _, time::timeout};

use super::{
    PAGE,
    events::note,
    folder::{Folder, Unfinished},
    hex,
    look::look,
    page_of,
    store::{self, NewImport},
};
use crate::{
    accounts::handlers::{require_role, see_other},
    audit::{Event, Origin},
    config::UploadsConfig,
    editing::unavailable,
    import::sniff::Sampled,
    rate_limit::{Attempt, ClientAddress},
    session::TypedSession,
    state::AppState,
};

/// Time until the next piece of the file must have come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Characters of a file's name that are kept.
const MAX_NAME: usize = 100;

/// Why a file is not taken.
enum Refusal {
    /// In words, for whoever sent it.
    Words(StatusCode, String),
    Fault(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

fn refused(words: impl Into<String>) -> Refusal {
    Refusal::Words(StatusCode::UNPROCESSABLE_ENTITY, words.into())
}

/// Takes a file, and leads to its page.
pub(super) async fn upload(
    State(state): State<AppState>,
    client: ClientAddress,
    session: TypedSession,
    origin: Origin,
    request: Request,
) -> Response {
    let answer = answer(&state, client, &session, origin, request).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    client: ClientAddress,
    session: &TypedSession,
    origin: Origin,
    request: Request,
) -> anyhow::Result<Response> {
    let user = match require_role(session, &state.pool, PAGE, Role::Editor).await? {
        Ok(user) => user,
        Err(answer) => return Ok(answer),
    };
    let account = user.id.to_string();
    let decision = state
        .limits
        .attempt(Attempt::Change, client, &account)
        .await;
    if decision.is_refusal() {
        return Ok(decision.refuse());
    }
    let Ok(_place) = Arc::clone(&state.imports.uploads).try_acquire_owned() else {
        let words = "Other files are being sent at this moment. Please try again in a minute.";
        return Ok(told(StatusCode::SERVICE_UNAVAILABLE, words));
    };
    match take(state, user.id, request).await {
        Ok(id) => {
            note(
                state,
                Event::ImportUploaded,
                user.id,
                &format!("import {id}"),
                &origin,
            )
            .await?;
            Ok(see_other(&page_of(id)))
        }
        Err(Refusal::Words(status, words)) => Ok(told(status, &words)),
        Err(Refusal::Fault(error)) => Err(error),
    }
}

/// The form again, with what is wrong.
fn told(status: StatusCode, words: &str) -> Response {
    let answer = FormAnswer::default().with_problem("file", words);
    (status, Extension(answer)).into_response()
}

/// Takes the file of a request; gives the number of its import.
async fn take(state: &AppState, user: i64, request: Request) -> Result<i64, Refusal> {
    let config = &state.config.uploads;
    let folder = Folder::new(config);
    let (parts, body) = request.into_parts();
    let mut form = multipart(&parts.headers, body)?;
    let announced = length(&parts.headers).unwrap_or(0);
    let file = folder
        .begin()
        .context("VITRINE_UPLOADS cannot be written to")?;
    if announced <= config.bytes && !folder.has_room(announced)? {
        return Err(full());
    }
    let mut field = loop {
        match next(form.next_field()).await? {
            Some(field) if field.name() == Some("file") => break field,
            Some(_) => {}
            None => return Err(refused("Choose a file first.")),
        }
    };
    let name = name(field.file_name().unwrap_or_default());
    let (bytes, hash) = write(&mut field, &file, &folder, config).await?;
    if bytes == 0 {
        return Err(refused(
            "Choose a file first: there is nothing in this one.",
        ));
    }
    let (path, limit) = (file.path().to_owned(), config.unpacked);
    let looked = tokio::task::spawn_blocking(move || look(&path, limit)).await?;
    let (layout, columns) = looked.map_err(refused)?;
    let stored = file.keep()?;
    let import = NewImport {
        user,
        file_name: name,
        bytes: i64::try_from(bytes)?,
        hash,
        stored: stored.clone(),
        layout: serde_json::to_string(&layout)?,
        columns: serde_json::to_string(&wire(columns))?,
    };
    let added = store::add(&state.pool, import).await;
    if added.is_err() {
        folder.remove(&stored);
    }
    Ok(added?)
}

/// Columns as they are kept.
pub(super) fn wire(columns: Vec<Sampled>) -> Vec<ImportColumn> {
    let columns = columns.into_iter().map(|column| ImportColumn {
        name: column.name,
        samples: column.samples,
        target: String::new(),
    });
    columns.collect()
}

fn multipart(headers: &HeaderMap, body: axum::body::Body) -> Result<Multipart<'static>, Refusal> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    let boundary = boundary.ok_or_else(|| refused("Choose a file first."))?;
    Ok(Multipart::new(body.into_data_stream(), boundary))
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// What comes next, if it comes in time.
async fn next<T>(coming: impl Future<Output = multer::Result<T>>) -> Result<T, Refusal> {
    match timeout(PATIENCE, coming).await {
        Ok(Ok(came)) => Ok(came),
        Ok(Err(error)) => {
            tracing::debug!(%error, "an upload breaks off");
            Err(refused(
                "The file did not arrive whole. Please send it again.",
            ))
        }
        Err(_) => {
            let words = "The file stopped coming. Please send it again.";
            Err(Refusal::Words(
                StatusCode::REQUEST_TIMEOUT,
                words.to_owned(),
            ))
        }
    }
}

fn full() -> Refusal {
    let words = "The server has no room for this file at the moment.";
    Refusal::Words(StatusCode::INSUFFICIENT_STORAGE, words.to_owned())
}

fn too_large(config: &UploadsConfig) -> Refusal {
    let words = format!("The file is larger than {} MiB.", config.bytes >> 20);
    Refusal::Words(StatusCode::PAYLOAD_TOO_LARGE, words)
}

/// Writes what comes; gives how much that was, and its hash. Of what is too large a bit more is read and thrown away: a browser
/// that is cut off while it sends shows no answer.
async fn write(
    field: &mut Field<'static>,
    file: &Unfinished,
    folder: &Folder,
    config: &UploadsConfig,
) -> Result<(u64, String), Refusal> {
    /// Bytes between two looks at the room that is left.
    const STRIDE: u64 = 8 * 1024 * 1024;
    let mut open = tokio::fs::OpenOptions::new();
    let mut out = open
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file.path())
        .await?;
    let (mut bytes, mut looked, mut hash) = (0_u64, 0_u64, Sha256::new());
    while let Some(piece) = next(field.chunk()).await? {
        bytes += piece.len() as u64;
        if bytes > config.bytes {
            if bytes > config.bytes.saturating_mul(2) {
                return Err(too_large(config));
            }
            continue;
        }
        if bytes - looked > STRIDE {
            looked = bytes;
            if !folder.has_room(STRIDE)? {
                return Err(full());
            }
        }
        hash.update(&piece);
        out.write_all(&piece).await.map_err(written)?;
    }
    if bytes > config.bytes {
        return Err(too_large(config));
    }
    out.flush().await.map_err(written)?;
    Ok((bytes, hex(&hash.finalize())))
}

fn written(error: io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => full(),
        _ => error.into(),
    }
}

/// The last part of a name that a browser gives: some send a whole path. Never used for a file of ours.
fn name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_NAME)
        .collect();
    match name.trim() {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_only_names() {
        for (given, kept) in [
            ("products.csv", "products.csv"),
            ("C:\\Users\\ada\\p.csv", "p.csv"),
            ("../../etc/passwd", "passwd"),
            ("a\nb\u{0}.csv", "ab.csv"),
            ("", "file"),
            ("dir/", "file"),
        ] {
            assert_eq!(name(given), kept);
        }
        assert_eq!(name(&"é".repeat(500)).chars().count(), MAX_NAME);
    }
}
