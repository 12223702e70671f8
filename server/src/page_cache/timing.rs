//! What a page cost, told with it (`Server-Timing`, W3C): a kept page is the same for all and cannot say it itself.

use std::time::Instant;

use axum::response::Response;
use cache::Effort;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::telemetry;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// How a page was come by: `page;dur=0.31;desc=memory`, and the statements it took where it was made.
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
            _ if response.status() == StatusCode::NOT_MODIFIED => "browser",
            Effort { others: true, .. } => "shared",
            Effort { redis: true, .. } => "redis",
            _ => "memory",
        };
        self.tell(response, from, None)
    }

    /// Tells of a page that was made now. Each load is one statement.
    pub(super) fn made(self, response: Response, effort: Effort) -> Response {
        self.tell(response, "made", Some(effort.loads))
    }

    fn tell(
        self,
        mut response: Response,
        from: &'static str,
        statements: Option<usize>,
    ) -> Response {
        let took = self.began.elapsed();
        telemetry::page(from, took);
        let milliseconds = took.as_secs_f64() * 1e3;
        let statements = statements.map(|many| format!(", sql;desc={many}"));
        let text = format!(
            "page;dur={milliseconds:.2};desc={from}{}",
            statements.unwrap_or_default()
        );
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(SERVER_TIMING, value);
        }
        response
    }
}
