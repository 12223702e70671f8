//! How something stands, in a word.

use serde::{Deserialize, Serialize};

/// How something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Nothing needs doing.
    #[default]
    Good,
    /// Worth a look; visitors hardly notice.
    Watch,
    /// Something is wrong, and visitors may notice.
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
