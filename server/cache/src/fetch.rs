//! Getting what the process does not hold: from Redis, from another process that loads it already, or from its source.

use std::hash::Hash;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address::Address;
use crate::audit;
use crate::cache::Shared;
use crate::clock::Standpoint;
use crate::dependencies::Dependencies;
use crate::entry::{Age, Entry};
use crate::flight::{Arrival, Boarding, Passage, Ticket};
use crate::lock::Lock;
use crate::namespace::Namespace;
use crate::stats::{Counters, MissCause};
use crate::tally::Tally;
use crate::witness::Witness;

mod flying;
mod loading;
mod together;

/// Flights a caller joins or begins before it loads alone. The first may have begun before a change it must see; each
/// later one began after it asked, so in practice there are two.
const ROUNDS: usize = 3;

/// What an error of the source says.
pub trait LoadError: Clone + Send + Sync + 'static {
    /// Whether the source cannot be reached at all. Only then may an outdated entry be served, and it is marked.
    fn is_away(&self) -> bool;
}

/// What a load brought: the values it found, with what they depend on.
pub(crate) type Loaded<I, T> = Vec<(I, T, Dependencies)>;

/// Loads the values of some ids from their source.
pub(crate) type Loader<I, T, E> =
    Arc<dyn Fn(Vec<I>) -> BoxFuture<'static, Result<Loaded<I, T>, E>> + Send + Sync>;

/// An id whose entry the process does not hold, or holds one that cannot be taken.
pub(crate) struct Wanted<I, T> {
    pub(crate) id: I,
    pub(crate) address: Address,
    /// The entry that cannot be taken, and why.
    pub(crate) unfit: Option<(Entry<T>, MissCause)>,
    /// Whether it is in the counters already: each id a caller asks for is counted once.
    pub(crate) counted: bool,
}

/// What a caller got.
pub(crate) struct Got<I, T> {
    pub(crate) id: I,
    pub(crate) entry: Entry<T>,
    /// It may lack changes: the source is away.
    pub(crate) outdated: bool,
}

/// One caller's errand.
pub(crate) struct Fetch<I, T, E> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) namespace: Namespace,
    pub(crate) counters: Arc<Counters>,
    pub(crate) standpoint: Standpoint,
    pub(crate) loader: Loader<I, T, E>,
    /// What it took, for whoever it is done for.
    pub(crate) tally: Arc<Tally>,
    /// Who wants to know what asking Redis took.
    pub(crate) witness: Option<Arc<dyn Witness>>,
}

/// An id whose flight is under way, and whether the caller leads it.
type Boarded<I, T, E> = (Wanted<I, T>, Passage<T, E>, bool);

/// A flight to lead.
struct Lead<I, T, E> {
    id: I,
    ticket: Ticket<T, E>,
    unfit: Option<(Entry<T>, MissCause)>,
    cause: MissCause,
    counted: bool,
    /// Released when it is dropped.
    lock: Option<Lock>,
}

