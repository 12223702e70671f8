//! What narrows a list, in the database's terms.

use app::model::search::SearchQuery;

use crate::db::Bind;

/// The conditions of a search, with its category resolved to those of its subtree.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    text: Option<String>,
    category: Option<i32>,
    categories: Option<Vec<i32>>,
    brands: Option<Vec<String>>,
    min_price: Option<i64>,
    max_price: Option<i64>,
    min_rating: Option<u8>,
    in_stock: bool,
}

impl Filter {
    /// The conditions of `query`; `category` is the id of its category, with those of all in its subtree.
    ///
    /// Equal questions make equal filters: texts that differ only in case or spaces are equal, as
    /// PostgreSQL's text search has it, and makers stand in one order.
    pub fn new(query: &SearchQuery, category: Option<(i32, Vec<i32>)>) -> Self {
        let words: Vec<&str> = query.text.split_whitespace().collect();
        let mut brands = query.brands.clone();
        brands.sort();
        brands.dedup();
        Self {
            text: (!words.is_empty()).then(|| words.join(" ").to_lowercase()),
            category: category.as_ref().map(|(id, _)| *id),
            categories: category.map(|(_, subtree)| subtree),
            brands: (!brands.is_empty()).then_some(brands),
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

    /// The category it is narrowed to.
    pub fn category(&self) -> Option<i32> {
        self.category
    }

    /// Slugs of the makers it is narrowed to; none: all.
    pub fn brands(&self) -> &[String] {
        self.brands.as_deref().unwrap_or_default()
    }

    /// Whether prices are narrowed.
    pub fn has_price(&self) -> bool {
        self.min_price.is_some() || self.max_price.is_some()
    }

    /// Whether ratings are narrowed.
    pub fn has_rating(&self) -> bool {
        self.min_rating.is_some()
    }

    /// Whether only what is in stock counts.
    pub fn in_stock(&self) -> bool {
        self.in_stock
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
