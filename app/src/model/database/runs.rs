//! The runs of one statement: how long they took, the slowest ones, and who sends it.

use serde::{Deserialize, Serialize};

use crate::model::performance::StatementFigures;

/// What a statement cost in the last hour, in all processes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StatementTimes {
    /// Its figures; a count of zero if it did not run.
    pub figures: StatementFigures,
    /// Seconds of the hour for which there are figures.
    pub seconds: u64,
    /// Texts under the time axis.
    pub times: Vec<String>,
    /// The 95th percentile for each point in time, in microseconds.
    pub p95: Vec<u64>,
    /// How many runs took how long, in rising order; the last has no end.
    pub spread: Vec<Bucket>,
}

/// The runs that took longer than the bucket before and no longer than this one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bucket {
    /// Milliseconds that none of them exceeds; nothing for the last one.
    pub end: Option<f64>,
    /// How many.
    pub count: u64,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    /// Milliseconds it took.
    pub took_ms: f64,
    /// Rows that it gave.
    pub rows: usize,
    /// Whether it failed.
    pub failed: bool,
    /// How many seconds ago it was.
    pub seconds_ago: i64,
    /// What was bound to its placeholders, in their order, by type and length alone: `text(5)`.
    pub values: Vec<String>,
}

/// Requests of one route that sent the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The route.
    pub route: String,
    /// How many requests.
    pub requests: u64,
    /// How often they sent it, together.
    pub runs: u64,
    /// The number of the request that took longest.
    pub slowest: String,
}
