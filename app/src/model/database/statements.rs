//! Statements and what they cost.

use serde::{Deserialize, Serialize};

/// Where PostgreSQL's time went, by `pg_stat_statements`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TopStatements {
    /// The dearest first.
    Known(Vec<TopStatement>),
    /// It does not count; how to have it do so.
    Off(String),
}

/// All runs of one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopStatement {
    /// Its name, if it says one.
    pub name: Option<String>,
    /// Whether the process that answers ran it, and so has more to tell.
    pub is_known: bool,
    /// Its text, the values taken out.
    pub sql: String,
    /// How often it ran.
    pub calls: i64,
    /// Milliseconds of all runs together.
    pub total_ms: f64,
    /// Part of the time of all statements, in percent.
    pub share: f64,
    /// Milliseconds of one run, on average.
    pub mean_ms: f64,
    /// Rows of all runs together.
    pub rows: i64,
    /// Share of its pages that were in memory, in percent; `None` if it read none.
    pub hit_percent: Option<f64>,
}

/// A statement that was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementFacts {
    /// Its name.
    pub name: String,
    /// Milliseconds of its last run.
    pub latest_ms: f64,
    /// How many seconds ago that was.
    pub seconds_ago: i64,
    /// Milliseconds of the slowest run of the last hour.
    pub slowest_ms: f64,
    /// Rows that the last run gave.
    pub rows: usize,
}
