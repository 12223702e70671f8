//! How long a page took here and where it came from, told with it (`Server-Timing`, W3C): a kept page is the same for all
//! and cannot say it itself. All else that it cost is told to those who work here, by `middleware::server_timing`.

use std::time::{Duration, Instant};

use axum::response::Response;
use cache::Effort;
use http::{HeaderValue, StatusCode};

use crate::{
    middleware::server_timing::{SERVER_TIMING, millis},
    telemetry,
};

/// How a page was come by: `page;dur=0.31;desc=memory`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    began: Instant,
}

/// How long it took to make the page of an answer, among its extensions; not there if it was kept.
#[derive(Debug, Clone, Copy)]
pub struct MadeIn(pub Duration);

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
        self.tell(response, from)
    }

    /// Tells of a page that was made now.
    pub(super) fn made(self, mut response: Response) -> Response {
        let took = self.began.elapsed();
        telemetry::page("made", took);
        response.extensions_mut().insert(MadeIn(took));
        self.tell(response, "made")
    }

    fn tell(self, mut response: Response, from: &str) -> Response {
        let text = format!("page;dur={};desc={from}", millis(self.began.elapsed()));
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(SERVER_TIMING, value);
        }
        response
    }
}
