//! What a page cost, told with it (`Server-Timing`, W3C): a kept page is the same for all and cannot say it itself.
//!
//! The parts are those of the request that is answered; what somebody else's request did for it is not among them.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use axum::response::Response;
use cache::Effort;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::telemetry::{self, Step, Trace};

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Parts that are told of a page that was made; rendering is with all that it waits for.
const STEPS: [(&str, Step); 4] = [
    ("pool", Step::Pool),
    ("index", Step::Index),
    ("render", Step::Render),
    ("compress", Step::Compress),
];

/// How a page was come by: `page;dur=0.31;desc=memory`, and where it was made the statements it took and its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    began: Instant,
}

impl Timing {
    /// From now on.
    pub(super) fn begin() -> Self {
        Self {
            began: Instant::now(),
        }
    }

    /// Tells of a page that was kept, be it by others.
    pub(super) fn kept(self, response: Response, effort: Effort) -> Response {
        let from = match effort {
            Effort { others: true, .. } => "shared",
            Effort { redis: true, .. } => "redis",
            _ => "memory",
        };
        // Wherever it was here, the browser had it too.
        let tier = match response.status() {
            StatusCode::NOT_MODIFIED => "browser",
            _ => from,
        };
        telemetry::page(tier, self.began.elapsed());
        self.tell(response, from, None)
    }

    /// Tells of a page that was made now. Each load is one statement.
    pub(super) fn made(self, response: Response, effort: Effort) -> Response {
        telemetry::page("made", self.began.elapsed());
        self.tell(response, "made", Some(effort.loads))
    }

    fn tell(self, mut response: Response, from: &str, statements: Option<usize>) -> Response {
        let mut text = format!("page;dur={};desc={from}", millis(self.began.elapsed()));
        if let Some(many) = statements {
            let trace = Trace::current();
            let spent = |step| {
                trace
                    .as_ref()
                    .map_or(Duration::ZERO, |trace| trace.spent(step))
            };
            // Writing into memory does not fail.
            let _ = write!(text, ", sql;dur={};desc={many}", millis(spent(Step::Sql)));
            for (name, step) in STEPS {
                let _ = write!(text, ", {name};dur={}", millis(spent(step)));
            }
        }
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(SERVER_TIMING, value);
        }
        response
    }
}

/// Milliseconds with two digits behind the point.
fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}
