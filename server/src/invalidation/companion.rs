//! What goes with the clock: a copy of data in this process that is never behind it.

use async_trait::async_trait;
use cache::{Change, Position};

use crate::db::DbError;

/// A copy of data in this process. It takes in each change before the clock counts it as known, so what it answers holds
/// at least every change the clock knows of.
#[async_trait]
pub trait Companion: Send + Sync {
    /// Returns once the copy holds every change up to `position` of `epoch`.
    async fn reach(&self, epoch: &str, position: Position) -> Result<(), DbError>;

    /// As [`reach`](Self::reach) for the last of `changes`, which follow one another in `epoch`: what they touched need
    /// not be looked up.
    async fn take_in(&self, epoch: &str, changes: &[Change]) -> Result<(), DbError>;

    /// Is told of each change when it comes, before it is taken in, without waiting: of use to those who tell people.
    fn note_origin(&self, _: Origin) {}
}

/// Whence a change comes, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its place in the log.
    pub position: Position,
    /// When it was numbered: microseconds since 1970.
    pub at_us: i64,
    /// Program and role that wrote it, if they are known.
    pub source: Option<String>,
    /// The transaction that did, if it is known. One of very many statements may be several changes.
    pub xid: Option<i64>,
    /// Products that it changed; where it is of everything, each as often as a statement did.
    pub products: u64,
}

/// For a process that keeps no copy.
#[derive(Debug, Clone, Copy)]
pub struct Alone;

#[async_trait]
impl Companion for Alone {
    async fn reach(&self, _: &str, _: Position) -> Result<(), DbError> {
        Ok(())
    }

    async fn take_in(&self, _: &str, _: &[Change]) -> Result<(), DbError> {
        Ok(())
    }
}
