//! How much there is, and how much memory it takes.

use super::{Core, Postings};

impl Core {
    /// Gives back memory that was set aside for more.
    pub(crate) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.live.shrink_to_fit();
        self.columns.shrink();
        self.brand.shrink_to_fit();
        self.is_manifold.shrink_to_fit();
        self.category.shrink_to_fit();
        self.digests.shrink_to_fit();
        self.names.shrink();
        self.pairs.shrink();
        self.forward.shrink();
        self.places.shrink();
        self.spoken.shrink();
        self.postings.iter_mut().for_each(Postings::shrink);
    }

    /// How many terms some product has.
    pub(crate) fn vocabulary(&self) -> usize {
        self.postings
            .iter()
            .filter(|postings| postings.live() > 0)
            .count()
    }

    /// About how much memory all of it takes.
    pub(crate) fn memory(&self) -> usize {
        let per_slot =
            size_of::<i64>() + 2 * size_of::<bool>() + 2 * size_of::<u32>() + size_of::<u64>();
        self.ids.capacity() * per_slot
            + self.slots.capacity() * 18
            + self.columns.memory()
            + self.brands.memory()
            + self.categories.memory()
            + self.properties.memory()
            + self.totals.memory()
            + self.names.memory()
            + self.pairs.memory()
            + self.tally.memory()
            + self.terms.memory()
            + self.words.memory()
            + self.forward.memory()
            + self.places.memory()
            + self.dictionary.memory()
            + self.spoken.memory()
            + self.postings.iter().map(Postings::memory).sum::<usize>()
    }
}
