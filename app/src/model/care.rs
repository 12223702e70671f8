//! Care for what is searched: reports, words that mean the same, and what the shop itself says about single searches.

mod query;

use serde::{Deserialize, Serialize};

use super::{
    performance::{SearchFigure, SearchFigures},
    search::WhyWord,
};

pub use self::query::{CareQuery, PERIODS, ReportQuery, SynonymsQuery};

/// What was searched for in some days, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchReport {
    /// The first of the days, in UTC.
    pub from: String,
    /// The last of them.
    pub to: String,
    /// All searches of these days together.
    pub totals: SearchTotals,
    /// The searches worth a look.
    pub figures: SearchFigures,
    /// Searches that are cared for.
    pub cared: Vec<CaredSearch>,
    /// Whether whoever looks at it may change anything.
    pub may_edit: bool,
}

/// Searches of some days, counted together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchTotals {
    /// How many different ones.
    pub searches: i64,
    /// How often they were asked.
    pub asked: i64,
    /// How often they found nothing.
    pub without_result: i64,
    /// How often a product was opened from results.
    pub clicks: i64,
}

/// A search that is cared for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaredSearch {
    /// Its words.
    pub words: String,
    /// How many products are pinned.
    pub pins: i64,
    /// How many are hidden.
    pub hidden: i64,
}

/// All rules about words that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymsPage {
    /// The rules, in the order they were added.
    pub rules: Vec<Synonym>,
    /// Rules there may be.
    pub most: i64,
    /// Whether whoever looks at it may change anything.
    pub may_edit: bool,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonym {
    /// Its number.
    pub id: i32,
    /// As one writes it: `sofa, couch`, or `tv => television`.
    pub rule: String,
}

/// A search, and what the shop itself says about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QueryCare {
    /// Its words: in lower case, without accents.
    pub words: String,
    /// How often it was asked in the last [`PERIODS`]' longest time, and what came of it.
    pub figure: SearchFigure,
    /// Products that were opened from its results, most often opened first, and how often.
    pub opened: Vec<(CaredProduct, i64)>,
    /// What the shop shows first.
    pub shown: Vec<CaredResult>,
    /// How many results there are.
    pub total: i64,
    /// What it would show first if nothing were said.
    pub without: Vec<CaredProduct>,
    /// How many results there would be.
    pub total_without: i64,
    /// Pinned products with their places, by place.
    pub pins: Vec<(i32, CaredProduct)>,
    /// Hidden products.
    pub hidden: Vec<CaredProduct>,
    /// Products that were looked for to be pinned; nothing if none were.
    pub found: Option<Vec<CaredProduct>>,
    /// Whether whoever looks at it may change anything.
    pub may_edit: bool,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// A product as one cares for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaredProduct {
    /// Primary key.
    pub id: i64,
    /// Title.
    pub name: String,
    /// Whether it is sold.
    pub is_published: bool,
}

/// A product among the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaredResult {
    /// The product.
    pub product: CaredProduct,
    /// What its words have to do with those of the search.
    pub words: Vec<WhyWord>,
    /// The place that it was put at, if it was.
    pub pinned: Option<u32>,
}

/// What became of a product by what the shop says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// It stands where it would stand.
    Same,
    /// It was put there.
    Pinned(usize),
    /// It is hidden.
    Hidden,
    /// It stands elsewhere, since others were put or hidden: at this place, counted from 1.
    Elsewhere(usize),
    /// It is behind those that are shown.
    Behind,
}

impl QueryCare {
    /// Whether anything is said.
    pub fn is_cared_for(&self) -> bool {
        !self.pins.is_empty() || !self.hidden.is_empty()
    }

    /// What became of the product that would stand at this index if nothing were said.
    pub fn moved(&self, index: usize, product: i64) -> Moved {
        if self.hidden.iter().any(|hidden| hidden.id == product) {
            return Moved::Hidden;
        }
        let now = self
            .shown
            .iter()
            .position(|result| result.product.id == product);
        match now {
            Some(now) if self.shown[now].pinned.is_some() => Moved::Pinned(now + 1),
            Some(now) if now == index => Moved::Same,
            Some(now) => Moved::Elsewhere(now + 1),
            None => Moved::Behind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: i64) -> CaredProduct {
        CaredProduct {
            id,
            ..CaredProduct::default()
        }
    }

    #[test]
    fn what_became_of_each_is_told() {
        let result = |id, pinned| CaredResult {
            product: product(id),
            words: Vec::new(),
            pinned,
        };
        let care = QueryCare {
            shown: vec![result(9, Some(1)), result(2, None), result(1, None)],
            hidden: vec![product(3)],
            ..QueryCare::default()
        };
        assert_eq!(care.moved(4, 9), Moved::Pinned(1));
        assert_eq!(care.moved(1, 2), Moved::Same);
        assert_eq!(care.moved(0, 1), Moved::Elsewhere(3));
        assert_eq!(care.moved(2, 3), Moved::Hidden);
        assert_eq!(care.moved(3, 7), Moved::Behind);
        assert!(care.is_cared_for());
    }
}
