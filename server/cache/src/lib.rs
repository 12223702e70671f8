#![doc = include_str!("../README.md")]

mod address;
mod audit;
mod breaker;
mod cache;
mod clock;
mod counts;
mod dependencies;
mod entry;
mod envelope;
mod fail_safe;
mod fetch;
mod flight;
mod freshness;
mod key;
mod link;
mod local;
mod lock;
mod memory;
mod namespace;
mod remote;
mod stats;
mod tag;
mod view;

pub use audit::Barrier;
pub use breaker::BreakerState;
pub use cache::Cache;
pub use clock::{Applied, Change, History, Position, TagClock, Touched};
pub use counts::{Batch, Counts, CountsStats, Drained, PushError, Sink};
pub use dependencies::Dependencies;
pub use fetch::LoadError;
pub use key::Key;
pub use link::{Dedicated, Link, LinkConfig, LinkError};
pub use namespace::Namespace;
pub use stats::{Hits, Misses, NamespaceStats, Stores};
pub use tag::Tag;
pub use view::View;
