//! Reading while the clock is not to be trusted, or in a namespace that is turned off: from the source, and if that is away
//! too, from what there is, marked.
//!
//! The clock loses its trust when its log cannot be reached, and the log is kept by the source itself. So this is the
//! path of a process that cannot reach its source, or was frozen and does not know yet what it missed.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address::Address;
use crate::entry::{Age, Entry};
use crate::fetch::{Fetch, Got, LoadError};
use crate::stats::MissCause;

/// How long the short patience is.
const SOFT_DEADLINE: Duration = Duration::from_millis(250);

/// How long a caller who has something to fall back on waits for the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// A moment: a source that hangs is as good as away.
    Short,
    /// Until it answers, or is known to be away.
    Endless,
}

/// Gets what exists of `wanted` from the source, or from the tiers if that is away.
pub(crate) async fn take<I, T, E>(
    fetch: &Arc<Fetch<I, T, E>>,
    wanted: Vec<(I, Address)>,
    patience: Patience,
) -> Result<Vec<Got<I, T>>, E>
where
    I: Eq + Hash + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: LoadError,
{
    for _ in &wanted {
        fetch.counters.miss(MissCause::Bypass);
    }
    let held = held(fetch, &wanted);
    if let Some(held) = &held
        && fetch.shared.is_away()
    {
        return Ok(outdated(fetch, held));
    }
    let ids = || wanted.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    let (loader, all) = (Arc::clone(fetch), wanted.clone());
    // In a task of its own, so that a caller who stops waiting does not leave a statement half-way.
    let loading = tokio::spawn(async move { loader.load_together(all).await });
    let patience = match (&held, patience) {
        (Some(_), Patience::Short) => SOFT_DEADLINE,
        _ => Duration::MAX,
    };
    let error = match tokio::time::timeout(patience, loading).await {
        Ok(Ok(Err(error))) if error.is_away() => Some(error),
        Ok(Ok(outcome)) => return outcome,
        // The load panicked: let it do so where its caller sees it.
        Ok(Err(_)) => return fetch.load_alone(ids()).await,
        Err(_) => None,
    };
    fetch.shared.note_away();
    match (held, error) {
        (Some(held), _) => Ok(outdated(fetch, &held)),
        (None, Some(error)) => stored(fetch, &wanted).await.ok_or(error),
        // Not reached: without something to fall back on there is no soft deadline.
        (None, None) => fetch.load_alone(ids()).await,
    }
}

/// What this process holds, if it holds everything.
fn held<I: Clone, T: Send + Sync + 'static, E>(
    fetch: &Fetch<I, T, E>,
    wanted: &[(I, Address)],
) -> Option<Vec<(I, Entry<T>)>> {
    let one = |(id, address): &(I, Address)| {
        let entry = fetch.shared.local.get::<T>(address)?;
        (entry.facts.age() != Age::Dead).then(|| (id.clone(), entry))
    };
    wanted.iter().map(one).collect()
}

/// What Redis holds, if it holds everything.
async fn stored<I: Clone, T, E>(
    fetch: &Fetch<I, T, E>,
    wanted: &[(I, Address)],
) -> Option<Vec<Got<I, T>>>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let addresses = wanted.iter().map(|(_, address)| address);
    let found = fetch.shared.remote.read::<T>(addresses).await;
    let entries = wanted.iter().zip(found).map(|((id, address), found)| {
        let (entry, size) = found.ok()?;
        fetch.shared.local.put(address.clone(), &entry, size);
        (entry.facts.age() != Age::Dead).then(|| (id.clone(), entry))
    });
    let entries: Vec<_> = entries.collect::<Option<_>>()?;
    Some(outdated(fetch, &entries))
}

fn outdated<I: Clone, T, E>(fetch: &Fetch<I, T, E>, entries: &[(I, Entry<T>)]) -> Vec<Got<I, T>> {
    let one = |(id, entry): &(I, Entry<T>)| {
        fetch.counters.outdated();
        Got {
            id: id.clone(),
            entry: entry.clone(),
            outdated: true,
        }
    };
    entries.iter().map(one).collect()
}
