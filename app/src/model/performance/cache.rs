//! What the cache does.

use serde::{Deserialize, Serialize};

/// How often something was found, among all that was looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Found.
    pub hits: u64,
    /// Not found.
    pub misses: u64,
}

impl Rate {
    /// From 0 to 1; nothing if nothing was looked up.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate needs no more digits than a double has"
    )]
    pub fn share(self) -> Option<f64> {
        let all = self.hits + self.misses;
        (all > 0).then(|| self.hits as f64 / all as f64)
    }
}

/// The cache, all its namespaces together and each alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CacheFigures {
    /// Look-ups of values that may be kept.
    pub rate: Rate,
    /// What the share of hits is not to fall below, from 0 to 1.
    pub target: f64,
    /// For each point in time.
    pub points: Vec<Rate>,
    /// Where pages came from, the nearest first.
    pub tiers: Vec<TierFigures>,
    /// By namespace, in the order of their names; those that are off are there even if nobody asked for them.
    pub namespaces: Vec<NamespaceFigures>,
    /// Redis; nothing if it does not answer.
    pub redis: Option<RedisFigures>,
    /// The latest changes of the catalogue, the last first.
    pub invalidations: Vec<Invalidation>,
}

/// Pages that came from one place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TierFigures {
    /// Which: `browser` (it had the page and was told that it still holds), `memory`, `redis`, `shared` (somebody else was
    /// getting it), `made`.
    pub name: String,
    /// How long they took.
    pub times: super::Quantiles,
    /// Their share of all pages, from 0 to 1.
    pub share: f64,
}

/// One namespace.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NamespaceFigures {
    /// Its name.
    pub name: String,
    /// Since when it is turned off, in UTC: `2026-11-22 14:02:07`; nothing if it is on.
    pub off_since: Option<String>,
    /// Its look-ups.
    pub rate: Rate,
    /// Misses by cause, in a fixed order; those that did not happen as well.
    pub causes: Vec<(String, u64)>,
    /// Values shared with somebody who was getting them already.
    pub coalesced: u64,
    /// Refreshes for which nobody waited.
    pub refreshes: u64,
    /// Loads from the source, and the milliseconds they took together.
    pub loads: u64,
    /// See `loads`.
    pub load_millis: f64,
    /// Milliseconds that loading the hits would have taken.
    pub saved_millis: f64,
    /// Bytes that came from Redis.
    pub bytes_read: u64,
    /// Bytes that went there.
    pub bytes_stored: u64,
    /// Hits that were compared with the database.
    pub audited: u64,
    /// Of those, the wrong ones.
    pub wrong: u64,
    /// When something in it was last out of date, whenever that was; nothing if it never was as far as is known.
    pub dropped: Option<LastDrop>,
}

/// The last time something of a namespace was asked for and was out of date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDrop {
    /// How long ago it became so.
    pub seconds_ago: u64,
    /// The tag that changed, as the triggers spell it, or what else it was in a few words.
    pub by: String,
    /// Program and role that changed it, if they are known.
    pub source: Option<String>,
}

/// The Redis that the cache is in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RedisFigures {
    /// Primary nodes that answered: more than one on a Redis Cluster. All figures are of all of them together.
    pub nodes: u64,
    /// Its version.
    pub version: String,
    /// Bytes it uses.
    pub memory: u64,
    /// Bytes it may use; nothing if there is no limit.
    pub memory_limit: Option<u64>,
    /// What it does when memory ends.
    pub policy: String,
    /// Commands a second, as it says itself: of all who use it.
    pub operations: u64,
    /// Clients that are connected.
    pub clients: u64,
    /// Entries it evicted since it started.
    pub evicted: u64,
    /// Keys it holds.
    pub keys: u64,
    /// Its commands since it started, those that took most time first, at most a few.
    pub commands: Vec<CommandFigures>,
    /// Milliseconds of one call, just now.
    pub round_trip_now: f64,
    /// Calls of this server, in the window.
    pub round_trips: super::Quantiles,
}

/// A command of Redis.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CommandFigures {
    /// Its name, in lower case.
    pub name: String,
    /// How often it was called, by all who use this Redis.
    pub calls: u64,
    /// Milliseconds of one call within Redis, on average.
    pub millis: f64,
    /// Its share of the time of all commands, from 0 to 1.
    pub share: f64,
}

/// A change of the catalogue that reached the caches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invalidation {
    /// When it was applied here, in UTC: `14:02:07`.
    pub at: String,
    /// Its position in the log of changes.
    pub position: i64,
    /// The tags it touched, at most a few; `everything` for one that spares nothing.
    pub tags: Vec<String>,
    /// How many tags beyond those.
    pub more: usize,
    /// Program and role that wrote it, if they are known.
    pub source: Option<String>,
}
