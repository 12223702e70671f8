//! How many products are sold.

use super::{Replica, fingerprint};

impl Replica {
    /// How many products stand in each of these sets of categories, or are sold at all.
    pub fn sizes(&self, sets: &[Option<Vec<i32>>]) -> Vec<usize> {
        let sizes = self.index().sizes();
        let size = |set: &Option<Vec<i32>>| match set {
            Some(categories) => sizes.within(categories),
            None => sizes.total,
        };
        sets.iter().map(size).collect()
    }
}

/// A number that tells sizes apart, the same in every process.
pub(crate) fn mark(sizes: &[usize]) -> u64 {
    let numbers = sizes
        .iter()
        .map(|size| i64::try_from(*size).unwrap_or(i64::MAX));
    fingerprint(&numbers.collect::<Vec<_>>())
}
