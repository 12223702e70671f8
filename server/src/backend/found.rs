//! How many results a search had, for those who look at its page from outside.

use std::sync::{Arc, OnceLock};

/// The number of results of the search that a page shows, once somebody has told it. Cheap to clone; clones are the same.
///
/// Whoever wants to know puts one among the extensions of the request; and the page tier puts what it knows of a page among
/// those of the answer.
#[derive(Debug, Clone, Default)]
pub struct Found(Arc<OnceLock<u64>>);

impl Found {
    /// What is known already.
    pub(crate) fn known(results: Option<u64>) -> Self {
        let found = Self::default();
        if let Some(results) = results {
            found.tell(results);
        }
        found
    }

    /// The number; nothing if the page shows no search.
    pub(crate) fn results(&self) -> Option<u64> {
        self.0.get().copied()
    }

    /// Tells it. The first number counts.
    pub(super) fn tell(&self, results: u64) {
        self.0.get_or_init(|| results);
    }
}