impl<I, T, E> Fetch<I, T, E>
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    /// Gets all of `wanted` that exist.
    pub(crate) async fn collect(
        self: &Arc<Self>,
        wanted: Vec<Wanted<I, T>>,
    ) -> Result<Vec<Got<I, T>>, E> {
        let mut got = Vec::with_capacity(wanted.len());
        let mut open = wanted;
        for _ in 0..ROUNDS {
            if open.is_empty() {
                return Ok(got);
            }
            for (mut wanted, passage, led) in self.board(std::mem::take(&mut open)) {
                let Ok(arrival) = passage.await else {
                    // The load panicked: the next round tries again.
                    wanted.counted |= led;
                    open.push(wanted);
                    continue;
                };
                let source = Source::of(&arrival, led);
                let verdict = self.judge(&wanted, arrival);
                self.count(&mut wanted, source, &verdict);
                match verdict {
                    Verdict::Take(one) => got.push(one),
                    Verdict::Nothing => {}
                    Verdict::Fail(error) => return Err(error),
                    Verdict::TooEarly => open.push(wanted),
                }
            }
        }
        if !open.is_empty() {
            got.extend(self.load_rest(open).await?);
        }
        Ok(got)
    }

    /// Refreshes an entry in the background, unless somebody does already.
    pub(crate) fn refresh(self: &Arc<Self>, id: I, address: &Address, known: &Entry<T>) {
        if let Some(lead) = self.lead_unasked(id, address) {
            let loaded_at = known.facts.loaded_at;
            tokio::spawn(self.unwitnessed().fly(vec![lead], Some(loaded_at)));
        }
    }

    /// Gets an entry that nobody waits for, and returns when that is done; at once if somebody does already.
    pub(crate) async fn renew(self: &Arc<Self>, id: I, address: &Address) {
        if let Some(lead) = self.lead_unasked(id, address) {
            Arc::clone(self).fly(vec![lead], None).await;
        }
    }

    /// The same errand, done for nobody who waits.
    fn unwitnessed(&self) -> Arc<Self> {
        Arc::new(Self {
            shared: Arc::clone(&self.shared),
            namespace: self.namespace,
            counters: Arc::clone(&self.counters),
            standpoint: self.standpoint.clone(),
            loader: Arc::clone(&self.loader),
            tally: Arc::clone(&self.tally),
            witness: None,
        })
    }

    /// A flight that nobody asked for, unless one is under way.
    fn lead_unasked(&self, id: I, address: &Address) -> Option<Lead<I, T, E>> {
        let Boarding::Lead(_, ticket) = self.shared.flights.board::<T, E>(address) else {
            return None;
        };
        self.counters.refresh();
        Some(Lead {
            id,
            ticket,
            unfit: None,
            cause: MissCause::Expired,
            counted: true,
            lock: None,
        })
    }

    /// Boards a flight for each id, and leads those that nobody leads yet.
    fn board(self: &Arc<Self>, wanted: Vec<Wanted<I, T>>) -> Vec<Boarded<I, T, E>> {
        let mut leads = Vec::new();
        let mut boarded = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            match self.shared.flights.board(&wanted.address) {
                Boarding::Joined(passage) => boarded.push((wanted, passage, false)),
                Boarding::Lead(passage, ticket) => {
                    leads.push(Lead {
                        id: wanted.id.clone(),
                        ticket,
                        unfit: wanted.unfit.clone(),
                        cause: MissCause::Cold,
                        counted: wanted.counted,
                        lock: None,
                    });
                    boarded.push((wanted, passage, true));
                }
            }
        }
        if !leads.is_empty() {
            // In a task of its own: a caller that goes away does not take the load from those who joined.
            tokio::spawn(Arc::clone(self).fly(leads, None));
        }
        boarded
    }

    /// What an arrival is to this caller, by its own standpoint.
    fn judge(&self, wanted: &Wanted<I, T>, arrival: Arrival<T, E>) -> Verdict<I, T, E> {
        let entry = match arrival {
            Arrival::Found(entry) | Arrival::Awaited(entry) | Arrival::Loaded(entry) => entry,
            Arrival::Absent(as_of) if as_of >= self.standpoint.position => return Verdict::Nothing,
            Arrival::Absent(_) => return Verdict::TooEarly,
            Arrival::Failed(error, fallback) => return self.fall_back(wanted, error, fallback),
        };
        if !self.is_current(&entry) {
            return Verdict::TooEarly;
        }
        Verdict::Take(Got {
            id: wanted.id.clone(),
            entry,
            outdated: false,
        })
    }

    /// Counts what became of one id, once.
    fn count(
        self: &Arc<Self>,
        wanted: &mut Wanted<I, T>,
        source: Source,
        verdict: &Verdict<I, T, E>,
    ) {
        match (source, verdict) {
            _ if wanted.counted => return,
            // Counted as a miss where it was loaded.
            (Source::Load, _) => {}
            (_, Verdict::TooEarly) => return,
            (Source::Others, _) => {
                self.counters.coalesced();
                self.tally.others();
            }
            (Source::Redis, Verdict::Take(got)) => {
                self.count_hit(wanted, &got.entry);
                self.tally.redis();
            }
            (Source::Redis, _) => {}
        }
        wanted.counted = true;
    }

    fn count_hit(self: &Arc<Self>, wanted: &Wanted<I, T>, entry: &Entry<T>) {
        self.counters.hit_remote(entry.facts.cost);
        if entry.facts.age() == Age::Expired {
            self.counters.expired();
        } else if audit::is_chosen(&self.shared) {
            let (id, address) = (wanted.id.clone(), wanted.address.clone());
            audit::spawn(self, id, address, entry.clone());
        }
    }

    /// What there is when the load failed: an outdated entry if the source is away, else the error.
    fn fall_back(
        &self,
        wanted: &Wanted<I, T>,
        error: E,
        fallback: Option<Entry<T>>,
    ) -> Verdict<I, T, E> {
        let held = wanted.unfit.as_ref().map(|(entry, _)| entry.clone());
        let fit = [fallback, held].into_iter().flatten();
        let fit = fit.filter(|entry| entry.facts.age() != Age::Dead);
        match fit.max_by_key(|entry| entry.facts.as_of) {
            Some(entry) if error.is_away() => {
                self.shared.note_away();
                self.counters.outdated();
                Verdict::Take(Got {
                    id: wanted.id.clone(),
                    entry,
                    outdated: true,
                })
            }
            _ => Verdict::Fail(error),
        }
    }

    /// Loads what no flight brought.
    async fn load_rest(&self, open: Vec<Wanted<I, T>>) -> Result<Vec<Got<I, T>>, E> {
        for wanted in open.iter().filter(|wanted| !wanted.counted) {
            let cause = wanted.unfit.as_ref().map(|(_, cause)| *cause);
            self.counters.miss(cause.unwrap_or(MissCause::Invalidated));
        }
        self.load_alone(open.into_iter().map(|wanted| wanted.id).collect())
            .await
    }

    fn is_current(&self, entry: &Entry<T>) -> bool {
        self.shared
            .is_current(&self.standpoint, self.namespace.name, &entry.facts)
    }
}

/// What an arrival is to a caller.
enum Verdict<I, T, E> {
    Take(Got<I, T>),
    Nothing,
    Fail(E),
    /// It lacks a change that the caller must see.
    TooEarly,
}

/// Where an arrival came from, as seen by one caller.
#[derive(Clone, Copy)]
enum Source {
    Redis,
    /// The caller's own load.
    Load,
    /// Somebody else's, in this process or another one.
    Others,
}

impl Source {
    fn of<T, E>(arrival: &Arrival<T, E>, led: bool) -> Self {
        match arrival {
            Arrival::Awaited(_) => Self::Others,
            _ if !led => Self::Others,
            Arrival::Found(_) => Self::Redis,
            Arrival::Loaded(_) | Arrival::Absent(_) | Arrival::Failed(..) => Self::Load,
        }
    }
}

/// For loads that cannot fail.
impl LoadError for std::convert::Infallible {
    fn is_away(&self) -> bool {
        match *self {}
    }
}
