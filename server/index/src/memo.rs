//! Answers that were given, and whether they still hold.
//!
//! An answer is made of the products that match the words and fail at most one facet's filter. As long as none of these
//! changes, comes or goes, and the words mean and weigh the same, it is the answer. So an answer outlives all changes
//! to other products without being worked out again.

mod holds;
mod stats;

use std::sync::{Arc, Mutex, PoisonError};

use moka::sync::Cache;

use crate::answer::{Answer, Facets};
use crate::asking::{Understood, Worked, understood, work_out};
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
/// by, which words could be typed, and what was said about searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    changes: u64,
    texts: u64,
    dictionary: u64,
    cares: u64,
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
        match kept.judge(core, question, now) {
            Judged::Same => (kept, Outcome::Hit),
            Judged::Outlived => (kept, Outcome::Outlived),
            Judged::Gone(understood) => {
                let anew = self.work_out(core, question, understood, Some(&kept.answer));
                let equal = Arc::ptr_eq(&anew.answer, &kept.answer);
                (anew, Outcome::Renewed { equal })
            }
        }
    }

    /// Works an answer out and keeps it. Its counts, which most of the work is for, are kept for other pages of it, too.
    fn work_out(
        &self,
        core: &Core,
        question: &Question,
        understood: Arc<Understood>,
        before: Option<&Arc<Answer>>,
    ) -> Arc<Kept> {
        let counting = question.counting();
        let shares = !question.without_facets && *question != counting;
        let counted = if shares {
            self.counted(core, &counting)
        } else {
            None
        };
        let counts_anew = shares && counted.is_none();
        let Worked { answer, needed } = work_out(core, question, &understood, counted);
        let keep = |question: Question, answer: Arc<Answer>| {
            let kept = Arc::new(Kept {
                answer,
                understood: Arc::clone(&understood),
                needed,
                held: Mutex::new(Moment::of(core)),
            });
            self.kept.insert(question, Arc::clone(&kept));
            kept
        };
        if counts_anew {
            let ids = Vec::new();
            let counts = Answer {
                ids,
                ..answer.clone()
            };
            keep(counting, Arc::new(counts));
        }
        let same = before.filter(|before| ***before == answer);
        let answer = same.map_or_else(|| Arc::new(answer), Arc::clone);
        keep(question.clone(), answer)
    }

    /// The counts of a question that asks for no results, if they are kept and still hold.
    fn counted(&self, core: &Core, counting: &Question) -> Option<Arc<Facets>> {
        let kept = self.kept.get(counting)?;
        match kept.judge(core, counting, Moment::of(core)) {
            Judged::Same | Judged::Outlived => Some(Arc::clone(&kept.answer.facets)),
            Judged::Gone(_) => None,
        }
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
            cares: core.cares.version(),
        }
    }

    /// Whether words mean and weigh then what they mean and weigh now, and the same is said about searches. Prices, stock and
    /// ratings have no say in that.
    fn reads_as(self, now: Self) -> bool {
        let of = |moment: Self| (moment.texts, moment.dictionary, moment.cares);
        of(self) == of(now)
    }
}

/// What has become of an answer.
enum Judged {
    /// Nothing at all has changed.
    Same,
    /// Nothing has changed that it is made of.
    Outlived,
    /// It may be another one now; what is searched for now.
    Gone(Arc<Understood>),
}

impl Kept {
    /// Whether it is still the answer to `question`.
    fn judge(&self, core: &Core, question: &Question, now: Moment) -> Judged {
        let held = self.held();
        if held == now {
            return Judged::Same;
        }
        let understood = if held.reads_as(now) {
            Arc::clone(&self.understood)
        } else {
            Arc::new(understood(core, question))
        };
        if understood == self.understood && holds::since(core, question, self, held.changes) {
            self.hold(now);
            return Judged::Outlived;
        }
        Judged::Gone(understood)
    }

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
