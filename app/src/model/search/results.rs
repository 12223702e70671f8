//! What a search gives.

use serde::{Deserialize, Serialize};

use super::{FacetValue, Facets, PAGE_SIZE, Reading, Rescue, SearchQuery};
use crate::model::{
    catalog::{Crumb, ProductSummary},
    money::Money,
};

/// One page of results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchResults {
    /// All results of the search.
    pub total: i64,
    /// The page shown, from 1: the last one if a later one was asked for.
    pub page: u32,
    /// Pages that can be asked for, at least 1.
    pub page_count: u32,
    /// Products on this page.
    pub products: Vec<ProductSummary>,
    /// The category searched in, widest first; empty: all.
    pub trail: Vec<Crumb>,
    /// The filters.
    pub facets: Facets,
    /// How the words were understood.
    pub reading: Reading,
    /// Ways out of an empty result, best first; none if there are results.
    pub rescues: Vec<Rescue>,
    /// Categories to browse instead of an empty result, each with all products in and below it;
    /// none if there are results.
    pub browse: Vec<FacetValue>,
}

/// What stands at the address of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SearchLookup {
    /// Its results.
    Found(Box<SearchResults>),
    /// Its category or one of its brands has another name in addresses by now: this is the same search there (301).
    Moved(Box<SearchQuery>),
    /// Its category is gone (410).
    Gone,
}

impl SearchLookup {
    /// The results; nothing if one has to look elsewhere.
    pub fn into_results(self) -> Option<SearchResults> {
        match self {
            Self::Found(results) => Some(*results),
            Self::Moved(_) | Self::Gone => None,
        }
    }
}

impl SearchResults {
    /// Position of the first product on this page among all results, from 1.
    pub fn first(&self) -> i64 {
        i64::from(self.page.saturating_sub(1)) * i64::from(PAGE_SIZE) + 1
    }

    /// Position of the last product on this page.
    pub fn last(&self) -> i64 {
        self.first() + i64::try_from(self.products.len()).unwrap_or(0) - 1
    }
}

/// What a completion leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SuggestionKind {
    /// A search that has results.
    Search,
    /// A category's page.
    Category,
    /// A maker's products.
    Brand,
    /// A product's page.
    Product,
}

/// One completion of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// Text shown.
    pub label: String,
    /// Where it leads, a path on this site.
    pub href: String,
    /// Address of a product's picture on this server.
    pub picture: Option<String>,
    /// A product's price.
    pub price: Option<Money>,
}

/// Completions, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Suggestions {
    /// A dozen at most.
    pub entries: Vec<Suggestion>,
}
