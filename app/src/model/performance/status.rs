//! How it stands, in words.

use serde::{Deserialize, Serialize};

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

/// How it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// All is as it should be.
    #[default]
    Good,
    /// Something is not, and visitors hardly notice.
    Watch,
    /// Visitors notice.
    Bad,
}

impl Level {
    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Watch => "Watch",
            Self::Bad => "Bad",
        }
    }
}
