//! What PostgreSQL does at this moment.

use serde::{Deserialize, Serialize};

use super::{Level, Next};

/// The pool of connections of one process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolUsage {
    /// Connections it may have.
    pub most: usize,
    /// Connections it has.
    pub open: usize,
    /// Those that somebody uses.
    pub in_use: usize,
    /// Those that nobody uses.
    pub idle: usize,
    /// Who waits for one.
    pub waiting: usize,
}

impl PoolUsage {
    /// Somebody who waits for a connection is worth a look.
    pub fn level(&self) -> Level {
        if self.waiting > 0 {
            Level::Watch
        } else {
            Level::Good
        }
    }
}

/// The server as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServerFacts {
    /// Its version: `15.18`.
    pub version: String,
    /// Connections to this database, of all programs.
    pub connections: i32,
    /// Connections that the server takes, to all its databases.
    pub most_connections: i32,
    /// Share of all pages that were in its memory when asked for, in percent; `None` if none was.
    pub hit_percent: Option<f64>,
    /// For how many seconds at least it has counted what indexes and tables are used for.
    pub counting: i64,
}

/// A statement, or a transaction that waits for its next one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunningStatement {
    /// How it stands.
    pub level: Level,
    /// Number of the server's process.
    pub pid: i32,
    /// The statement's name, if it says one.
    pub name: Option<String>,
    /// Whether the process that answers ran it before, and so has more to tell.
    pub is_known: bool,
    /// Its text, the values taken out.
    pub sql: String,
    /// The program and the role that run it.
    pub client: String,
    /// `active`, `idle in transaction` and the like.
    pub state: String,
    /// What it waits for; empty if it does not.
    pub waits_for: String,
    /// For how many seconds it has been in this state.
    pub seconds: i64,
    /// The processes that it waits for.
    pub blocked_by: Vec<i32>,
    /// When it began, in microseconds since 1970, if it can be cancelled.
    pub began: Option<i64>,
    /// What to do, if anything.
    pub next: Option<Next>,
}
