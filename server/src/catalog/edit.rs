//! Changing one product.

use diesel::{QueryableByName, sql_types::BigInt};

use crate::db::{Bind, Statement};

/// Whether a product is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not yet.
    Draft,
    /// It is.
    Published,
    /// Not any more.
    Archived,
}

impl Status {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }
}

/// New values of some fields of a product; those that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProductEdit {
    /// Title.
    pub name: Option<String>,
    /// Price in minor units; `Some(None)`: on request.
    pub price_minor: Option<Option<i64>>,
    /// Pieces left; `Some(None)`: not counted.
    pub stock: Option<Option<i32>>,
    /// Stars, from 0 to 5; `Some(None)`: not rated.
    pub rating: Option<Option<f32>>,
    /// Whether it is sold.
    pub status: Option<Status>,
    /// Its category; `Some(None)`: none.
    pub category_id: Option<Option<i32>>,
}

/// What an edit was written by.
#[derive(Debug, QueryableByName)]
pub struct EditRow {
    /// Number of the transaction.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
}

/// Writes `edit` to the product `id`, in a transaction of its own; no row if there is no such product.
pub fn edit(id: i64, edit: &ProductEdit) -> Statement {
    Statement::new(
        "catalog.edit",
        "UPDATE products SET
             name = coalesce($2, name),
             price_minor = CASE WHEN $3 THEN $4 ELSE price_minor END,
             stock = CASE WHEN $5 THEN $6 ELSE stock END,
             rating = CASE WHEN $7 THEN $8 ELSE rating END,
             status = coalesce($9, status),
             category_id = CASE WHEN $10 THEN $11 ELSE category_id END
         WHERE id = $1
         RETURNING pg_current_xact_id()::text::bigint AS xid",
        vec![
            Bind::BigInt(Some(id)),
            Bind::Text(edit.name.clone()),
            Bind::Bool(edit.price_minor.is_some()),
            Bind::BigInt(edit.price_minor.flatten()),
            Bind::Bool(edit.stock.is_some()),
            Bind::Int(edit.stock.flatten()),
            Bind::Bool(edit.rating.is_some()),
            Bind::Real(edit.rating.flatten()),
            Bind::Text(edit.status.map(|status| status.as_str().to_owned())),
            Bind::Bool(edit.category_id.is_some()),
            Bind::Int(edit.category_id.flatten()),
        ],
    )
}
