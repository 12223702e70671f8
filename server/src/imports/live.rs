//! `GET /admin/import/{import}/live`: how far an import has come (server-sent events; WHATWG HTML, section 9.2).
//!
//! `progress` brings the HTML of the region, as the page itself draws it. `end` says that nobody is at work any more: the page
//! is to be loaded again. The stream also ends with the session, or when the server stops.

use std::{convert::Infallible, time::Duration};

use app::{error::AppError, model::account::Role};
use axum::{
    extract::{Path, State},
    response::{
        IntoResponse as _, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::{Stream, stream::unfold};
use http::{StatusCode, header::CACHE_CONTROL, request::Parts};

use super::store::{self, ImportRow};
use crate::{
    accounts::RequestAccounts,
    session::{TypedSession, Watched},
    state::AppState,
};

/// How often the database is asked.
const EVERY: Duration = Duration::from_millis(700);

pub(super) async fn live(
    State(state): State<AppState>,
    Path(import): Path<String>,
    parts: Parts,
) -> Response {
    let Ok(import) = import.parse::<i64>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let watched = match watched(&state, &parts).await {
        Ok(watched) => watched,
        Err(error) => return error.status().into_response(),
    };
    match store::one(&state.pool, import).await {
        Ok(Some(_)) => {}
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
    let stream = Streaming {
        state,
        import,
        watched,
        sent: String::new(),
        is_first: true,
        is_over: false,
    };
    let sse = Sse::new(stream.events()).keep_alive(KeepAlive::default());
    ([(CACHE_CONTROL, "no-store")], sse).into_response()
}

/// The session to look after, if it is of somebody who may import.
async fn watched(state: &AppState, parts: &Parts) -> Result<Watched, AppError> {
    let accounts = RequestAccounts::from_parts(parts, &state.sessions, &state.pool);
    accounts
        .ok_or(AppError::Unauthorized)?
        .needs(Role::Editor)
        .await?;
    let session = TypedSession::from_extensions(&parts.extensions);
    let holder = session.ok_or(AppError::Unauthorized)?.holder().await;
    let holder = holder.map_err(|_| AppError::Unavailable)?;
    Ok(state.vigil.watch(holder.ok_or(AppError::Unauthorized)?))
}

/// A stream under way.
struct Streaming {
    state: AppState,
    import: i64,
    watched: Watched,
    /// What the browser shows.
    sent: String,
    is_first: bool,
    is_over: bool,
}

impl Streaming {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(self, |mut stream| async move {
            let event = stream.next().await?;
            Some((Ok(event), stream))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.is_over {
                return None;
            }
            if !std::mem::take(&mut self.is_first) {
                tokio::select! {
                    biased;
                    () = self.state.shutdown.cancelled() => return None,
                    () = self.watched.ended() => return Some(self.end()),
                    () = tokio::time::sleep(EVERY) => {}
                }
            }
            let row = match store::one(&self.state.pool, self.import).await {
                Ok(Some(row)) => row,
                Ok(None) => return Some(self.end()),
                // It may come back.
                Err(_) => continue,
            };
            if !row.state().is_busy() {
                return Some(self.end());
            }
            let drawn = app::router::import_progress(progress(&row));
            if drawn != self.sent {
                self.sent.clone_from(&drawn);
                return Some(Event::default().event("progress").data(drawn));
            }
        }
    }

    fn end(&mut self) -> Event {
        self.is_over = true;
        Event::default().event("end").data("over")
    }
}

/// How far it has come, as pages show it.
pub(crate) fn progress(row: &ImportRow) -> app::model::imports::ImportProgress {
    app::model::imports::ImportProgress {
        step: row.step.clone(),
        done: row.done,
        total: row.total,
        cancelled: row.cancelled,
    }
}
