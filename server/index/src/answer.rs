//! What is answered.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::understanding::Reading;

/// The answer to a question: a page of results and what there is to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The products on the page that was asked for, in order.
    pub ids: Vec<i64>,
    /// How many products there are on all pages.
    pub total: usize,
    /// How many of them have all words.
    pub exact: usize,
    /// How many of the first results, under [`Order::Relevance`](crate::Order::Relevance), have all words or were put where
    /// they stand: what comes after them lacks some of the words.
    pub leading: usize,
    /// What the results can be narrowed by.
    pub facets: Arc<Facets>,
    /// How the words were understood.
    pub reading: Reading,
}

impl Answer {
    /// A number that tells answers apart, the same for equal answers in every process.
    pub fn fingerprint(&self) -> u64 {
        // Plain data without maps: it can always be written, and always in the same way.
        xxh3_64(&postcard::to_stdvec(self).unwrap_or_default())
    }

    /// About how much memory it takes.
    pub(crate) fn memory(&self) -> usize {
        let facets = &self.facets;
        let values = |facet: &AttributeFacet| {
            facet
                .values
                .iter()
                .map(|value| value.value.len() + 48)
                .sum::<usize>()
        };
        size_of::<Self>()
            + self.ids.len() * 8
            + facets.categories.len() * 16
            + facets
                .brands
                .iter()
                .map(|brand| brand.slug.len() + brand.name.len() + 88)
                .sum::<usize>()
            + facets.histogram.len() * 24
            + facets
                .without
                .attributes
                .iter()
                .map(|(key, _)| key.len() + 32)
                .sum::<usize>()
            + facets
                .attributes
                .iter()
                .map(|facet| facet.key.len() + 80 + values(facet))
                .sum::<usize>()
    }
}

/// How many results there would be for each further choice: each is the total of the same question with that value alone
/// chosen in that facet. So a facet's counts leave its own choices aside; of categories, those asked for are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// By the category products stand in themselves, sorted by its id.
    pub categories: Vec<(i32, usize)>,
    /// The brands with the most results, and those chosen.
    pub brands: Vec<BrandCount>,
    /// Results with at least one, two, three and four stars.
    pub ratings: [usize; 4],
    /// Results that can be had now.
    pub in_stock: usize,
    /// The lowest and the highest price.
    pub prices: Option<(i64, i64)>,
    /// How many results cost how much, from the lowest to the highest price.
    pub histogram: Vec<PriceBar>,
    /// Properties that many of the results have, the most widespread first, and those chosen.
    pub attributes: Vec<AttributeFacet>,
    /// What each facet's own filter keeps out.
    pub without: Without,
}

/// How many results there would be without one facet's filter: those there are, and those that only it keeps out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Without {
    /// Of any brand.
    pub brands: usize,
    /// At any price, and without one.
    pub prices: usize,
    /// However they are rated.
    pub ratings: usize,
    /// In stock or not.
    pub stock: usize,
    /// For each property asked for, with any of its values, and without it.
    pub attributes: Vec<(String, usize)>,
}

/// A brand and how many results it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandCount {
    /// The brand's name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Results of this brand.
    pub count: usize,
}

/// How many results cost between two prices, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBar {
    /// The least price that counts here.
    pub from: i64,
    /// The highest price that counts here.
    pub to: i64,
    /// Results.
    pub count: usize,
}

/// A property and its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeFacet {
    /// The property's name.
    pub key: String,
    /// Its values: the most frequent first, and those chosen.
    pub values: Vec<ValueCount>,
}

/// A value of a property and how many results have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueCount {
    /// The value.
    pub value: String,
    /// Results with it.
    pub count: usize,
}
