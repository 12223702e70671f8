//! What narrows a list, in the database's terms.

use app::model::search::SearchQuery;

use crate::db::Bind;

/// The conditions of a search, with its category resolved to those of its subtree.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    text: Option<String>,
    categories: Option<Vec<i32>>,
    brands: Option<Vec<String>>,
    min_price: Option<i64>,
    max_price: Option<i64>,
    min_rating: Option<u8>,
    in_stock: bool,
}

impl Filter {
    /// The conditions of `query`; `categories` are the ids of its category and all below it.
    ///
    /// Texts that differ only in case are equal, as PostgreSQL's text search has it.
    pub fn new(query: &SearchQuery, categories: Option<Vec<i32>>) -> Self {
        Self {
            text: (!query.text.is_empty()).then(|| query.text.to_lowercase()),
            categories,
            brands: (!query.brands.is_empty()).then(|| query.brands.clone()),
            min_price: query.min_price,
            max_price: query.max_price,
            min_rating: query.min_rating,
            in_stock: query.in_stock,
        }
    }

    /// Whether words are searched for.
    pub fn has_text(&self) -> bool {
        self.text.is_some()
    }

    /// The conditions as `$1` to `$7`: text, category ids, brand slugs, least and highest price,
    /// least rating, only what is in stock.
    pub fn binds(&self) -> Vec<Bind> {
        vec![
            Bind::Text(self.text.clone()),
            Bind::Ints(self.categories.clone()),
            Bind::Texts(self.brands.clone()),
            Bind::BigInt(self.min_price),
            Bind::BigInt(self.max_price),
            Bind::Real(self.min_rating.map(f32::from)),
            Bind::Bool(self.in_stock),
        ]
    }
}
