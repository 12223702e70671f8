//! SQL statements by name, and the connections they go through.

use serde::{Deserialize, Serialize};

use super::Quantiles;

/// The statements of one name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StatementFigures {
    /// Its name: `catalog.cards`.
    pub name: String,
    /// How long they took.
    pub times: Quantiles,
    /// How many failed.
    pub failed: u64,
    /// Rows they brought, together.
    pub rows: u64,
    /// Their share of the time of all statements, from 0 to 1.
    pub share: f64,
    /// Most of them in one request: from 3 on it may be asked in a loop (N + 1).
    pub most_in_a_request: u32,
    /// How much longer the 95th percentile is than in the window before: 0.1 for a tenth; nothing if it did not run then.
    pub trend: Option<f64>,
    /// How often for each point in time.
    pub points: Vec<u64>,
    /// Whether more of it can be shown: its plan, for one.
    pub has_page: bool,
}

/// The pool of connections to PostgreSQL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PoolFigures {
    /// Connections it may open.
    pub limit: u64,
    /// Connections that are open.
    pub open: u64,
    /// Of those, the ones that nobody uses.
    pub idle: u64,
    /// Who waits for one.
    pub waiting: u64,
    /// How long it took to get one, in the window.
    pub waits: Quantiles,
}
