//! What can be asked.

use serde::{Deserialize, Serialize};

/// Everything that decides an answer. Equal questions have equal answers, so callers should normalise what they can.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Question {
    /// The words, as typed: trimmed, spaces collapsed, in lower case. Empty for all products.
    pub text: String,
    /// Only products that stand in one of these: a category with all below it, sorted.
    pub categories: Option<Vec<i32>>,
    /// Only products of one of these brands, by slug; any brand if empty.
    pub brands: Vec<String>,
    /// Only products which, for each of these properties, have one of its values.
    pub attributes: Vec<(String, Vec<String>)>,
    /// Only products that cost at least this.
    pub min_price: Option<i64>,
    /// Only products that cost at most this.
    pub max_price: Option<i64>,
    /// Only products rated at least this.
    pub min_rating: Option<u8>,
    /// Only products that can be had now.
    pub in_stock: bool,
    /// What comes first.
    pub order: Order,
    /// How many results to pass over.
    pub offset: usize,
    /// How many results to tell.
    pub limit: usize,
    /// Search for the words exactly as typed: neither corrected nor with words of the same meaning.
    pub verbatim: bool,
    /// Leave the facets out, where only the results are shown.
    pub without_facets: bool,
}

impl Question {
    /// The question that has the same counts, whichever page of the results is asked for: one that asks for none of them. In
    /// another order other products may match, unless there are no words.
    pub(crate) fn counting(&self) -> Self {
        let order = match self.order {
            Order::Relevance => Order::Relevance,
            _ if self.text.is_empty() => Order::Relevance,
            // As good as any other that words do not decide.
            _ => Order::Newest,
        };
        Self {
            order,
            offset: 0,
            limit: 0,
            ..self.clone()
        }
    }
}

/// What comes first. Where two products are equal, their ids decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// What fits the words best; without words, what is liked most.
    #[default]
    Relevance,
    /// The cheapest; products without a price last.
    PriceAscending,
    /// The dearest; products without a price last.
    PriceDescending,
    /// What is liked most.
    Rating,
    /// What came last.
    Newest,
}
