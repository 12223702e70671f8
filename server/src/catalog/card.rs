//! Products on cards.

use app::model::{catalog::ProductSummary, money::Money};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Float4, Integer, Jsonb, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use super::photos::photo;
use crate::{
    db::{Bind, Statement},
    picture,
};

/// Width of the file that stands for a photograph where only one can be named, in pixels.
const SMALL: u32 = 400;

/// What a card is made of.
#[derive(Debug, QueryableByName)]
pub struct CardRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    brand_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    category_path: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_minor: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    compare_at_minor: Option<i64>,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Nullable<Float4>)]
    rating: Option<f32>,
    #[diesel(sql_type = Integer)]
    review_count: i32,
    #[diesel(sql_type = Bool)]
    in_stock: bool,
    #[diesel(sql_type = Nullable<Integer>)]
    brand_id: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    category_id: Option<i32>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    photo: Option<serde_json::Value>,
}

/// A card, and the rows it is made of beside its product's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// What it shows.
    pub summary: ProductSummary,
    /// Whose name it shows.
    pub brand_id: Option<i32>,
    /// Whose path its picture goes by.
    pub category_id: Option<i32>,
}

/// The cards of the products with these ids, in no order; removed ones are left out.
pub fn cards(ids: &[i64]) -> Statement {
    Statement::new(
        "catalog.cards",
        "SELECT p.id, p.slug, p.name, b.name AS brand_name, c.path AS category_path,
                p.price_minor, p.compare_at_minor, p.currency, p.rating, p.review_count, p.in_stock,
                p.brand_id, p.category_id, p.photos -> 0 AS photo
         FROM products p
         LEFT JOIN brands b ON b.id = p.brand_id
         LEFT JOIN categories c ON c.id = p.category_id
         WHERE p.id = ANY ($1) AND p.status = 'published'",
        vec![Bind::BigInts(ids.to_vec())],
    )
}

impl From<CardRow> for Card {
    fn from(row: CardRow) -> Self {
        let money = |minor| Money::new(minor, row.currency.clone());
        let photo = photo(row.photo);
        let picture = match &photo {
            Some(photo) => photo.about(SMALL),
            None => picture::path(row.category_path.as_deref(), row.id),
        };
        let summary = ProductSummary {
            id: row.id,
            price: row.price_minor.map(money),
            compare_at: row.compare_at_minor.map(money),
            picture,
            photo,
            slug: row.slug,
            name: row.name,
            brand: row.brand_name,
            rating: row.rating,
            review_count: row.review_count,
            in_stock: row.in_stock,
        };
        Self {
            summary,
            brand_id: row.brand_id,
            category_id: row.category_id,
        }
    }
}
