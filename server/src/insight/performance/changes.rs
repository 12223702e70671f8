//! The latest changes of the catalogue that reached this process.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ::cache::{Change, Position, Touched};
use app::model::performance::Invalidation;
use async_trait::async_trait;

use super::wall_clock;
use crate::{
    db::DbError,
    invalidation::{Companion, Origin},
};

/// Changes that are remembered.
const MOST: usize = 12;

/// Tags that are told of one.
const TAGS: usize = 6;

/// Changes whose origin is remembered: as many as the log keeps at least. A megabyte or two.
const ORIGINS: usize = 10_000;

/// Products that one transaction changes if it is nobody's edit but an import.
const MANY: u64 = 100;

/// The latest changes, the last first. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct ChangeLog(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    epoch: String,
    latest: VecDeque<Invalidation>,
    /// In the order of their positions.
    origins: VecDeque<Origin>,
    sweeps: Vec<Sweep>,
    /// The transaction of the last sweep: what else it changed belongs to it.
    sweeping: Option<i64>,
}

/// A change of very much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sweep {
    /// The transaction that made it; another sweep of the same is its continuation.
    pub(super) xid: Option<i64>,
    /// Products that it changed.
    pub(super) products: u64,
    /// Whether nothing that was kept from before may be taken.
    pub(super) everything: bool,
    /// Who made it, or what it was.
    pub(super) source: Option<String>,
}

impl ChangeLog {
    pub(super) fn latest(&self) -> Vec<Invalidation> {
        self.lock().latest.iter().cloned().collect()
    }

    /// Whence the change at this position comes, if that is known.
    pub(super) fn origin(&self, position: Position) -> Option<Origin> {
        self.lock().origin(position).cloned()
    }

    /// The changes of very much since this was last asked, in their order.
    pub(super) fn take_sweeps(&self) -> Vec<Sweep> {
        std::mem::take(&mut self.lock().sweeps)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn note(&mut self, changes: &[Change]) {
        let at = wall_clock::time_of_day(wall_clock::now());
        for change in changes {
            self.note_sweep(change);
        }
        for change in changes.iter().rev().take(MOST).rev() {
            let all = match &change.touched {
                Touched::Tags(tags) => tags.iter().map(ToString::to_string).collect(),
                Touched::Everything => vec!["everything".to_owned()],
            };
            let source = self.origin(change.position);
            let source = source.and_then(|origin| origin.source.clone());
            self.latest.push_front(Invalidation {
                at: at.clone(),
                position: i64::try_from(change.position).unwrap_or(i64::MAX),
                more: all.len().saturating_sub(TAGS),
                tags: all.into_iter().take(TAGS).collect(),
                source,
            });
        }
        self.latest.truncate(MOST);
    }

    fn note_sweep(&mut self, change: &Change) {
        let everything = change.touched == Touched::Everything;
        let origin = self.origin(change.position);
        let products = origin.map_or(0, |origin| origin.products);
        let xid = origin.and_then(|origin| origin.xid);
        let goes_on = xid.is_some() && xid == self.sweeping;
        if everything || products >= MANY || goes_on {
            let source = origin.and_then(|origin| origin.source.clone());
            self.sweeping = xid;
            self.sweeps.push(Sweep {
                xid,
                products,
                everything,
                source,
            });
        }
    }

    /// Notes which world the positions are of. All of another one is told as a sweep.
    fn note_epoch(&mut self, epoch: &str) {
        if self.epoch == epoch {
            return;
        }
        if !self.epoch.is_empty() {
            self.origins.clear();
            self.sweeps.push(Sweep {
                xid: None,
                products: 0,
                everything: true,
                source: Some("the log of changes began anew".to_owned()),
            });
        }
        epoch.clone_into(&mut self.epoch);
    }

    fn note_origin(&mut self, origin: Origin) {
        // After a loss they may begin anew.
        while let Some(last) = self.origins.back()
            && last.position >= origin.position
        {
            self.origins.pop_back();
        }
        self.origins.push_back(origin);
        if self.origins.len() > ORIGINS {
            self.origins.pop_front();
        }
    }

    fn origin(&self, position: Position) -> Option<&Origin> {
        let place = self
            .origins
            .binary_search_by_key(&position, |origin| origin.position);
        self.origins.get(place.ok()?)
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
        self.companion.reach(epoch, position).await?;
        self.log.lock().note_epoch(epoch);
        Ok(())
    }

    async fn take_in(&self, epoch: &str, changes: &[Change]) -> Result<(), DbError> {
        self.companion.take_in(epoch, changes).await?;
        self.log.lock().note(changes);
        Ok(())
    }

    fn note_origin(&self, origin: Origin) {
        self.log.lock().note_origin(origin);
    }
}

#[cfg(test)]
mod tests {
    use ::cache::Tag;

    use super::*;

    fn change(position: Position, products: u64, xid: i64) -> (Change, Origin) {
        let tags = (0..products).map(|id| Tag::new("product", id)).collect();
        let touched = Touched::Tags(tags);
        let origin = Origin {
            position,
            at_us: 0,
            source: Some("psql by shop".to_owned()),
            xid: Some(xid),
            products,
        };
        (Change { position, touched }, origin)
    }

    fn sweeps(changes: &[(Change, Origin)]) -> Vec<(u64, bool)> {
        let mut known = Known::default();
        for (change, origin) in changes {
            known.note_origin(origin.clone());
            known.note(std::slice::from_ref(change));
        }
        let sweeps = known.sweeps.iter();
        sweeps
            .map(|sweep| (sweep.products, sweep.everything))
            .collect()
    }

    #[test]
    fn many_products_and_everything_are_sweeps() {
        let mut truncated = change(3, 0, 3);
        truncated.0.touched = Touched::Everything;
        let changes = [change(1, MANY - 1, 1), change(2, MANY, 2), truncated];
        assert_eq!(sweeps(&changes), [(MANY, false), (0, true)]);
    }

    #[test]
    fn what_a_transaction_changes_besides_belongs_to_its_sweep() {
        let changes = [change(1, 500, 7), change(2, 3, 8), change(3, 20, 7)];
        assert_eq!(sweeps(&changes), [(500, false), (20, false)]);
    }

    #[test]
    fn origins_are_found_and_bounded() {
        let mut known = Known::default();
        for position in 1..=ORIGINS as u64 + 5 {
            known.note_origin(change(position, 1, 1).1);
        }
        let found = |position| known.origin(position).map(|origin| origin.position);
        assert_eq!(
            (found(5), found(6), found(9_000)),
            (None, Some(6), Some(9_000))
        );
    }

    #[test]
    fn another_world_is_a_sweep_and_the_first_is_not() {
        let mut known = Known::default();
        known.note_epoch("one");
        known.note_epoch("one");
        assert_eq!(known.sweeps, []);
        known.note_epoch("another");
        assert_eq!(known.sweeps.len(), 1);
    }
}
