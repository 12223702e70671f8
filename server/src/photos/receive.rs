//! The form that brings a photograph (multipart/form-data; RFC 7578), read to its end.

use std::time::Duration;

use axum::{body::Body, extract::Request};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use multer::{Field, Multipart};
use tokio::time::timeout;

/// Time until the next piece must have come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Time until all of it must have come.
const ALTOGETHER: Duration = Duration::from_mins(3);

/// Octets that a text may have: more than is taken of one.
const MAX_TEXT: usize = 4096;

/// What was in the form.
#[derive(Debug, Default)]
pub(super) struct Brought {
    /// What was typed, if all of it could be read.
    pub(super) alt: String,
    /// The file.
    pub(super) file: Vec<u8>,
    /// What is wrong with the file, if it was not taken.
    pub(super) problem: Option<Problem>,
}

/// Status and words for whoever sent it.
pub(super) type Problem = (StatusCode, String);

/// Reads a form whose file may have so many bytes. Of one that is too large a bit more is read and thrown away: a browser that
/// is cut off while it sends shows no answer.
pub(super) async fn receive(request: Request, most: u64) -> Brought {
    let mut brought = Brought::default();
    let (parts, body) = request.into_parts();
    let read = timeout(ALTOGETHER, read(&parts.headers, body, most, &mut brought)).await;
    if let Some(problem) = read.unwrap_or_else(|_| Err(stopped())).err() {
        brought.problem = Some(problem);
    }
    brought
}

async fn read(
    headers: &HeaderMap,
    body: Body,
    most: u64,
    brought: &mut Brought,
) -> Result<(), Problem> {
    let mut form = multipart(headers, body)?;
    while let Some(mut field) = next(form.next_field()).await? {
        match field.name() {
            Some("alt") => brought.alt = text(&mut field).await?,
            Some("file") => brought.file = file(&mut field, most).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn text(field: &mut Field<'static>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = next(field.chunk()).await? {
        let room = MAX_TEXT.saturating_sub(bytes.len()).min(piece.len());
        bytes.extend_from_slice(piece.get(..room).unwrap_or_default());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn file(field: &mut Field<'static>, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut came = 0_u64;
    while let Some(piece) = next(field.chunk()).await? {
        came += piece.len() as u64;
        if came > most {
            bytes = Vec::new();
            if came > most.saturating_mul(2) {
                break;
            }
            continue;
        }
        bytes.extend_from_slice(&piece);
    }
    if came > most {
        let words = format!("The file is larger than {} MiB.", most >> 20);
        return Err((StatusCode::PAYLOAD_TOO_LARGE, words));
    }
    Ok(bytes)
}

fn multipart(headers: &HeaderMap, body: Body) -> Result<Multipart<'static>, Problem> {
    let kind = headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok());
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    let none = || {
        (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Choose a file first.".to_owned(),
        )
    };
    Ok(Multipart::new(
        body.into_data_stream(),
        boundary.ok_or_else(none)?,
    ))
}

/// What comes next, if it comes in time.
async fn next<T>(coming: impl Future<Output = multer::Result<T>>) -> Result<T, Problem> {
    match timeout(PATIENCE, coming).await {
        Ok(Ok(came)) => Ok(came),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a photograph breaks off");
            let words = "The file did not arrive whole. Please send it again.";
            Err((StatusCode::UNPROCESSABLE_ENTITY, words.to_owned()))
        }
        Err(_) => Err(stopped()),
    }
}

fn stopped() -> Problem {
    let words = "The file stopped coming. Please send it again.";
    (StatusCode::REQUEST_TIMEOUT, words.to_owned())
}
