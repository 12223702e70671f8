//! Questions to the index as the cache remembers them.

use cache::{Answers, Validator};
use index::{Question, Similar};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Replica, sizes::mark};

/// A question whose answer pages are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// A list of products with its counts.
    List(Question),
    /// Products close to one.
    Similar(Similar),
    /// How many products stand in each of these sets of categories; nothing: how many there are.
    Sizes(Vec<Option<Vec<i32>>>),
}

impl Asked {
    /// What the cache remembers: this question, and that it was answered so.
    pub fn validator(&self, answer: u64) -> Validator {
        // Plain data: it can always be written. A question that is none is never answered the same.
        let question = postcard::to_allocvec(self).unwrap_or_default();
        Validator {
            question: question.into(),
            answer,
        }
    }
}

/// The cache asks again what it remembers.
impl Answers for Replica {
    fn answer(&self, question: &[u8]) -> Option<u64> {
        let asked = postcard::from_bytes(question).ok()?;
        if !self.is_filled() {
            return None;
        }
        Some(match asked {
            Asked::List(question) => self.index().ask(&question).fingerprint(),
            Asked::Similar(to) => fingerprint(&self.index().similar(&to)),
            Asked::Sizes(sets) => mark(&self.sizes(&sets)),
        })
    }
}

/// A number that tells lists of products apart, the same in every process.
pub(crate) fn fingerprint(ids: &[i64]) -> u64 {
    let mut hash = Sha256::new();
    for id in ids {
        hash.update(id.to_le_bytes());
    }
    let hash = hash.finalize();
    hash.iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
