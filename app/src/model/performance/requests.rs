//! Requests: how many, how long, and what takes their time.

use serde::{Deserialize, Serialize};

/// Times of many things, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// How many things.
    pub count: u64,
    /// Half took no longer.
    pub p50: f64,
    /// 95 of 100 took no longer.
    pub p95: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
    /// None took longer.
    pub max: f64,
}

/// Requests of the shop: those for pages and what belongs to them, without files, probes and the panel itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RequestFigures {
    /// All of them.
    pub all: Quantiles,
    /// How many a second.
    pub per_second: f64,
    /// Answers with a status from 500.
    pub failed: u64,
    /// What the 95th percentile is not to exceed, in milliseconds.
    pub target: f64,
    /// For each point in time.
    pub points: Vec<Quantiles>,
    /// Failures for each point in time.
    pub failures: Vec<u64>,
    /// Time × latency.
    pub heat: Heat,
    /// What their time was spent on, the most first.
    pub phases: Vec<Phase>,
    /// By route, those that took most time first.
    pub routes: Vec<RouteFigures>,
    /// Pages that took longest, the slowest first.
    pub slowest: Vec<RequestSummary>,
}

/// How many requests took how long, for each point in time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heat {
    /// Upper ends of the rows, in milliseconds, in rising order; the last row has no end and is one more.
    pub ends: Vec<f64>,
    /// For each point in time the requests in each row.
    pub columns: Vec<Vec<u64>>,
}

/// A part of the work on requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// Time spent on it, in milliseconds, of all requests together.
    pub millis: f64,
    /// The same for each point in time.
    pub points: Vec<f64>,
}

/// Requests to a route.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RouteFigures {
    /// Its pattern: `/p/{slug}`.
    pub route: String,
    /// Their times.
    pub times: Quantiles,
    /// Answers with a status from 500.
    pub failed: u64,
    /// Their share of the time of all requests, from 0 to 1.
    pub share: f64,
}

/// One request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RequestSummary {
    /// Its number, as in the log and in `X-Request-Id`.
    pub id: String,
    /// When it came, in UTC: `14:02:07`.
    pub at: String,
    /// Its method.
    pub method: String,
    /// The route it came to.
    pub route: String,
    /// Status of the answer.
    pub status: u16,
    /// Time until the head of the answer was ready.
    pub millis: f64,
    /// SQL statements it waited for.
    pub statements: u32,
    /// Time these took.
    pub sql_millis: f64,
    /// Where its page came from: `memory`, `redis`, `shared`, `made`; nothing for what is no page.
    pub from: Option<String>,
    /// Most times that it sent one and the same statement: from 3 on it may ask in a loop (N + 1).
    pub repeated: u32,
}

/// One request, step by step.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RequestTrace {
    /// The request.
    pub summary: RequestSummary,
    /// What it did, in the order in which it began.
    pub spans: Vec<Span>,
}

/// One step of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Of what kind.
    pub kind: SpanKind,
    /// What exactly: a statement's name, a namespace.
    pub name: String,
    /// When it began, in milliseconds after the request came.
    pub begin: f64,
    /// How long it took, in milliseconds.
    pub took: f64,
    /// What came of it: `24 rows`.
    pub outcome: String,
}

/// Kinds of steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanKind {
    /// Finding out who asks.
    Session,
    /// Asking Redis for what is kept there.
    Cache,
    /// Waiting for a connection to PostgreSQL.
    Pool,
    /// A statement.
    #[default]
    Sql,
    /// Asking the index in memory.
    Index,
    /// Making the page.
    Render,
    /// Compressing it.
    Compress,
    /// Handing the body over.
    Send,
}
