//! The auditor: compares some hits with what their source says, always, and counts what was wrong.
//!
//! After Meta's Polaris ("Cache made consistent", 2022), with a stricter question: not whether the entry becomes right in
//! the end, but whether it was right at the position of the log at which it was taken.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address::Address;
use crate::cache::Shared;
use crate::entry::Entry;
use crate::fetch::{Fetch, LoadError};

/// Waits until every change that a load which has ended may have seen is applied to the clock; whether it is.
pub type Barrier = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// What the auditor goes by.
pub(crate) struct Auditor {
    /// One hit in so many is audited.
    pub(crate) one_in: NonZeroU32,
    pub(crate) barrier: Barrier,
}

/// Whether this hit is to be audited.
pub(crate) fn is_chosen(shared: &Shared) -> bool {
    let auditor = shared.auditor.get();
    auditor.is_some_and(|auditor| rand::random_ratio(1, auditor.one_in.get()))
}

/// Audits a hit in a task of its own.
pub(crate) fn spawn<I, T, E>(fetch: &Arc<Fetch<I, T, E>>, id: I, address: Address, entry: Entry<T>)
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    if !fetch.namespace.audited {
        return;
    }
    let fetch = Arc::clone(fetch);
    tokio::spawn(async move {
        if let Some(right) = check(&fetch, id, &entry).await {
            fetch.counters.audit(right);
            if !right {
                tracing::error!(
                    %address, as_of = entry.facts.as_of, tags = ?entry.facts.tags,
                    answers = ?entry.facts.validators,
                    "an entry differs from its source although nothing it depends on has changed"
                );
                fetch.shared.local.forget(&address);
                fetch.shared.remote.forget(&address);
            }
        }
    });
}

/// Whether the hit was right; nothing if that cannot be said.
async fn check<I, T, E>(fetch: &Fetch<I, T, E>, id: I, entry: &Entry<T>) -> Option<bool>
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    let fresh = fetch.load_alone(vec![id]).await.ok()?;
    let fresh = fresh.first().map(|got| &got.entry);
    if fresh.is_some_and(|fresh| is_same(&*fresh.value, &entry.value)) {
        return Some(true);
    }
    // The source may have changed since the hit: then the clock says so once it has caught up with what the load saw, or
    // the answers do, which are never behind the clock.
    let auditor = fetch.shared.auditor.get()?;
    if !(auditor.barrier)().await {
        return None;
    }
    let (epoch, facts) = (&fetch.standpoint.epoch, &*entry.facts);
    let unchanged = fetch
        .shared
        .is_unchanged(epoch, fetch.namespace.name, facts)?;
    // The load may have got another answer, one that has changed back since; or, in a process that lags behind the one
    // that made the entry, less than what is in the entry.
    let says_nothing = |fresh: &Entry<T>| {
        fresh.facts.validators != facts.validators || fresh.facts.as_of < facts.as_of
    };
    if unchanged && fresh.is_some_and(says_nothing) {
        return None;
    }
    Some(!unchanged)
}

fn is_same<T: Serialize>(a: &T, b: &T) -> bool {
    match (postcard::to_allocvec(a), postcard::to_allocvec(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
