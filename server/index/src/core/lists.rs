//! A short list for each slot, all of them one after another in memory.

use crate::number::place;

/// A short list for each slot. Lists are added at the end and never change.
#[derive(Debug)]
pub(crate) struct Lists<T> {
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            ends: Vec::new(),
            items: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    /// Adds the list of the next slot.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(self.items.len());
    }

    /// The list of a slot.
    pub(crate) fn get(&self, slot: u32) -> &[T] {
        let slot = place(slot);
        let start = if slot == 0 { 0 } else { self.ends[slot - 1] };
        &self.items[start..self.ends[slot]]
    }

    /// Gives back memory that was set aside for more.
    pub(crate) fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.items.shrink_to_fit();
    }

    /// About how much memory the lists take.
    pub(crate) fn memory(&self) -> usize {
        self.ends.capacity() * size_of::<usize>() + self.items.capacity() * size_of::<T>()
    }
}
