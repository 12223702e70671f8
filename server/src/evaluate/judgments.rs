//! What people said of results.

use std::collections::HashMap;

use anyhow::Context as _;

use super::tables::rows;
use crate::import::source::Input;

/// Grades of products, by the ids of query and product. 0 is of no use; how high grades go is the table's own.
#[derive(Debug, Default)]
pub struct Judgments {
    by_query: HashMap<String, HashMap<String, u8>>,
    highest: u8,
}

impl Judgments {
    /// Reads a table with the columns `query_id`, `product_id` and `grade`.
    pub fn read(input: &Input) -> anyhow::Result<Self> {
        let graded = rows(
            input,
            ["query_id", "product_id", "grade"],
            |[query, product, grade]| {
                let grade: u8 = grade
                    .parse()
                    .ok()
                    .filter(|grade| *grade <= 10)
                    .with_context(|| format!("the grade {grade:?} is no number from 0 to 10"))?;
                Ok((query.to_owned(), product.to_owned(), grade))
            },
        )?;
        let mut judgments = Self::default();
        for (query, product, grade) in graded {
            judgments.add(query, product, grade);
        }
        Ok(judgments)
    }

    pub(super) fn add(&mut self, query: String, product: String, grade: u8) {
        self.highest = self.highest.max(grade);
        let of_query = self.by_query.entry(query).or_default();
        of_query.insert(product, grade);
    }

    /// The grades of a query's products.
    pub(super) fn of(&self, query: &str) -> Option<&HashMap<String, u8>> {
        self.by_query.get(query)
    }

    /// The least grade of what somebody wanted to find: of 0 to 3, that is 2.
    pub(super) fn good(&self) -> u8 {
        self.highest.div_ceil(2).max(1)
    }
}
