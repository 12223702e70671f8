//! How it stands, in words.

use serde::{Deserialize, Serialize};

use crate::model::level::Level;

/// How it stands, the cause, and what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// In a word.
    pub level: Level,
    /// In a sentence that names the cause.
    pub sentence: String,
    /// What to do next: a text, and an address of this site if there is one.
    pub next: Option<(String, Option<String>)>,
}
