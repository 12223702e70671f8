//! Names of routes.

use std::{
    collections::HashSet,
    sync::{PoisonError, RwLock},
};

use super::Series;

/// The routes that were asked for. There are as many as the router has, so they may stay for good.
static KNOWN: RwLock<Option<HashSet<&'static str>>> = RwLock::new(None);

/// The requests to a route, by its pattern as the router has it: never by what somebody asked for.
pub fn route(pattern: &str) -> Series {
    Series::route(interned(pattern))
}

fn interned(pattern: &str) -> &'static str {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(name) = known.as_ref().and_then(|known| known.get(pattern)) {
        return name;
    }
    drop(known);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    if let Some(name) = known.get(pattern) {
        return name;
    }
    let name: &'static str = Box::leak(pattern.into());
    known.insert(name);
    name
}
