//! The cache: its two tiers, its clock, and the views through which requests read.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address::{Address, Epoch};
use crate::audit::{Auditor, Barrier};
use crate::clock::{Standpoint, TagClock};
use crate::dependencies::Dependencies;
use crate::entry::Facts;
use crate::fetch::{Fetch, LoadError, Loader};
use crate::flight::Flights;
use crate::key::Key;
use crate::link::Link;
use crate::local::Local;
use crate::memory::Memory;
use crate::namespace::Namespace;
use crate::remote::Remote;
use crate::stats::{Counters, NamespaceStats, Registry};
use crate::switches::Switches;
use crate::validator::{self, Answers};
use crate::view::View;
use crate::witness::{Witness, Witnesses};

/// How long after a failure the source counts as away without being asked.
const AWAY_FOR: Duration = Duration::from_secs(1);

/// A cache of loaded values. Cheap to clone; clones share everything.
///
/// It never fails: where the cache cannot help, the value is loaded. Reads must happen inside a tokio runtime.
#[derive(Clone)]
pub struct Cache {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) clock: TagClock,
    pub(crate) local: Local,
    pub(crate) remote: Remote,
    pub(crate) flights: Arc<Flights>,
    pub(crate) memory: Memory,
    pub(crate) registry: Registry,
    pub(crate) switches: Switches,
    pub(crate) auditor: OnceLock<Auditor>,
    answers: OnceLock<Arc<dyn Answers>>,
    witnesses: OnceLock<Witnesses>,
    /// Until when the source counts as away.
    away_until: Mutex<Option<Instant>>,
}

impl Cache {
    /// A cache with at most about `local_bytes` in this process, or nothing with 0, and the rest behind `link`. Its
    /// entries are judged by `clock`.
    pub fn new(link: Link, clock: TagClock, local_bytes: u64) -> Self {
        Self {
            shared: Arc::new(Shared {
                clock,
                local: Local::new(local_bytes),
                remote: Remote::new(link),
                flights: Arc::default(),
                memory: Memory::default(),
                registry: Registry::default(),
                switches: Switches::default(),
                auditor: OnceLock::new(),
                answers: OnceLock::new(),
                witnesses: OnceLock::new(),
                away_until: Mutex::default(),
            }),
        }
    }

    /// The cache as one request sees it: whatever is read through the view holds every change known now.
    pub fn view(&self) -> View {
        View::new(Arc::clone(&self.shared))
    }

    /// Loads the values of `ids` and puts them into both tiers, whatever these hold (write-through): after a write, so
    /// that the next reader finds what was written.
    ///
    /// # Errors
    /// Those of `load`. The tiers are as before then.
    pub async fn put_through<I, T, D, E, Fut>(
        &self,
        namespace: &Namespace,
        ids: &[I],
        key: impl Fn(&I) -> Key,
        tags: impl Fn(&I, &T) -> D + Send + Sync + 'static,
        load: impl Fn(Vec<I>) -> Fut + Send + Sync + 'static,
    ) -> Result<HashMap<I, Arc<T>>, E>
    where
        I: Eq + Hash + Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        D: Into<Dependencies>,
        E: LoadError,
        Fut: Future<Output = Result<HashMap<I, T>, E>> + Send + 'static,
    {
        let standpoint = self.shared.clock.now();
        let epoch = Epoch::of(&standpoint.epoch);
        let wanted = ids.iter().map(|id| {
            let address = Address::new::<T>(namespace, epoch, key(id));
            (id.clone(), address)
        });
        let wanted = wanted.collect();
        let fetch = Fetch {
            shared: Arc::clone(&self.shared),
            namespace: *namespace,
            counters: self.shared.registry.counters(namespace.name),
            standpoint,
            loader: many_loader(tags, load),
            tally: Arc::default(),
            witness: None,
        };
        let entries = fetch.load_through(wanted).await?;
        let values = entries.into_iter().map(|(id, entry)| (id, entry.value));
        Ok(values.collect())
    }

    /// Lets the auditor work: from now on it compares one hit in `one_in` with what its source says.
    ///
    /// `barrier` waits until every change that a load which ended before may have seen is applied to the clock.
    pub fn audit_by(&self, one_in: NonZeroU32, barrier: Barrier) {
        // Set twice, the first one stays: both wait for the same log.
        let _ = self.shared.auditor.set(Auditor { one_in, barrier });
    }

    /// Lets entries that depend on answers be judged by what `answers` says now. Before, none of them is current to a
    /// reader who began after its load.
    pub fn validate_by(&self, answers: Arc<dyn Answers>) {
        // Set twice, the first one stays: entries are judged by one source.
        let _ = self.shared.answers.set(answers);
    }

