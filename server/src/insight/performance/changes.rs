//! The latest changes of the catalogue that reached this process.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ::cache::{Change, Position, Touched};
use app::model::performance::Invalidation;
use async_trait::async_trait;

use super::wall_clock;
use crate::{db::DbError, invalidation::Companion};

/// Changes that are remembered.
const MOST: usize = 12;

/// Tags that are told of one.
const TAGS: usize = 6;

/// The latest changes, the last first. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct ChangeLog(Arc<Mutex<VecDeque<Invalidation>>>);

impl ChangeLog {
    pub(super) fn latest(&self) -> Vec<Invalidation> {
        self.lock().iter().cloned().collect()
    }

    fn note(&self, changes: &[Change]) {
        let at = wall_clock::time_of_day(wall_clock::now());
        let mut known = self.lock();
        for change in changes.iter().rev().take(MOST).rev() {
            let all = match &change.touched {
                Touched::Tags(tags) => tags.iter().map(ToString::to_string).collect(),
                Touched::Everything => vec!["everything".to_owned()],
            };
            known.push_front(Invalidation {
                at: at.clone(),
                position: i64::try_from(change.position).unwrap_or(i64::MAX),
                more: all.len().saturating_sub(TAGS),
                tags: all.into_iter().take(TAGS).collect(),
            });
        }
        known.truncate(MOST);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Invalidation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A companion of the clock that also notes what changed.
pub struct Noting {
    companion: Arc<dyn Companion>,
    log: ChangeLog,
}

impl Noting {
    /// Notes in `log` what `companion` takes in.
    pub fn new(companion: Arc<dyn Companion>, log: ChangeLog) -> Self {
        Self { companion, log }
    }
}

#[async_trait]
impl Companion for Noting {
    async fn reach(&self, epoch: &str, position: Position) -> Result<(), DbError> {
        self.companion.reach(epoch, position).await
    }

    async fn take_in(&self, epoch: &str, changes: &[Change]) -> Result<(), DbError> {
        self.companion.take_in(epoch, changes).await?;
        self.log.note(changes);
        Ok(())
    }
}
