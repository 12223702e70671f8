//! The cache as one request sees it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address::{Address, Epoch};
use crate::audit;
use crate::cache::{Shared, many_loader};
use crate::clock::Standpoint;
use crate::dependencies::Dependencies;
use crate::entry::{Age, Entry, Facts};
use crate::fail_safe::{self, Patience};
use crate::fetch::{Fetch, Got, LoadError, Loader, Wanted};
use crate::freshness;
use crate::key::Key;
use crate::namespace::Namespace;
use crate::stats::{Counters, MissCause};
use crate::tag::Tag;
use crate::tally::{Effort, Tally};
use crate::validator::Validator;

mod renewing;
mod taken;

use taken::Taken;

/// The cache as one request sees it. Cheap to clone; clones are the same view.
///
/// It stands where the log of changes stood when it was made, and judges whatever it takes by that: from memory, from
/// Redis, or from a load that somebody else began. And it remembers what it took, so that something made of all that
/// (a page) knows what it depends on.
#[derive(Clone)]
pub struct View {
    shared: Arc<Shared>,
    /// Nothing if the clock was not to be trusted: then everything is read from its source.
    began: Option<Standpoint>,
    epoch: Epoch,
    taken: Arc<Taken>,
    tally: Arc<Tally>,
}

impl View {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let began = shared.clock.standpoint();
        let epoch = match &began {
            Some(standpoint) => Epoch::of(&standpoint.epoch),
            None => Epoch::of(&shared.clock.epoch()),
        };
        Self {
            shared,
            began,
            epoch,
            taken: Arc::default(),
            tally: Arc::default(),
        }
    }

    /// The value for `key`: from the nearest tier that has it, or else from `load`.
    ///
    /// However many ask at once, in however many processes, one of them loads. What was loaded is stored with what `tags`
    /// says it depends on. An entry whose time is over but whose tags have not changed is returned at once and refreshed
    /// behind the caller's back.
    ///
    /// # Errors
    /// Those of `load`, unless the source [is away](LoadError::is_away) and there is an older entry: then that one is
    /// returned, and the view [is outdated](Self::is_outdated).
    pub async fn get<T, D, E, Fut>(
        &self,
        namespace: &Namespace,
        key: Key,
        tags: impl Fn(&T) -> D + Send + Sync + 'static,
        load: impl Fn() -> Fut + Send + Sync + 'static,
    ) -> Result<Arc<T>, E>
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        D: Into<Dependencies>,
        E: LoadError,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        let tags = Arc::new(tags);
        let load = move || {
            let (tags, loading) = (Arc::clone(&tags), load());
            async move {
                let value = loading.await?;
                let depends = tags(&value).into();
                Ok((value, depends))
            }
        };
        self.get_with(namespace, key, load).await
    }

    /// As [`get`](Self::get), for a load that finds out by itself what its value depends on.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn get_with<T, E, Fut>(
        &self,
        namespace: &Namespace,
        key: Key,
        load: impl Fn() -> Fut + Send + Sync + 'static,
    ) -> Result<Arc<T>, E>
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        E: LoadError,
        Fut: Future<Output = Result<(T, Dependencies), E>> + Send + 'static,
    {
        let load = Arc::new(load);
        let loader = || loader_of(Arc::clone(&load));
        let got = self.take(namespace, vec![((), key)], loader).await?;
        if let Some(((), value)) = got.into_iter().next() {
            return Ok(value);
        }
        // Such a load always brings its value, but it may have joined one of several that found none.
        let (value, depends) = load().await?;
        let entry = Entry {
            value: Arc::new(value),
            facts: Arc::new(Facts::new(namespace, depends, 0, Duration::ZERO)),
        };
        let value = Arc::clone(&entry.value);
        self.taken.add(namespace, [((), entry)]);
        Ok(value)
    }

    /// The values for `ids`: one read of Redis for all that memory does not hold, and one `load` for those that neither
    /// has and nobody else is loading.
    ///
    /// `load` gets each missing id once. Ids for which it returns no value are absent from the answer, and what it
    /// returns beyond the ids it was given is ignored.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn get_many<I, T, D, E, Fut>(
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
        let mut seen = HashSet::with_capacity(ids.len());
        let distinct = ids.iter().filter(|id| seen.insert(*id));
        let wanted: Vec<_> = distinct.map(|id| (id.clone(), key(id))).collect();
        let loader = || many_loader(tags, load);
        let got = self.take(namespace, wanted, loader).await?;
        Ok(got.into_iter().collect())
    }

    /// What everything taken so far depends on, for something that was made of it.
    ///
    /// It counts as holding the changes up to where the view stood, so a view of any age may be used. It must not be kept
    /// if the view is outdated or began while the clock was not trusted, or if something taken must not be kept.
    pub fn dependencies(&self) -> Dependencies {
        match &self.began {
            Some(began) => self.taken.dependencies(began),
            None => Dependencies::uncached(),
        }
    }

    /// Notes an answer that was taken past the cache, after the view was made: what is made of it depends on it.
    pub fn note(&self, answer: Validator) {
        self.taken.add_answer(answer);
    }

    /// Notes that something was looked for and is not there: what is made of that depends on the tags that would bring it
    /// into being. Of several ids, [`get_many`](Self::get_many) leaves those out that do not exist, and notes nothing.
    pub fn note_absent(&self, tags: impl IntoIterator<Item = Tag>) {
        self.taken.add_absent(tags);
    }

    /// Whether the view began while the clock was trusted: what it takes holds every change that was acknowledged before.
    pub fn is_trusted(&self) -> bool {
        self.began.is_some()
    }

    /// Whether something was taken that may lack changes, since the source is away.
    pub fn is_outdated(&self) -> bool {
        self.taken.is_outdated()
    }

    /// What it took to get what was taken so far.
    pub fn effort(&self) -> Effort {
        self.tally.effort()
    }

    /// Notes that what was taken elsewhere may lack changes.
    pub fn mark_outdated(&self) {
        self.taken.mark_outdated();
    }

    async fn take<I, T, E>(
        &self,
        namespace: &Namespace,
        wanted: Vec<(I, Key)>,
        loader: impl FnOnce() -> Loader<I, T, E>,
    ) -> Result<Vec<(I, Arc<T>)>, E>
    where
        I: Eq + Hash + Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        E: LoadError,
    {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let counters = self.shared.registry.counters(namespace.name);
        let is_off = self.shared.switches.is_off(namespace.name);
        let Some(began) = self.began.as_ref().filter(|_| !is_off) else {
            let standpoint = self.began.clone();
            let standpoint = standpoint.unwrap_or_else(|| self.shared.clock.now());
            let fetch = self.fetch(namespace, counters, &standpoint, loader());
            let wanted = self.addressed::<I, T>(namespace, wanted).collect();
            let patience = match self.began {
                // Whoever turned the cache off wants to see what a load takes.
                Some(_) => Patience::Endless,
                None => Patience::Short,
            };
            let got = fail_safe::take(&fetch, wanted, patience).await?;
            return Ok(self.note_got(namespace, got));
        };
        let mut held = Vec::with_capacity(wanted.len());
        let mut missing = Vec::new();
        let mut errands = Vec::new();
        for (id, address) in self.addressed::<I, T>(namespace, wanted) {
            match self.look(began, namespace, &address, &counters) {
                Look::Take(entry, errand) => {
                    if errand != Errand::None {
                        errands.push((id.clone(), address, entry.clone(), errand));
                    }
                    held.push((id, entry));
                }
                Look::Leave(unfit) => missing.push(Wanted {
                    id,
                    address,
                    unfit,
                    counted: false,
                }),
            }
        }
        let mut values = self.taken.add(namespace, held);
        if missing.is_empty() && errands.is_empty() {
            return Ok(values);
        }
        let fetch = self.fetch(namespace, counters, began, loader());
        for (id, address, entry, errand) in errands {
            match errand {
                Errand::Refresh => fetch.refresh(id, &address, &entry),
                Errand::Audit | Errand::None => audit::spawn(&fetch, id, address, entry),
            }
        }
        if !missing.is_empty() {
            values.extend(self.note_got(namespace, fetch.collect(missing).await?));
        }
        Ok(values)
    }

    /// Looks into this process' memory.
    fn look<T: Send + Sync + 'static>(
        &self,
        began: &Standpoint,
        namespace: &Namespace,
        address: &Address,
        counters: &Counters,
    ) -> Look<T> {
        let Some(entry) = self.shared.local.get::<T>(address) else {
            return Look::Leave(None);
        };
        let facts = &*entry.facts;
        if !self.shared.is_current(began, namespace.name, facts) {
            self.shared.note_dropped(namespace.name, counters, facts);
            return Look::Leave(Some((entry, MissCause::Invalidated)));
        }
        let errand = match facts.age() {
            Age::Dead => return Look::Leave(Some((entry, MissCause::Expired))),
            Age::Expired => {
                counters.expired();
                Errand::Refresh
            }
            Age::Fresh if is_due(facts) => Errand::Refresh,
            Age::Fresh if audit::is_chosen(&self.shared) => Errand::Audit,
            Age::Fresh => Errand::None,
        };
        counters.hit_local(facts.cost);
        Look::Take(entry, errand)
    }

    fn addressed<I, T: 'static>(
        &self,
        namespace: &Namespace,
        wanted: Vec<(I, Key)>,
    ) -> impl Iterator<Item = (I, Address)> {
        let (namespace, epoch) = (*namespace, self.epoch);
        wanted
            .into_iter()
            .map(move |(id, key)| (id, Address::new::<T>(&namespace, epoch, key)))
    }

    fn fetch<I, T, E>(
        &self,
        namespace: &Namespace,
        counters: Arc<Counters>,
        standpoint: &Standpoint,
        loader: Loader<I, T, E>,
    ) -> Arc<Fetch<I, T, E>> {
        Arc::new(Fetch {
            shared: Arc::clone(&self.shared),
            namespace: *namespace,
            counters,
            standpoint: standpoint.clone(),
            loader,
            tally: Arc::clone(&self.tally),
            witness: self.shared.witness(),
        })
    }

    /// Remembers what was got.
    fn note_got<I, T>(&self, namespace: &Namespace, got: Vec<Got<I, T>>) -> Vec<(I, Arc<T>)> {
        if got.iter().any(|one| one.outdated) {
            self.mark_outdated();
        }
        let entries = got.into_iter().map(|one| (one.id, one.entry));
        self.taken.add(namespace, entries)
    }
}

/// A loader of the one value that `load` brings.
fn loader_of<T, E, Fut>(load: Arc<impl Fn() -> Fut + Send + Sync + 'static>) -> Loader<(), T, E>
where
    T: Send + 'static,
    E: Send + 'static,
    Fut: Future<Output = Result<(T, Dependencies), E>> + Send + 'static,
{
    Arc::new(move |_| {
        let loading = load();
        Box::pin(async move { loading.await.map(|(value, on)| vec![((), value, on)]) })
    })
}

/// What memory has for an address.
enum Look<T> {
    Take(Entry<T>, Errand),
    /// Nothing, or an entry that cannot be taken.
    Leave(Option<(Entry<T>, MissCause)>),
}

/// What is to be done behind the back of who took an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Errand {
    None,
    Refresh,
    Audit,
}

/// Whether a fresh entry is to be refreshed already. The dice are left alone while it is young.
fn is_due(facts: &Facts) -> bool {
    let rate = facts.taken();
    let age = facts.since_load();
    age > facts.life / 2
        && freshness::is_due(age, facts.life, facts.cost, rate, rand::random::<f64>())
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("began", &self.began)
            .finish_non_exhaustive()
    }
}
