//! What the index is made of.

use serde::{Deserialize, Serialize};

/// A published product as the index takes it in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Product {
    /// The product's own number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The number it is kept in stock by; may hold several, separated by spaces.
    pub sku: String,
    /// What is told about it.
    pub description: String,
    /// Who makes it.
    pub brand: Option<Brand>,
    /// The category it stands in itself.
    pub category: Option<i32>,
    /// The names of that category and of those above it, widest first.
    pub category_names: Vec<String>,
    /// Its properties, by name.
    pub attributes: Vec<(String, String)>,
    /// What it costs, in minor units of the shop's currency.
    pub price: Option<i64>,
    /// The mean of its ratings, one to five stars.
    pub rating: Option<f32>,
    /// How much it is liked: greater stands earlier among equals.
    pub popularity: f32,
    /// Whether it can be had now.
    pub in_stock: bool,
    /// When it was put on sale, in microseconds since 1970.
    pub created_at: i64,
}

/// Who makes a product.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Brand {
    /// The brand's own number.
    pub id: i32,
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
}
