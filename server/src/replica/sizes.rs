//! How many products are sold.

use index::Question;

use super::Replica;

/// How many products are sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// All of them.
    pub total: usize,
    /// By the category they stand in themselves, sorted by its id.
    pub categories: Vec<(i32, usize)>,
}

impl Replica {
    /// How many products are sold. A price or a stock that changes does not change it.
    pub fn sizes(&self) -> Sizes {
        let everything = self.index().ask(&Question::default());
        Sizes {
            total: everything.total,
            categories: everything.facets.categories.clone(),
        }
    }
}

impl Sizes {
    /// A number that tells sizes apart, the same in every process.
    pub fn fingerprint(&self) -> u64 {
        let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
        let categories = self.categories.iter();
        let numbers = categories.flat_map(|(id, size)| [i64::from(*id), number(*size)]);
        let numbers: Vec<_> = numbers.chain([number(self.total)]).collect();
        super::fingerprint(&numbers)
    }
}
