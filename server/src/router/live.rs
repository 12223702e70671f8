//! `GET /admin/performance/live`: the panel as it happens (server-sent events; WHATWG HTML, section 9.2).
//!
//! The first event brings the whole panel, later ones what has changed: the insides of regions as HTML, by their ids, as
//! JSON; large regions that change slowly are drawn less often. The id of an event is the second that it shows, so whoever
//! was away says the last one and gets what changed since. Who is slow misses some, and nothing waits for them. A browser
//! that does not show the panel asks for one event in so many seconds (`every=30`). The stream ends with the session, or
//! when the server stops.

use std::{convert::Infallible, time::Duration};

use app::{
    error::AppError,
    model::{account::Role, pairs, performance::PanelQuery},
};
use axum::{
    extract::{RawQuery, State},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::{Stream, stream::unfold};
use http::{HeaderMap, header::CACHE_CONTROL, request::Parts};

use crate::{
    accounts::RequestAccounts,
    insight::performance::{Seat, Shown},
    session::{TypedSession, Watched},
    state::AppState,
};

/// Where it is.
pub(super) const ROUTE: &str = "/admin/performance/live";

/// A browser waits so long before it comes again.
const RETRY: Duration = Duration::from_secs(2);

/// Seconds from one event to the next that may be asked for at most.
const SLOWEST: u64 = 60;

/// The stream, for those who may look at the panel.
pub(super) async fn live(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    parts: Parts,
) -> Response {
    let watched = match watched(&state, &parts).await {
        Ok(watched) => watched,
        Err(error) => return error.status().into_response(),
    };
    let query = query.unwrap_or_default();
    let last = last(&parts.headers, &query);
    let seat = seat(&state, &PanelQuery::parse(&query));
    let stream = Streaming {
        state,
        seat,
        watched,
        last,
        every: every(&query),
        over: false,
    };
    let sse = Sse::new(stream.events()).keep_alive(KeepAlive::default());
    ([(CACHE_CONTROL, "no-store")], sse).into_response()
}

/// The session to look after, if it is of somebody who may look.
async fn watched(state: &AppState, parts: &Parts) -> Result<Watched, AppError> {
    let accounts = RequestAccounts::from_parts(parts, &state.sessions, &state.pool);
    let accounts = accounts.ok_or(AppError::Unauthorized)?;
    accounts.needs(Role::Viewer).await?;
    let session = TypedSession::from_extensions(&parts.extensions);
    let holder = session.ok_or(AppError::Unauthorized)?.holder().await;
    let holder = holder.map_err(|error| {
        tracing::warn!(%error, "cannot tell whose stream it is");
        AppError::Unavailable
    })?;
    Ok(state.vigil.watch(holder.ok_or(AppError::Unauthorized)?))
}

fn seat(state: &AppState, query: &PanelQuery) -> Seat {
    let draw = {
        let (state, query) = (state.clone(), query.clone());
        move |second, wanted| {
            let (state, query) = (state.clone(), query.clone());
            async move {
                let figures = state.performance(&query, second).await;
                let draw = || app::router::performance_regions(&figures, wanted);
                state.panel.spending(draw)
            }
        }
    };
    state.live.watch(query, state.panel.frames(), draw)
}

/// The second of the last event that the browser has; none for one that has none.
fn last(headers: &HeaderMap, query: &str) -> u64 {
    let header = headers.get("last-event-id");
    let header = header.and_then(|id| id.to_str().ok()).map(str::to_owned);
    let text = header.or_else(|| pairs::first(query, "last"));
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Seconds from one event to the next.
fn every(query: &str) -> u64 {
    let every = pairs::first(query, "every").and_then(|text| text.parse().ok());
    every.unwrap_or(1).clamp(1, SLOWEST)
}

/// A stream under way.
struct Streaming {
    state: AppState,
    seat: Seat,
    watched: Watched,
    /// The second of the last event; zero before the first.
    last: u64,
    every: u64,
    over: bool,
}

impl Streaming {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(self, |mut stream| async move {
            let event = stream.next().await?;
            Some((Ok(event), stream))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        if self.over {
            return None;
        }
        // Whoever has nothing yet gets everything at once.
        let after = match self.last {
            0 => 0,
            last => last.saturating_add(self.every - 1),
        };
        let shown = tokio::select! {
            biased;
            () = self.state.shutdown.cancelled() => return None,
            () = self.watched.ended() => {
                self.over = true;
                return Some(Event::default().event("end").data("logged out"));
            }
            shown = self.seat.next(after) => shown?,
        };
        let since = std::mem::replace(&mut self.last, shown.second());
        Some(regions(&shown, since))
    }
}

/// What has changed; also if nothing has, for then the browser knows that what it shows is current.
fn regions(shown: &Shown, since: u64) -> Event {
    Event::default()
        .event("regions")
        .id(shown.second().to_string())
        .retry(RETRY)
        .data(&*shown.after(since))
}
