//! How many products have which property: of all, always known.

use crate::number::place;

/// How many of some products have each property with its value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// By pair: how many products have it.
    pub(crate) pairs: Vec<u32>,
    /// By name: how often a product has a further value of it.
    pub(crate) further: Vec<u32>,
}

impl Tally {
    /// Of no products, with room for so many pairs and names.
    pub(crate) fn with_room(pairs: usize, keys: usize) -> Self {
        Self {
            pairs: vec![0; pairs],
            further: vec![0; keys],
        }
    }

    /// Makes room for pairs and names that are new.
    pub(crate) fn grow(&mut self, pairs: usize, keys: usize) {
        self.pairs.resize(pairs.max(self.pairs.len()), 0);
        self.further.resize(keys.max(self.further.len()), 0);
    }

    /// One product more with these pairs, of which those of one name stand together; `key_of` is the name of a pair.
    pub(crate) fn add(&mut self, pairs: &[u32], is_manifold: bool, key_of: impl Fn(u32) -> u32) {
        self.change(pairs, is_manifold, key_of, |count| *count += 1);
    }

    /// One product less with these pairs.
    pub(crate) fn take(&mut self, pairs: &[u32], is_manifold: bool, key_of: impl Fn(u32) -> u32) {
        self.change(pairs, is_manifold, key_of, |count| *count -= 1);
    }

    /// What is left without those of the other one.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let rest = |all: &[u32], some: &[u32]| {
            let both = all.iter().zip(some);
            both.map(|(all, some)| all - some).collect()
        };
        Self {
            pairs: rest(&self.pairs, &other.pairs),
            further: rest(&self.further, &other.further),
        }
    }

    /// Bytes that it takes.
    pub(crate) fn memory(&self) -> usize {
        (self.pairs.capacity() + self.further.capacity()) * size_of::<u32>()
    }

    #[inline]
    fn change(
        &mut self,
        pairs: &[u32],
        is_manifold: bool,
        key_of: impl Fn(u32) -> u32,
        change: impl Fn(&mut u32),
    ) {
        for pair in pairs {
            change(&mut self.pairs[place(*pair)]);
        }
        if is_manifold {
            for two in pairs.windows(2) {
                let key = key_of(two[0]);
                if key == key_of(two[1]) {
                    change(&mut self.further[place(key)]);
                }
            }
        }
    }
}
