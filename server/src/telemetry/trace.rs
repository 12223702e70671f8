//! What one request does, step by step, wherever it is done.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use cache::Witness;

tokio::task_local! {
    static CURRENT: Option<Trace>;
}

/// Steps that are kept of a request: more would be a loop that repeats itself.
const MOST: usize = 200;

/// The name of the step in which Redis is asked who is to load.
pub const LOCK: &str = "lock";

/// Kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Finding out who asks.
    Session,
    /// Asking Redis for what the cache keeps there. What memory holds takes nanoseconds and is no step; to load what is
    /// missing is the work of others.
    Cache,
    /// Waiting for a connection to PostgreSQL.
    Pool,
    /// A statement.
    Sql,
    /// Asking the index in memory.
    Index,
    /// Making the page, with all that this takes.
    Render,
    /// Compressing it.
    Compress,
    /// Handing the body over, after the head of the answer; what was not compressed before is so now.
    Send,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Span {
    /// Of what kind.
    pub step: Step,
    /// What exactly.
    pub name: &'static str,
    /// When it began, after the request came.
    pub begin: Duration,
    /// How long it took.
    pub took: Duration,
    /// Rows it brought.
    pub rows: usize,
    /// Whether it failed.
    pub failed: bool,
}

/// The steps of one request. Cheap to clone; clones are the same.
#[derive(Debug, Clone)]
pub struct Trace(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    begun: Instant,
    spans: Mutex<Vec<Span>>,
    tier: OnceLock<&'static str>,
}

impl Trace {
    /// Of a request that comes now.
    pub fn begin() -> Self {
        Self(Arc::new(Inner {
            begun: Instant::now(),
            spans: Mutex::default(),
            tier: OnceLock::new(),
        }))
    }

    /// The request that the work of this task is done for, if it is.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok().flatten()
    }

    /// Notes a step of the current request that ends now.
    pub(super) fn note(step: Step, name: &'static str, took: Duration, rows: usize, failed: bool) {
        with_current(|trace| trace.add(step, name, took, rows, failed));
    }

    /// Notes a step of this request that ends now.
    pub(super) fn add(
        &self,
        step: Step,
        name: &'static str,
        took: Duration,
        rows: usize,
        failed: bool,
    ) {
        let begin = self.age().saturating_sub(took);
        let mut spans = self.spans();
        if spans.len() < MOST {
            spans.push(Span {
                step,
                name,
                begin,
                took,
                rows,
                failed,
            });
        }
    }

    /// Notes that handing the body over took so long, and has ended now; `whole` if nothing of it was left.
    pub fn sent(&self, took: Duration, whole: bool) {
        self.add(Step::Send, "body", took, 0, !whole);
    }

    /// Notes where the page of the current request came from. The first word counts.
    pub(super) fn note_tier(tier: &'static str) {
        with_current(|trace| {
            trace.0.tier.get_or_init(|| tier);
        });
    }

    /// Time since the request came.
    pub fn age(&self) -> Duration {
        self.0.begun.elapsed()
    }

    /// Where its page came from; nothing for what is no page.
    pub fn tier(&self) -> Option<&'static str> {
        self.0.tier.get().copied()
    }

    /// Time that its steps of this kind took together.
    pub fn spent(&self, step: Step) -> Duration {
        let spans = self.spans();
        let own = spans.iter().filter(|span| span.step == step);
        own.map(|span| span.took).sum()
    }

    /// Its steps up to now, in the order in which they began.
    pub fn steps(&self) -> Vec<Span> {
        let mut spans = self.spans().clone();
        spans.sort_by_key(|span| span.begin);
        spans
    }

    fn spans(&self) -> MutexGuard<'_, Vec<Span>> {
        self.0.spans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the cache asks Redis for a request is a step of it.
impl Witness for Trace {
    fn read(&self, namespace: &'static str, found: usize, took: Duration, failed: bool) {
        self.add(Step::Cache, namespace, took, found, failed);
    }

    fn locked(&self, took: Duration, failed: bool) {
        self.add(Step::Cache, LOCK, took, 0, failed);
    }
}

/// Who wants to know what the cache does for the current request.
pub fn witness() -> Option<Arc<dyn Witness>> {
    Trace::current().map(|trace| -> Arc<dyn Witness> { Arc::new(trace) })
}

fn with_current(note: impl FnOnce(&Trace)) {
    let _ = CURRENT.try_with(|trace| trace.as_ref().map(note));
}

/// `work` as a part of the request that `trace` is of, if there is one, whichever task does it.
pub fn carried<F: Future>(
    trace: Option<Trace>,
    work: F,
) -> impl Future<Output = F::Output> + use<F> {
    CURRENT.scope(trace, work)
}
