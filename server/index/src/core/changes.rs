//! The latest changes, for those who remember what was before.

use std::collections::VecDeque;

use super::columns::Row;

/// How many changes are kept. To look at so many takes less than to answer a question about common words.
const KEPT: usize = 4096;

/// What changed about one product. Slots of products that are gone can still be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    /// Where it stood and what it had; absent if it was not there.
    pub(crate) before: Option<(u32, Row)>,
    /// Where it stands and what it has; absent if it is gone.
    pub(crate) after: Option<(u32, Row)>,
}

impl Change {
    /// Whether the product stands where it stood.
    pub(crate) fn keeps_slot(&self) -> bool {
        let slot = |side: Option<(u32, Row)>| side.map(|(slot, _)| slot);
        slot(self.before) == slot(self.after)
    }
}

/// The latest changes, counted from the first one ever.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    latest: VecDeque<Change>,
    count: u64,
    texts: u64,
}

impl Changes {
    /// Continues a count whose changes cannot be told any more.
    pub(crate) fn after(count: u64) -> Self {
        Self {
            latest: VecDeque::new(),
            count: count + 1,
            texts: count + 1,
        }
    }

    /// How many changes there were.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// A number that is another one whenever a product came or went, or is told of in other words: they stay in their slot
    /// for as long as they are the same.
    pub(crate) fn texts(&self) -> u64 {
        self.texts
    }

    /// Notes a change.
    pub(super) fn push(&mut self, change: Change) {
        if self.latest.len() == KEPT {
            self.latest.pop_front();
        }
        self.count += 1;
        if !change.keeps_slot() {
            self.texts = self.count;
        }
        self.latest.push_back(change);
    }

    /// The changes since there were so many; nothing if they are not kept.
    pub(crate) fn since(&self, count: u64) -> Option<impl Iterator<Item = &Change>> {
        let missed = usize::try_from(self.count.checked_sub(count)?).ok()?;
        let start = self.latest.len().checked_sub(missed)?;
        Some(self.latest.range(start..))
    }
}
