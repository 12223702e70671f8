//! What administrators can do on the panel.

use serde::{Deserialize, Serialize};

/// What there is to act on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actions {
    /// The namespaces of the cache, by name.
    pub namespaces: Vec<Switch>,
    /// What was done on the page before.
    pub told: Option<String>,
}

/// A namespace of the cache, which can be turned off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Its name.
    pub name: String,
    /// Since when it is off, in UTC: `2026-11-22 14:02:07`; nothing if it is on.
    pub off_since: Option<String>,
}
