//! Answers that were given, and whether they still hold.
//!
//! An answer is made of the products that match the words and fail at most one facet's filter. As long as none of these
//! changes, comes or goes, and the words mean and weigh the same, it is the answer. So an answer outlives all changes
//! to other products without being worked out again.

mod holds;
mod stats;

use std::sync::{Arc, Mutex, PoisonError};

use moka::sync::Cache;

use crate::answer::Answer;
use crate::asking::{Understood, understood, work_out};
use crate::core::Core;
use crate::question::Question;
use stats::Counters;
pub(crate) use stats::Outcome;
pub use stats::Stats;

/// About how many bytes of answers are kept.
const CAPACITY: u64 = 32 << 20;

/// Answers that were given.
#[derive(Debug)]
pub(crate) struct Memo {
    kept: Cache<Question, Arc<Kept>>,
    counters: Counters,
}

/// An answer and what it depends on.
#[derive(Debug)]
pub(crate) struct Kept {
    answer: Arc<Answer>,
    understood: Arc<Understood>,
    needed: u32,
    /// When it was last known to hold.
    held: Mutex<Moment>,
}

/// A state of the index: how many changes there were to the products, which of them last changed what a product is told of
/// by, and which words could be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    changes: u64,
    texts: u64,
    dictionary: u64,
}

impl Default for Memo {
    fn default() -> Self {
        let weigher = |question: &Question, kept: &Arc<Kept>| {
            crate::number::small(question.text.len() + kept.answer.memory() + 1_000)
        };
        Self {
            kept: Cache::builder()
                .weigher(weigher)
                .max_capacity(CAPACITY)
                .build(),
            counters: Counters::default(),
        }
    }
}

impl Memo {
    /// The answer to a question, from before if that still holds.
    pub(crate) fn ask(&self, core: &Core, question: &Question) -> Arc<Answer> {
        let (kept, outcome) = self.keep(core, question);
        self.counters.count(outcome);
        Arc::clone(&kept.answer)
    }

    /// The answer with what it depends on, and how it was found.
    pub(crate) fn keep(&self, core: &Core, question: &Question) -> (Arc<Kept>, Outcome) {
        let now = Moment::of(core);
        let Some(kept) = self.kept.get(question) else {
            let understood = Arc::new(understood(core, question));
            let kept = self.work_out(core, question, understood, None);
            return (kept, Outcome::Missed);
        };
        let held = kept.held();
        if held == now {
            return (kept, Outcome::Hit);
        }
        let understood = if held.reads_as(now) {
            Arc::clone(&kept.understood)
        } else {
            Arc::new(understood(core, question))
        };
        if understood == kept.understood && holds::since(core, question, &kept, held.changes) {
            kept.hold(now);
            return (kept, Outcome::Outlived);
        }
        let anew = self.work_out(core, question, understood, Some(&kept.answer));
        let equal = Arc::ptr_eq(&anew.answer, &kept.answer);
        (anew, Outcome::Renewed { equal })
    }

    fn work_out(
        &self,
        core: &Core,
        question: &Question,
        understood: Arc<Understood>,
        before: Option<&Arc<Answer>>,
    ) -> Arc<Kept> {
        let worked = work_out(core, question, &understood);
        let same = before.filter(|before| ***before == worked.answer);
        let kept = Arc::new(Kept {
            answer: same.map_or_else(|| Arc::new(worked.answer), Arc::clone),
            understood,
            needed: worked.needed,
            held: Mutex::new(Moment::of(core)),
        });
        self.kept.insert(question.clone(), Arc::clone(&kept));
        kept
    }

    /// What became of questions so far.
    pub(crate) fn stats(&self) -> Stats {
        self.counters.read(self.kept.weighted_size())
    }
}

impl Moment {
    fn of(core: &Core) -> Self {
        Self {
            changes: core.changes.count(),
            texts: core.changes.texts(),
            dictionary: core.dictionary.version(),
        }
    }

    /// Whether words mean and weigh then what they mean and weigh now. Prices, stock and ratings have no say in that.
    fn reads_as(self, now: Self) -> bool {
        (self.texts, self.dictionary) == (now.texts, now.dictionary)
    }
}

impl Kept {
    /// What was searched for.
    pub(crate) fn understood(&self) -> &Understood {
        &self.understood
    }

    /// How much of the query a result must have.
    pub(crate) fn needed(&self) -> u32 {
        self.needed
    }

    fn held(&self) -> Moment {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that it still holds. Nothing changes while somebody reads the index, so this never goes back.
    fn hold(&self, now: Moment) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}
