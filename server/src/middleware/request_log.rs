//! One log line for each request.

use std::time::{Duration, SystemTime};

use axum::{
    body::{Body, HttpBody as _},
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::Method;
use tracing::Instrument as _;

use super::{
    RequestId,
    sending::{self, Sending},
};
use crate::telemetry::{self, Finished, NO_ROUTE, Purpose, Series, Trace};

/// Status logged for a client that went away before its answer; the number is nginx' custom.
const CLIENT_GONE: u16 = 499;

/// By this name a filter tells these lines from all others.
const TARGET: &str = "request";

/// Routes asked every few seconds by machines; logged at DEBUG.
const PROBES: &[&str] = &["/healthz", "/readyz"];

/// Writes method, route, status, time until the answer's head was ready, size if known and
/// request id. Nothing that tells who asked, or for what: no address, no query. The time counts among those of its route;
/// the request itself is finished with its body.
pub(super) async fn write(request: Request, next: Next) -> Response {
    let mut line = Line::begin(&request);
    let span = tracing::info_span!("request", id = line.id());
    let answering = next.run(request).instrument(span);
    let answering = telemetry::carried(Some(line.trace.clone()), answering);
    let mut response = answering.await;
    // For who tells what it took.
    response.extensions_mut().insert(line.trace.clone());
    line.answered = Some(Answered {
        status: response.status().as_u16(),
        bytes: response.body().size_hint().exact(),
        took: line.trace.age(),
    });
    if sending::takes_time(&response)
        && let Some(request) = line.finished()
    {
        line.is_sending = true;
        let trace = line.trace.clone();
        response = response.map(|body| Body::new(Sending::new(body, request, trace)));
    }
    response
}

/// What is known once the head of the answer is ready.
#[derive(Clone, Copy)]
struct Answered {
    status: u16,
    bytes: Option<u64>,
    took: Duration,
}

/// Written when dropped, so that a request whose client went away leaves its line too.
struct Line {
    trace: Trace,
    method: Method,
    route: Option<MatchedPath>,
    id: Option<RequestId>,
    answered: Option<Answered>,
    /// Whether the request is finished with its body.
    is_sending: bool,
}

impl Line {
    fn begin(request: &Request) -> Self {
        Self {
            trace: Trace::begin(),
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
            id: request.extensions().get().cloned(),
            answered: None,
            is_sending: false,
        }
    }

    fn id(&self) -> &str {
        self.id.as_ref().map_or("", RequestId::as_str)
    }

    /// What was answered; as of now, if nothing was.
    fn answered(&self) -> Answered {
        self.answered.unwrap_or_else(|| Answered {
            status: CLIENT_GONE,
            bytes: None,
            took: self.trace.age(),
        })
    }

    fn pattern(&self) -> &str {
        self.route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str)
    }

    /// The request as the panel has it, if it may be worth a look.
    fn finished(&self) -> Option<Finished> {
        let route = telemetry::route(self.pattern());
        let Answered { status, took, .. } = self.answered();
        (Purpose::of(route) == Purpose::Shop).then(|| Finished {
            id: self.id().to_owned(),
            at: SystemTime::now(),
            method: self.method.clone(),
            route,
            status,
            took,
            tier: self.trace.tier(),
            spans: self.trace.steps(),
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let Answered {
            status,
            bytes,
            took,
        } = self.answered();
        let route = telemetry::route(self.pattern());
        let failed = (500..600).contains(&status);
        telemetry::record(Series::route(route), took, 0, failed);
        if !self.is_sending {
            self.finished().into_iter().for_each(telemetry::finish);
        }
        let method = self.method.as_str();
        let duration_ms = (took.as_secs_f64() * 1e6).round() / 1e3;
        let request_id = self.id();
        if PROBES.contains(&route) {
            tracing::debug!(target: TARGET, method, route, status, duration_ms, bytes, request_id);
        } else {
            tracing::info!(target: TARGET, method, route, status, duration_ms, bytes, request_id);
        }
    }
}
