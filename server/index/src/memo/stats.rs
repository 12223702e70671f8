//! What became of questions.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What became of questions so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Answered from memory: nothing at all had changed.
    pub hits: u64,
    /// Answered from memory: nothing had changed that the answer is made of.
    pub outlived: u64,
    /// Worked out because no answer was kept.
    pub misses: u64,
    /// Worked out anew, with another outcome than before.
    pub renewed: u64,
    /// Worked out anew, with the same outcome as before.
    pub renewed_equal: u64,
    /// About how many bytes of answers are kept.
    pub memory: u64,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing at all had changed.
    Hit,
    /// Nothing had changed that the answer is made of.
    Outlived,
    /// No answer was kept.
    Missed,
    /// Worked out anew, perhaps with the same outcome.
    Renewed { equal: bool },
}

/// Counts what becomes of questions.
#[derive(Debug, Default)]
pub(super) struct Counters {
    hits: AtomicU64,
    outlived: AtomicU64,
    misses: AtomicU64,
    renewed: AtomicU64,
    renewed_equal: AtomicU64,
}

impl Counters {
    pub(super) fn count(&self, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Hit => &self.hits,
            Outcome::Outlived => &self.outlived,
            Outcome::Missed => &self.misses,
            Outcome::Renewed { equal: true } => &self.renewed_equal,
            Outcome::Renewed { equal: false } => &self.renewed,
        };
        counter.fetch_add(1, Relaxed);
    }

    pub(super) fn read(&self, memory: u64) -> Stats {
        Stats {
            hits: self.hits.load(Relaxed),
            outlived: self.outlived.load(Relaxed),
            misses: self.misses.load(Relaxed),
            renewed: self.renewed.load(Relaxed),
            renewed_equal: self.renewed_equal.load(Relaxed),
            memory,
        }
    }
}
