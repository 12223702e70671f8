//! Names of routes.

use std::{
    collections::HashSet,
    sync::{PoisonError, RwLock},
};

/// What stands for the route where none matched: the files of the built package, and addresses that lead nowhere. The
/// path itself is the visitor's own text.
pub const NO_ROUTE: &str = "-";

/// The routes that were asked for. There are as many as the router has, so they may stay for good.
static KNOWN: RwLock<Option<HashSet<&'static str>>> = RwLock::new(None);

/// The name of a route, from its pattern as the router has it: never from what somebody asked for.
pub fn route(pattern: &str) -> &'static str {
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

/// What the requests to a route are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The shop, and all else that people look at.
    Shop,
    /// The panel.
    Panel,
    /// What belongs to pages and costs nothing, and what machines ask every few seconds.
    Other,
}

impl Purpose {
    /// Of the requests to this route.
    pub fn of(route: &str) -> Self {
        const OTHER: [&str; 8] = [
            "/healthz",
            "/readyz",
            "/metrics",
            "/pkg",
            "/picture",
            "/favicon",
            "/robots",
            "/opensearch",
        ];
        const PANEL: [&str; 3] = ["/admin/performance", "/admin/database", "/vitals"];
        let begins = |known: &[&str]| known.iter().any(|known| route.starts_with(known));
        if begins(&PANEL) {
            Self::Panel
        } else if route == NO_ROUTE || begins(&OTHER) {
            Self::Other
        } else {
            Self::Shop
        }
    }
}
