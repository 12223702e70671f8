//! Which products have a common word, a bit for each slot.
//!
//! How many products have two common words is asked at every key stroke. To go through a list of many takes a hundred
//! times as long as to look at its bits.

use std::sync::Arc;

use moka::sync::Cache;

use crate::core::Core;
use crate::number::{place, small};

/// A word is common if one slot in so many has it: then it has more than one bit in each block.
const COMMON: usize = if cfg!(test) { 2 } else { 64 };

/// About how many bytes of bitmaps are kept.
const CAPACITY: u64 = 32 << 20;

/// Bitmaps of common words, made when they are first asked for.
#[derive(Debug)]
pub(crate) struct Bitmaps {
    kept: Cache<u32, Arc<Bitmap>>,
}

/// The products that are there and have a word.
#[derive(Debug)]
pub(super) struct Bitmap {
    /// The state of the index that it is of.
    texts: u64,
    /// 64 slots each.
    pub(super) blocks: Vec<u64>,
}

impl Default for Bitmaps {
    fn default() -> Self {
        let weigher = |_: &u32, bitmap: &Arc<Bitmap>| small(bitmap.blocks.len() * 8 + 100);
        let kept = Cache::builder().weigher(weigher).max_capacity(CAPACITY);
        let kept = kept.build();
        Self { kept }
    }
}

impl Bitmaps {
    /// The bitmap of a term; nothing if it is not common: then its list is short.
    pub(super) fn of(&self, core: &Core, term: u32) -> Option<Arc<Bitmap>> {
        let slots = core.postings[place(term)].slots();
        if slots.len() * COMMON < core.ids.len() {
            return None;
        }
        let texts = core.changes.texts();
        let kept = self.kept.get(&term);
        if let Some(kept) = kept.filter(|kept| kept.texts == texts) {
            return Some(kept);
        }
        let mut blocks = empty(core);
        set(core, slots, &mut blocks);
        let made = Arc::new(Bitmap { texts, blocks });
        self.kept.insert(term, Arc::clone(&made));
        Some(made)
    }

    /// About how many bytes they take.
    pub(crate) fn memory(&self) -> u64 {
        self.kept.weighted_size()
    }
}

/// A block for each 64 slots, without products.
pub(super) fn empty(core: &Core) -> Vec<u64> {
    vec![0; core.ids.len().div_ceil(64).max(1)]
}

/// Sets the bits of those of the slots whose product is there.
pub(super) fn set(core: &Core, slots: &[u32], blocks: &mut [u64]) {
    for slot in slots {
        blocks[place(*slot) / 64] |= u64::from(core.live[place(*slot)]) << (slot % 64);
    }
}