    /// From now on tells whoever `witnesses` gives what asking Redis took.
    pub fn witness_by(&self, witnesses: Witnesses) {
        // Set twice, the first one stays.
        let _ = self.shared.witnesses.set(witnesses);
    }

    /// Turns these namespaces off, and all others on. What is read in one that is off is loaded each time, with those who
    /// ask at the same time, and not kept; only while the source is away does what was kept before serve, marked as ever.
    /// What such a namespace holds stays where it is: once it is on again, whatever is still current is taken.
    pub fn turn_off(&self, namespaces: impl IntoIterator<Item = String>) {
        self.shared.switches.turn_off(namespaces);
    }

    /// The clock that entries are judged by.
    pub fn clock(&self) -> &TagClock {
        &self.shared.clock
    }

    /// A reading of the counters of every namespace used so far, sorted by name.
    pub fn stats(&self) -> Vec<NamespaceStats> {
        self.shared.registry.snapshot()
    }

    /// Entries and bytes in this process' memory, about.
    pub fn local_extent(&self) -> (u64, u64) {
        self.shared.local.extent()
    }

    /// Waits until the background stores under way have ended. Stores that begin meanwhile may be dropped.
    ///
    /// For shutting down, and for tests. Ends in time whatever Redis does, since every store has a deadline.
    pub async fn flush_pending(&self) {
        self.shared.remote.flush().await;
    }
}

impl Shared {
    /// Whether a reader who began at `began` may take an entry: it holds every change to its tags that he may expect, and
    /// its answers are those he would get.
    ///
    /// Answers of an entry from his position or after it need not be asked for again. They are never behind the clock, so
    /// those that a load got which began at `as_of` hold every change up to there, whichever process loaded; and this
    /// reader may expect none but those up to his position. If they differ from today's, it is by a change that nobody
    /// was promised to see yet.
    ///
    /// What is not to be kept says nothing of what it depends on, so only readers from before its load may take it.
    pub(crate) fn is_current(&self, began: &Standpoint, namespace: &str, facts: &Facts) -> bool {
        self.clock
            .is_current(began, facts.as_of, namespace, &facts.marks)
            && (facts.as_of >= began.position || !facts.uncached && self.agree(facts) == Some(true))
    }

    /// Notes that an entry was met that is not current any more.
    pub(crate) fn note_dropped(&self, namespace: &str, counters: &Counters, facts: &Facts) {
        counters.dropped(self.clock.dropped(facts.as_of, namespace, &facts.tags));
    }

    /// Whether nothing that an entry depends on has changed, as far as is known now; nothing if that cannot be said.
    pub(crate) fn is_unchanged(&self, epoch: &str, namespace: &str, facts: &Facts) -> Option<bool> {
        let (as_of, marks) = (facts.as_of, &facts.marks);
        match self.clock.is_unchanged(epoch, as_of, namespace, marks) {
            Some(true) => self.agree(facts),
            changed => changed,
        }
    }

    /// Who wants to know what is done for the current task.
    pub(crate) fn witness(&self) -> Option<Arc<dyn Witness>> {
        self.witnesses.get().and_then(|witnesses| witnesses())
    }

    fn agree(&self, facts: &Facts) -> Option<bool> {
        validator::agree(
            self.answers.get().map(|answers| &**answers),
            &facts.validators,
        )
    }

    /// Notes that the source is away, so that those who hold something to fall back on need not wait for it.
    pub(crate) fn note_away(&self) {
        *self.away_until() = Instant::now().checked_add(AWAY_FOR);
    }

    pub(crate) fn is_away(&self) -> bool {
        self.away_until()
            .is_some_and(|until| Instant::now() < until)
    }

    fn away_until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.away_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("clock", &self.shared.clock)
            .finish_non_exhaustive()
    }
}

/// A loader of several values, each with what `tags` says of it.
pub(crate) fn many_loader<I, T, D, E, Fut>(
    tags: impl Fn(&I, &T) -> D + Send + Sync + 'static,
    load: impl Fn(Vec<I>) -> Fut + Send + Sync + 'static,
) -> Loader<I, T, E>
where
    I: Send + 'static,
    T: Send + 'static,
    D: Into<Dependencies>,
    Fut: Future<Output = Result<HashMap<I, T>, E>> + Send + 'static,
{
    let tags = Arc::new(tags);
    Arc::new(move |ids| {
        let (tags, loading) = (Arc::clone(&tags), load(ids));
        Box::pin(async move {
            let loaded = loading.await?.into_iter();
            let loaded = loaded.map(|(id, value)| {
                let depends = tags(&id, &value).into();
                (id, value, depends)
            });
            Ok(loaded.collect())
        })
    })
}
