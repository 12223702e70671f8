//! What a search gives.

use serde::{Deserialize, Serialize};

use super::PAGE_SIZE;
use crate::model::catalog::{Crumb, ProductSummary};

/// A value one can filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// Its value in the address.
    pub value: String,
    /// Its name on the page.
    pub label: String,
    /// Results one gets by choosing it.
    pub count: i64,
    /// Whether it is chosen.
    pub selected: bool,
}

/// "3 stars and up".
pub fn stars_label(stars: u8) -> String {
    let plural = if stars == 1 { "" } else { "s" };
    format!("{stars} star{plural} and up")
}

/// Least and highest price among the results, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBounds {
    /// Least price.
    pub min: i64,
    /// Highest price.
    pub max: i64,
}

/// The filters one can choose now. A count is the number of results that have the value, with all
/// other facets as they are: what one gets by choosing it alone in its facet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facets {
    /// Categories one step below the present one.
    pub categories: Vec<FacetValue>,
    /// Makers, most results first.
    pub brands: Vec<FacetValue>,
    /// "n stars and up", 4 first.
    pub ratings: Vec<FacetValue>,
    /// What can be had now.
    pub in_stock: i64,
    /// Prices with every filter but the price's; `None`: nothing has a price.
    pub prices: Option<PriceBounds>,
}

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
}

/// Completions, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Suggestions {
    /// At most eight.
    pub entries: Vec<Suggestion>,
}
