//! One log line for each request.

use std::time::{Duration, SystemTime};

use axum::{
    body::HttpBody as _,
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{Method, StatusCode};
use tracing::Instrument as _;

use super::RequestId;
use crate::telemetry::{self, Finished, NO_ROUTE, Purpose, Series, Trace};

/// Status logged for a client that went away before its answer; the number is nginx' custom.
const CLIENT_GONE: u16 = 499;

/// By this name a filter tells these lines from all others.
const TARGET: &str = "request";

/// Routes asked every few seconds by machines; logged at DEBUG.
const PROBES: &[&str] = &["/healthz", "/readyz"];

/// Writes method, route, status, time until the answer's head was ready, size if known and
/// request id. Nothing that tells who asked, or for what: no address, no query. The time counts among those of its route.
pub(super) async fn write(request: Request, next: Next) -> Response {
    let mut line = Line::begin(&request);
    let span = tracing::info_span!("request", id = line.id());
    let answering = next.run(request).instrument(span);
    let answering = telemetry::carried(Some(line.trace.clone()), answering);
    let mut response = answering.await;
    // For who tells what it took.
    response.extensions_mut().insert(line.trace.clone());
    line.answered = Some((response.status(), response.body().size_hint().exact()));
    response
}

/// Written when dropped, so that a request whose client went away leaves its line too.
struct Line {
    trace: Trace,
    method: Method,
    route: Option<MatchedPath>,
    id: Option<RequestId>,
    answered: Option<(StatusCode, Option<u64>)>,
}

impl Line {
    fn begin(request: &Request) -> Self {
        Self {
            trace: Trace::begin(),
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
            id: request.extensions().get().cloned(),
            answered: None,
        }
    }

    fn id(&self) -> &str {
        self.id.as_ref().map_or("", RequestId::as_str)
    }
}

impl Line {
    /// Its time counts among those of its route, and the request itself may be worth a look.
    fn tell_telemetry(&self, status: u16, took: Duration) {
        let pattern = self.route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
        let route = telemetry::route(pattern);
        let failed = (500..600).contains(&status);
        telemetry::record(Series::route(route), took, 0, failed);
        if Purpose::of(route) == Purpose::Shop {
            telemetry::finish(Finished {
                id: self.id().to_owned(),
                at: SystemTime::now(),
                method: self.method.clone(),
                route,
                status,
                took,
                tier: self.trace.tier(),
                spans: self.trace.steps(),
            });
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let route = self.route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
        let method = self.method.as_str();
        let status = self
            .answered
            .map_or(CLIENT_GONE, |(status, _)| status.as_u16());
        let bytes = self.answered.and_then(|(_, bytes)| bytes);
        let took = self.trace.age();
        self.tell_telemetry(status, took);
        let duration_ms = (took.as_secs_f64() * 1e6).round() / 1e3;
        let request_id = self.id();
        if PROBES.contains(&route) {
            tracing::debug!(target: TARGET, method, route, status, duration_ms, bytes, request_id);
        } else {
            tracing::info!(target: TARGET, method, route, status, duration_ms, bytes, request_id);
        }
    }
}
