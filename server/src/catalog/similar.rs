//! Products close to another.

use diesel::{QueryableByName, sql_types::BigInt};

use super::product::Product;
use crate::db::{Bind, Statement};

/// A product close to another.
#[derive(Debug, QueryableByName)]
pub struct SimilarRow {
    /// Primary key of the product.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
}

/// How many are shown.
const SHOWN: i64 = 10;

/// Products of the same category, closest in price first; an unpriced one has the popular ones.
///
/// Reads the category's index alone.
pub fn similar(product: &Product) -> Statement {
    Statement::new(
        "catalog.similar",
        "SELECT id FROM products
         WHERE status = 'published' AND category_id = $1 AND id <> $2
         ORDER BY abs(price_minor - $3), popularity DESC, id LIMIT $4",
        vec![
            Bind::Int(product.category_id),
            Bind::BigInt(Some(product.id)),
            Bind::BigInt(product.price_minor),
            Bind::BigInt(Some(SHOWN)),
        ],
    )
}
