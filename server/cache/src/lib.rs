#![doc = include_str!("../README.md")]

mod breaker;
mod cache;
mod counts;
mod envelope;
mod key;
mod link;
mod namespace;
mod remote;
mod stats;
mod tag;

pub use breaker::BreakerState;
pub use cache::Cache;
pub use counts::{Batch, Counts, CountsStats, Drained, PushError, Sink};
pub use key::Key;
pub use link::{Dedicated, Link, LinkConfig, LinkError};
pub use namespace::Namespace;
pub use stats::{Misses, NamespaceStats, Stores};
pub use tag::Tag;
