//! What PostgreSQL's own counts say about tables and indexes.

use serde::{Deserialize, Serialize};

use super::{Level, Next};

/// Something to look after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What it is: "Unused index".
    pub what: String,
    /// The index or table.
    pub name: String,
    /// Its size, in bytes.
    pub bytes: i64,
    /// What it costs or spoils.
    pub effect: String,
    /// What to do.
    pub next: Next,
}

/// A table and how it is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableFacts {
    /// Its name.
    pub name: String,
    /// Rows, as PostgreSQL last estimated.
    pub rows: i64,
    /// Rows that were replaced or deleted and still take up room.
    pub dead_rows: i64,
    /// With its indexes, in bytes.
    pub bytes: i64,
    /// How often it was read from end to end.
    pub whole_reads: i64,
    /// How often an index was used to read it.
    pub index_reads: i64,
    /// Share of its pages that were in PostgreSQL's memory when asked for, in percent; `None` if none was.
    pub hit_percent: Option<f64>,
    /// How many seconds ago it was last vacuumed.
    pub vacuumed: Option<i64>,
    /// How many seconds ago its statistics were last taken.
    pub analyzed: Option<i64>,
}
