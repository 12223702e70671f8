//! Loading ahead of the next reader.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{View, loader_of};
use crate::address::Address;
use crate::clock::Standpoint;
use crate::dependencies::Dependencies;
use crate::entry::Age;
use crate::fetch::LoadError;
use crate::key::Key;
use crate::namespace::Namespace;

impl View {
    /// Gets the value for `key` into this process' memory if what is there has become out of date, so that the next
    /// reader need not wait: from Redis, or else from `load`. Whether there was anything to do.
    ///
    /// Nobody asked: it counts as a refresh, neither as a hit nor as a miss. Where the cache cannot be trusted or
    /// is turned off, nothing is done; a load that fails leaves everything as it was.
    pub async fn renew<T, E, Fut>(
        &self,
        namespace: &Namespace,
        key: Key,
        load: impl Fn() -> Fut + Send + Sync + 'static,
    ) -> bool
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        E: LoadError,
        Fut: Future<Output = Result<(T, Dependencies), E>> + Send + 'static,
    {
        let Some(began) = &self.began else {
            return false;
        };
        if self.shared.switches.is_off(namespace.name) {
            return false;
        }
        let address = Address::new::<T>(namespace, self.epoch, key);
        if !self.is_outdated_in_memory::<T>(began, namespace, &address) {
            return false;
        }
        let counters = self.shared.registry.counters(namespace.name);
        let loader = loader_of::<T, E, Fut>(Arc::new(load));
        let fetch = self.fetch(namespace, counters, began, loader);
        fetch.renew((), &address).await;
        true
    }

    /// Whether memory has an entry that a reader could no longer take.
    fn is_outdated_in_memory<T>(
        &self,
        began: &Standpoint,
        namespace: &Namespace,
        address: &Address,
    ) -> bool
    where
        T: Send + Sync + 'static,
    {
        let held = self.shared.local.get::<T>(address);
        held.is_some_and(|entry| {
            entry.facts.age() != Age::Fresh
                || !self.shared.is_current(began, namespace.name, &entry.facts)
        })
    }
}
