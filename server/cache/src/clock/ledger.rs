//! What a process remembers of the log: for each tag, the last change to it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::{Applied, Change, History, Position, Touched};
use crate::dropped::{By, Dropped};
use crate::tag::{Mark, Tag};

/// Tags that are remembered; some 32 MB. Beyond it the older half is forgotten and the floor rises.
const MOST_TAGS: usize = 1_000_000;

/// The last change to each tag, above a floor.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    epoch: Arc<str>,
    applied: Position,
    /// Entries from before it are not current: what changed up to here is not remembered.
    floor: Position,
    last: HashMap<Mark, Position, BuildHasherDefault<AsIs>>,
    /// Namespaces that were dropped, each with the last time. Mostly none, and never more than there are: an entry of any
    /// other pays a look at an empty list.
    dropped: Vec<(Box<str>, Position)>,
}

impl Ledger {
    pub(super) fn start(&mut self, history: History) {
        if *self.epoch == *history.epoch && history.applied < self.applied {
            return;
        }
        self.epoch = history.epoch.into();
        self.applied = history.applied;
        self.floor = history.floor;
        self.last.clear();
        self.dropped.clear();
        for (tag, position) in history.last {
            self.touch(&tag, position);
        }
        self.trim();
    }

    pub(super) fn apply(&mut self, change: &Change) -> Applied {
        if change.position <= self.applied {
            return Applied::Known;
        }
        if change.position != self.applied + 1 {
            return Applied::Gap;
        }
        match &change.touched {
            Touched::Tags(tags) => {
                for tag in tags {
                    self.touch(tag, change.position);
                }
            }
            Touched::Everything => {
                self.floor = change.position;
                self.last.clear();
                self.dropped.clear();
            }
        }
        self.applied = change.position;
        self.trim();
        Applied::Done
    }

    pub(super) fn is_current(&self, as_of: Position, namespace: &str, tags: &[Mark]) -> bool {
        let is_dropped = |(name, at): &(Box<str>, Position)| as_of < *at && **name == *namespace;
        as_of >= self.floor
            && !self.dropped.iter().any(is_dropped)
            && tags
                .iter()
                .all(|tag| self.last.get(tag).is_none_or(|last| as_of >= *last))
    }

    /// What changed last of what an entry depends on, if it was after `as_of`.
    pub(super) fn dropped(
        &self,
        as_of: Position,
        namespace: &str,
        tags: &[Tag],
    ) -> Option<Dropped> {
        if as_of < self.floor {
            return Some(Dropped {
                position: self.floor,
                by: By::Everything,
            });
        }
        let dropped = self.dropped.iter().filter(|(name, _)| **name == *namespace);
        let dropped = dropped.map(|(name, at)| (*at, Tag::of_namespace(name)));
        let changed = tags.iter().filter_map(|tag| {
            let last = self.last.get(&tag.mark())?;
            Some((*last, tag.clone()))
        });
        let all = dropped.chain(changed).filter(|(at, _)| as_of < *at);
        let (position, tag) = all.max_by_key(|(at, _)| *at)?;
        let by = By::Tag(tag);
        Some(Dropped { position, by })
    }

    pub(super) fn applied(&self) -> Position {
        self.applied
    }

    pub(super) fn floor(&self) -> Position {
        self.floor
    }

    pub(super) fn tags(&self) -> usize {
        self.last.len()
    }

    pub(super) fn epoch(&self) -> Arc<str> {
        Arc::clone(&self.epoch)
    }

    fn touch(&mut self, tag: &Tag, position: Position) {
        let last = self.last.entry(tag.mark()).or_default();
        *last = position.max(*last);
        if let Some(name) = tag.namespace() {
            self.drop_namespace(name, position);
        }
    }

    fn drop_namespace(&mut self, name: &str, position: Position) {
        match self.dropped.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, last)) => *last = position.max(*last),
            None => self.dropped.push((name.into(), position)),
        }
    }

    /// Forgets the older half once there are too many, and says so by the floor.
    fn trim(&mut self) {
        if self.last.len() <= MOST_TAGS {
            return;
        }
        let mut positions: Vec<_> = self.last.values().copied().collect();
        let middle = positions.len() / 2;
        let (_, median, _) = positions.select_nth_unstable(middle);
        let floor = *median;
        self.last.retain(|_, last| *last > floor);
        self.dropped.retain(|(_, last)| *last > floor);
        self.floor = self.floor.max(floor);
    }
}

/// Marks are hashes already.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, mark: u64) {
        self.0 = mark;
    }
}
