//! Those who want to know what asking Redis took.

use std::sync::Arc;
use std::time::Duration;

/// Is told of the exchanges with Redis that somebody waits for while something is got. What nobody waits for (stores,
/// refreshes, another process' load) is not told, nor calls that the circuit breaker spares.
///
/// It is called by tasks of the cache, before whoever waits is answered: without waiting.
pub trait Witness: Send + Sync {
    /// Entries of a namespace were read, and so many were there.
    fn read(&self, namespace: &'static str, found: usize, took: Duration, failed: bool);

    /// Redis was asked who is to load.
    fn locked(&self, took: Duration, failed: bool);
}

/// Gives the witness of whatever the current task does, if it has one. Called where something is got that memory does not
/// hold.
pub type Witnesses = fn() -> Option<Arc<dyn Witness>>;
