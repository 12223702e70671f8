//! What a list can be narrowed by.

use serde::{Deserialize, Serialize};

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

/// How many results cost how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBar {
    /// The least price counted here, in minor units.
    pub from: i64,
    /// The highest price counted here, in minor units.
    pub to: i64,
    /// Results.
    pub count: i64,
}

/// A property one can filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeFacet {
    /// Its name in the address and in the catalogue.
    pub name: String,
    /// Its name on the page.
    pub label: String,
    /// Its values, most results first; the chosen ones are among them.
    pub values: Vec<FacetValue>,
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
    /// How many results cost how much, with every filter but the price's; bars of one width, from
    /// the least to the highest price.
    pub histogram: Vec<PriceBar>,
    /// Properties many results have, most widespread first.
    pub attributes: Vec<AttributeFacet>,
}
