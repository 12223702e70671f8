//! `POST /admin/products/{product}/photos`: another photograph.

use std::{io, sync::Arc, time::Duration};

use app::model::{
    account::Role,
    form::FormAnswer,
    photo::{LONGEST, MOST_PHOTOS, Photo, WIDTHS},
};
use axum::{
    extract::{Path, Request, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use photo::{Photograph, Wish};

use super::{
    arrange::alt,
    folder::{Folder, hash_of},
    page_of,
    receive::{Brought, receive},
    write::{Stop, Written, write},
};
use crate::{
    accounts::{User, handlers::require_role},
    audit::Origin,
    catalog::photos,
    editing::{done, outcome, unavailable},
    rate_limit::{Attempt, ClientAddress},
    session::TypedSession,
    state::AppState,
};

/// Time that a photograph waits for others to be drawn.
const PATIENCE: Duration = Duration::from_secs(20);

/// Takes a photograph, and leads back to the product.
pub(super) async fn add(
    State(state): State<AppState>,
    Path(product): Path<String>,
    client: ClientAddress,
    session: TypedSession,
    origin: Origin,
    request: Request,
) -> Response {
    let Ok(product) = product.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let answer = answer(&state, client, &session, origin, product, request).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    client: ClientAddress,
    session: &TypedSession,
    origin: Origin,
    product: i64,
    request: Request,
) -> anyhow::Result<Response> {
    let page = page_of(product);
    let user = match require_role(session, &state.pool, &page, Role::Editor).await? {
        Ok(user) => user,
        Err(answer) => return Ok(answer),
    };
    let account = user.id.to_string();
    let attempt = state.limits.attempt(Attempt::Change, client, &account);
    let decision = attempt.await;
    if decision.is_refusal() {
        return Ok(decision.refuse());
    }
    if photos::read(&state.pool, product).await?.is_none() {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let Ok(_place) = Arc::clone(&state.photos.receiving).try_acquire_owned() else {
        return busy().answer("alt", "");
    };
    let brought = receive(request, state.config.pictures.bytes).await;
    let typed = brought.alt.clone();
    let origin = origin.of_account(user.id);
    match take(state, (&user, &origin), product, brought).await {
        Ok(Written { name, xid }) => {
            let what = format!("Added a photograph of {name}");
            let sentence = outcome::saved(state, &what, xid, product).await;
            done(session, &page, &sentence).await
        }
        Err(stop) => stop.answer("alt", &typed),
    }
}

fn busy() -> Stop {
    let words = "Other photographs are being worked on at this moment. Please try again soon.";
    Stop::of(StatusCode::SERVICE_UNAVAILABLE, "file", words)
}

/// Draws what was brought, puts it into the folder, and only then has the product speak of it.
async fn take(
    state: &AppState,
    by: (&User, &Origin),
    product: i64,
    brought: Brought,
) -> Result<Written, Stop> {
    let Brought {
        alt: typed,
        file,
        problem,
    } = brought;
    if let Some((status, words)) = problem {
        return Err(Stop::of(status, "file", words));
    }
    let hash = hash_of(&file);
    let drawn = drawn(state, file).await;
    let alt = alt(&typed);
    let (alt, photograph) = match (alt, drawn) {
        (Ok(alt), Ok(photograph)) => (alt, photograph),
        (Err(words), Ok(_)) => {
            return Err(Stop::of(StatusCode::UNPROCESSABLE_ENTITY, "alt", words));
        }
        // All that is wrong is said at once.
        (Err(words), Err(Stop::Refused(status, answer))) => {
            let answer = FormAnswer::clone(&answer).with_problem("alt", words);
            return Err(Stop::Refused(status, Box::new(answer)));
        }
        (_, Err(stop)) => return Err(stop),
    };
    let photo = Photo {
        width: photograph.width,
        height: photograph.height,
        hash,
        alt,
    };
    store(state, photo.hash.clone(), photograph).await?;
    let folder = Folder::new(&state.config.pictures);
    let mut connection = state.pool.get().await?;
    let change = |list| with(list, photo, &folder);
    write(&mut connection, by, product, change).await
}

/// The list with another photograph at its end.
fn with(mut list: Vec<Photo>, photo: Photo, folder: &Folder) -> Result<Vec<Photo>, Stop> {
    let refused = |words: String| Err(Stop::of(StatusCode::UNPROCESSABLE_ENTITY, "file", words));
    if list.iter().any(|one| one.hash == photo.hash) {
        return refused("This photograph is there already.".to_owned());
    }
    if list.len() >= MOST_PHOTOS {
        return refused(format!("A product has {MOST_PHOTOS} photographs at most."));
    }
    // Somebody may have removed files that nobody spoke of until now.
    if !folder.has(&photo.hash, photo.width) {
        return refused("The file was lost. Please send it again.".to_owned());
    }
    list.push(photo);
    Ok(list)
}

/// What was brought, in all its renditions: on a thread of its own, a few at a time. Who goes away does not free the place.
async fn drawn(state: &AppState, file: Vec<u8>) -> Result<Photograph, Stop> {
    let place = Arc::clone(&state.photos.drawing).acquire_owned();
    let place = tokio::time::timeout(PATIENCE, place).await;
    let place = place.map_err(|_| busy())?.map_err(anyhow::Error::from)?;
    let pixels = state.config.pictures.pixels;
    let drawn = tokio::task::spawn_blocking(move || {
        let _place = place;
        let wish = Wish {
            pixels,
            longest: LONGEST,
            widths: &WIDTHS,
        };
        photo::photograph(&file, &wish)
    });
    let refused = |words: String| Stop::of(StatusCode::UNPROCESSABLE_ENTITY, "file", words);
    match drawn.await {
        Ok(drawn) => drawn.map_err(|refusal| refused(refusal.to_string())),
        // A decoder gave up in the middle: whatever that was, it was no photograph.
        Err(error) => {
            tracing::warn!(%error, "a photograph could not be drawn");
            Err(refused(photo::Refusal::Damaged.to_string()))
        }
    }
}

async fn store(state: &AppState, hash: String, photograph: Photograph) -> Result<(), Stop> {
    let folder = Folder::new(&state.config.pictures);
    let stored = tokio::task::spawn_blocking(move || folder.put(&hash, &photograph));
    match stored.await.map_err(anyhow::Error::from)? {
        Ok(()) => Ok(()),
        Err(error) if is_full(&error) => {
            tracing::warn!(%error, "no room for a photograph");
            let words = "The server has no room for this photograph at the moment.";
            Err(Stop::of(StatusCode::INSUFFICIENT_STORAGE, "file", words))
        }
        Err(error) => {
            tracing::error!(%error, "VITRINE_PICTURES cannot be written to");
            let words = "The server cannot write to its folder of photographs. Whoever runs it has to see to that.";
            Err(Stop::of(StatusCode::SERVICE_UNAVAILABLE, "file", words))
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}
