//! Write-behind: counting in memory, with a copy in Redis, and a database that gets the sums now and then.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use crate::link::{Link, LinkError};

mod batch;
mod gathered;
mod held;
mod queue;
mod sink;

pub use batch::Batch;
use gathered::Gathered;
use held::{Held, RedisCopy};
use queue::Queue;
pub use sink::Sink;

/// A write-behind counter: how often each key was counted, by all processes together.
///
/// Counting costs a look into a map. What was counted goes on in batches, each with an id of its own: [`push`](Self::push)
/// puts a copy into Redis, [`drain`](Self::drain) hands them to a [`Sink`] that remembers the ids it has. A batch is
/// forgotten here and deleted there only when the sink has it, and the sink leaves out what it knows. So whatever answer is
/// lost and whoever hands a batch over again, it is counted once; and nothing needs a lock between processes.
///
/// The copy in Redis is for the case that the process dies: then any other process, or the next one, hands it over. Redis is
/// not trusted with more: one that is away, empty, or has gone back in time takes nothing away and adds nothing.
///
/// **What may be lost**:
/// - if the process is killed, what was counted since its last `push` that Redis acknowledged, or since its last `drain`;
/// - if Redis loses its data as well, also what the dead process had pushed and nobody had drained;
/// - if more distinct keys come than are held (10,000 between two pushes), or longer ones (300 octets), those counts: see
///   [`CountsStats::dropped`].
///
/// **Never is more counted than was added**, as long as the sink remembers an id until no copy of its batch is left. It may
/// forget those older than the longest time a process can be out of touch, after a drain that was
/// [complete](Drained::complete).
///
/// Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Counts {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    gathered: Gathered,
    held: Mutex<Held>,
    queue: Queue,
    damaged: AtomicU64,
}

/// What a [`Counts`] has seen, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountsStats {
    /// Sum of the amounts the sink is not known to have.
    pub waiting: u64,
    /// Counts that were dropped: too many distinct keys, or too long a key.
    pub dropped: u64,
    /// Batches in Redis that could not be read and were deleted.
    pub damaged: u64,
}

/// What a [`drain`](Counts::drain) did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Batches handed to the sink, those it knew already included.
    pub batches: usize,
    /// Whether all batches in Redis were seen. If not, Redis was away; what this process counted itself is in the sink
    /// all the same.
    pub complete: bool,
}

/// Why a [`push`](Counts::push) left something without its copy. Nothing is lost by that.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PushError {
    /// Redis did not take it, or did not say so.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// Redis holds as many batches as it is given: none was drained for long.
    #[error("too many batches wait in Redis")]
    Full,
    /// A batch could not be encoded.
    #[error("a batch cannot be encoded: {0}")]
    Encode(#[from] postcard::Error),
}

impl Counts {
    /// A counter called `name`, which all processes that count together have in common. Connects to nothing yet.
    pub fn new(link: Link, name: &str) -> Self {
        Self {
            shared: Arc::new(Shared {
                gathered: Gathered::default(),
                held: Mutex::new(Held::new()),
                queue: Queue::new(link, name),
                damaged: AtomicU64::new(0),
            }),
        }
    }

    /// Counts `key` once. Never waits for Redis or the sink.
    pub fn add(&self, key: &str) {
        self.shared.gathered.add(key);
    }

    /// Puts copies of what was counted since the last time into Redis, where they outlive this process.
    ///
    /// May be given up at any time, and repeated.
    ///
    /// # Errors
    /// See [`PushError`]. The next push, or the next drain, takes up what is left.
    pub async fn push(&self) -> Result<(), PushError> {
        let mut held = self.shared.held.lock().await;
        held.seal(&self.shared.gathered);
        for one in held.unstored() {
            let bytes = one.batch.encode()?;
            // Before it is sent, for the answer may not come, or nobody may wait for it.
            one.copy = RedisCopy::InDoubt;
            if !self.shared.queue.store(&one.batch.id, &bytes).await? {
                return Err(PushError::Full);
            }
            one.copy = RedisCopy::Stored;
        }
        Ok(())
    }

    /// Hands the sink what this process has counted, then what lies in Redis of others, dead or alive.
    ///
    /// May be given up at any time, and repeated; several processes may drain at once.
    ///
    /// # Errors
    /// That of the sink; nothing is lost. Redis being away is no error, see [`Drained::complete`].
    pub async fn drain<S: Sink>(&self, sink: &S) -> Result<Drained, S::Error> {
        let mut held = self.shared.held.lock().await;
        let all = held.seal(&self.shared.gathered);
        let mut batches = self.hand_over(&mut held, sink).await?;
        if !all {
            held.seal(&self.shared.gathered);
            batches += self.hand_over(&mut held, sink).await?;
        }
        drop(held);
        let complete = self.drain_queue(sink, &mut batches).await?;
        Ok(Drained { batches, complete })
    }

    /// A reading of the counters. Waits for a push or a drain under way.
    pub async fn stats(&self) -> CountsStats {
        let held = self.shared.held.lock().await;
        let sealed: u64 = held.all().flat_map(|batch| batch.amounts.values()).sum();
        CountsStats {
            waiting: sealed + self.shared.gathered.sum(),
            dropped: self.shared.gathered.dropped(),
            damaged: self.shared.damaged.load(Ordering::Relaxed),
        }
    }

    async fn hand_over<S: Sink>(&self, held: &mut Held, sink: &S) -> Result<usize, S::Error> {
        let batches: Vec<Batch> = held.all().cloned().collect();
        if batches.is_empty() {
            return Ok(0);
        }
        sink.commit(&batches).await?;
        // A copy that stays, or comes later, is handed over once more and left out by the sink.
        if let Err(error) = self.shared.queue.delete(&held.settle()).await {
            tracing::debug!(%error, "copies of counted batches stay in Redis for now");
        }
        Ok(batches.len())
    }

    /// Hands over what lies in Redis, page by page; whether all of it was seen.
    async fn drain_queue<S: Sink>(
        &self,
        sink: &S,
        handed_over: &mut usize,
    ) -> Result<bool, S::Error> {
        let mut next = Some(0);
        while let Some(from) = next {
            let page = match self.shared.queue.read(from).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::debug!(%error, "batches in Redis cannot be read");
                    return Ok(false);
                }
            };
            if !page.batches.is_empty() {
                sink.commit(&page.batches).await?;
                *handed_over += page.batches.len();
            }
            self.note_damaged(&page.damaged);
            let ids = page.batches.into_iter().map(|batch| batch.id);
            let done: Vec<String> = ids.chain(page.damaged).collect();
            if let Err(error) = self.shared.queue.delete(&done).await {
                tracing::debug!(%error, "copies of counted batches stay in Redis for now");
                return Ok(false);
            }
            next = page.next;
        }
        Ok(true)
    }

    fn note_damaged(&self, ids: &[String]) {
        if ids.is_empty() {
            return;
        }
        tracing::warn!(
            batches = ids.len(),
            "unreadable counts in Redis are deleted"
        );
        let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
        self.shared.damaged.fetch_add(count, Ordering::Relaxed);
    }
}
