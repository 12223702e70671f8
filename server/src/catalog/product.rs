//! One product, whole.

use std::collections::BTreeMap;

use app::model::photo::Photo;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Jsonb, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use super::photos::photos;
use crate::db::{Bind, Statement};

/// A product of any status, without what its card shows.
#[derive(Debug, QueryableByName)]
pub struct ProductRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sku: String,
    #[diesel(sql_type = Text)]
    description: String,
    #[diesel(sql_type = Nullable<Text>)]
    brand_slug: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    brand_id: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    category_id: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_minor: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    stock: Option<i32>,
    #[diesel(sql_type = Jsonb)]
    attributes: serde_json::Value,
    #[diesel(sql_type = Jsonb)]
    photos: serde_json::Value,
}

/// A product as its page needs it beside its card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Primary key.
    pub id: i64,
    /// Last part of its address.
    pub slug: String,
    /// Whether it is sold.
    pub published: bool,
    /// Title.
    pub name: String,
    /// The owner's number.
    pub sku: String,
    /// Plain text.
    pub description: String,
    /// Its maker.
    pub brand_id: Option<i32>,
    /// Slug of its maker.
    pub brand_slug: Option<String>,
    /// Its category.
    pub category_id: Option<i32>,
    /// Price in minor units.
    pub price_minor: Option<i64>,
    /// Pieces left; `None`: not counted.
    pub stock: Option<i32>,
    /// Name and value, sorted by name.
    pub attributes: BTreeMap<String, String>,
    /// Its photographs in their order.
    pub photos: Vec<Photo>,
}

/// The product at `/p/{slug}`, or else the one that was there until it got another slug. Drafts have never been public, so
/// they are not there.
pub fn product(slug: &str) -> Statement {
    Statement::new(
        "catalog.product",
        "SELECT p.id, p.slug, p.status, p.name, p.sku, p.description, b.slug AS brand_slug, p.brand_id, p.category_id,
                p.price_minor, p.stock, p.attributes, p.photos
         FROM products p LEFT JOIN brands b ON b.id = p.brand_id
         WHERE p.status <> 'draft' AND p.id = coalesce(
             (SELECT id FROM products WHERE slug = $1 AND status <> 'draft'),
             (SELECT product_id FROM product_slugs WHERE slug = $1))",
        vec![Bind::Text(Some(slug.to_owned()))],
    )
}

impl From<ProductRow> for Product {
    fn from(row: ProductRow) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            published: row.status == "published",
            name: row.name,
            sku: row.sku,
            description: row.description,
            brand_id: row.brand_id,
            brand_slug: row.brand_slug,
            category_id: row.category_id,
            price_minor: row.price_minor,
            stock: row.stock,
            attributes: attributes(row.attributes),
            photos: photos(row.photos),
        }
    }
}

/// Name and value of each; a value that is no text is as JSON writes it.
pub fn attributes(value: serde_json::Value) -> BTreeMap<String, String> {
    let serde_json::Value::Object(entries) = value else {
        return BTreeMap::new();
    };
    let text = |value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    entries
        .into_iter()
        .map(|(name, value)| (name, text(value)))
        .collect()
}
