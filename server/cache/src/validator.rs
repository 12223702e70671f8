//! Validators: answers of a source outside of the cache that an entry was made of, judged by what it answers now.
//!
//! A tag says that something changed that may have mattered. A validator says whether it did: the question is asked again,
//! and while the answer is the same the entry stays ("early cutoff": Mokhov, Mitchell and Peyton Jones, "Build systems à la
//! carte", ICFP 2018; RFC 9110, section 8.8, does so between browser and server). Hence an answer that changes and changes
//! back makes the entry current again.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What was asked, and the fingerprint of what was answered. Cheap to clone.
///
/// It travels in the entry, so question and fingerprint must mean the same in every process that shares the entries: no
/// hasher with a seed, and another question once the fingerprint is made otherwise.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(Vec<u8>, u64)", into = "(Vec<u8>, u64)")]
pub struct Validator {
    /// What was asked, as whoever answers understands it.
    pub question: Arc<[u8]>,
    /// The fingerprint of the answer: equal exactly for equal answers, but for one chance in 2⁶⁴.
    pub answer: u64,
}

/// Who can be asked again.
///
/// The answers must never be behind the clock: each change is applied to them before the clock applies it, and they have
/// come as far as the clock when it joins. They may be ahead of it.
pub trait Answers: Send + Sync {
    /// The fingerprint of today's answer; nothing if that cannot be said, and then no entry that needs it is current.
    ///
    /// It is asked at every judgement of an entry that was loaded before the reader began, inside of tasks that serve
    /// others too: microseconds, and without waiting.
    fn answer(&self, question: &[u8]) -> Option<u64>;
}

/// Whether all of `validators` would be answered the same now; nothing if that cannot be said.
pub(crate) fn agree(answers: Option<&dyn Answers>, validators: &[Validator]) -> Option<bool> {
    for validator in validators {
        if answers?.answer(&validator.question)? != validator.answer {
            return Some(false);
        }
    }
    Some(true)
}

impl From<(Vec<u8>, u64)> for Validator {
    fn from((question, answer): (Vec<u8>, u64)) -> Self {
        let question = question.into();
        Self { question, answer }
    }
}

impl From<Validator> for (Vec<u8>, u64) {
    fn from(validator: Validator) -> Self {
        (validator.question.to_vec(), validator.answer)
    }
}

/// A question may be anything, so it is shown as far as it is text.
impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (question, answer) = (self.question.escape_ascii(), self.answer);
        write!(f, "{question} = {answer:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers a question by its length, and the empty one not at all.
    struct Lengths;

    impl Answers for Lengths {
        fn answer(&self, question: &[u8]) -> Option<u64> {
            u64::try_from(question.len()).ok().filter(|n| *n > 0)
        }
    }

    fn validators(asked: &[(&str, u64)]) -> Vec<Validator> {
        let one = |(question, answer): &(&str, u64)| (question.as_bytes().to_vec(), *answer);
        asked.iter().map(one).map(Validator::from).collect()
    }

    #[test]
    fn all_answers_must_be_the_same() {
        let agree = |asked: &[_]| agree(Some(&Lengths), &validators(asked));
        assert_eq!(agree(&[]), Some(true));
        assert_eq!(agree(&[("oak", 3), ("table", 5)]), Some(true));
        assert_eq!(agree(&[("oak", 3), ("table", 4)]), Some(false));
        assert_eq!(agree(&[("oak", 3), ("", 0)]), None);
    }

    #[test]
    fn without_anybody_to_ask_only_what_asks_nothing_can_be_judged() {
        assert_eq!(agree(None, &[]), Some(true));
        assert_eq!(agree(None, &validators(&[("oak", 3)])), None);
    }
}
