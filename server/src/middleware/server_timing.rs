//! What an answer cost, told with it (`Server-Timing`, W3C): in full to those who work here, or to all if the operator says
//! so, with the number under which the panel has the request.
//!
//! The parts are those of the request that is answered; what somebody else's request did for it is not among them.

use std::{fmt::Write as _, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};
use tokio::task::JoinHandle;

use super::RequestId;
use crate::{
    accounts::is_staff,
    state::AppState,
    telemetry::{Step, Trace},
};

pub(crate) const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Parts that are told by their time alone; rendering is with all that it waits for.
const STEPS: [(&str, Step); 6] = [
    ("session", Step::Session),
    ("cache", Step::Cache),
    ("pool", Step::Pool),
    ("index", Step::Index),
    ("render", Step::Render),
    ("compress", Step::Compress),
];

/// Adds all parts to an answer for somebody who may know them.
pub(crate) async fn tell(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let may_know = match who_knows(&state, &request) {
        Knows::All => None,
        Knows::Staff(is_staff) => Some(is_staff),
        Knows::Nobody => return next.run(request).await,
    };
    let mut response = next.run(request).await;
    let parts = parts(&response);
    if let Some(is_staff) = may_know
        && !is_staff.await.unwrap_or(false)
    {
        return response;
    }
    let page = response.headers().get(SERVER_TIMING);
    let page = page.and_then(|value| value.to_str().ok());
    let all: Vec<_> = page.into_iter().chain(parts.as_deref()).collect();
    if let Ok(value) = HeaderValue::from_str(&all.join(", ")) {
        response.headers_mut().insert(SERVER_TIMING, value);
    }
    response
}

/// Who may know what an answer cost.
enum Knows {
    All,
    /// Whoever asks, if this says so.
    Staff(JoinHandle<bool>),
    Nobody,
}

/// Nobody is asked who they are for those who bring no hint.
fn who_knows(state: &AppState, request: &Request) -> Knows {
    if state.config.panel.timing_for_all {
        return Knows::All;
    }
    if !crate::session::has_hint(request.headers(), &state.config.session) {
        return Knows::Nobody;
    }
    let (state, headers) = (state.clone(), request.headers().clone());
    // In a task of its own, beside the request: what this takes is not the request's.
    Knows::Staff(tokio::spawn(async move {
        let config = &state.config.session;
        is_staff(&headers, config, &state.sessions, &state.pool).await
    }))
}

/// `sql;dur=1.20;desc=2, pool;dur=0.01, …, total;dur=9.30, req;desc="0af3…"`: desc of `sql` are the statements.
fn parts(response: &Response) -> Option<String> {
    let trace: &Trace = response.extensions().get()?;
    let id: &RequestId = response.extensions().get()?;
    let steps = trace.steps();
    let statements = steps.iter().filter(|span| span.step == Step::Sql).count();
    let mut text = format!(
        "sql;dur={};desc={statements}",
        millis(trace.spent(Step::Sql))
    );
    for (name, step) in STEPS {
        // Writing into memory does not fail.
        let _ = write!(text, ", {name};dur={}", millis(trace.spent(step)));
    }
    let (total, id) = (millis(trace.age()), id.as_str());
    // An id has no character that would end the text.
    let _ = write!(text, ", total;dur={total}, req;desc=\"{id}\"");
    Some(text)
}

/// Milliseconds with two digits behind the point.
pub(crate) fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}
