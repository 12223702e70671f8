//! Products with all that a file of them has: those of the list, some at a time.
//!
//! Each part begins behind the last product of the one before, so nothing is held open between them, however slowly somebody
//! takes them. A product that changes meanwhile is as it is when its part is read.

use app::model::editing::ProductsQuery;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Integer, Jsonb, Nullable, Text, Timestamptz},
};
use serde_json::Value;
use time::OffsetDateTime;

use super::list::{filters, matching};
use crate::db::{Bind, DbError, Pool, Statement};

/// All of a product that an import could set.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct ExportRow {
    /// Primary key.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The owner's number.
    #[diesel(sql_type = Text)]
    pub sku: String,
    /// What stands in its address.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// As in the database.
    #[diesel(sql_type = Text)]
    pub status: String,
    /// Title.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Text of many lines.
    #[diesel(sql_type = Text)]
    pub description: String,
    /// Name of its maker.
    #[diesel(sql_type = Nullable<Text>)]
    pub brand: Option<String>,
    /// Names of its category's levels, widest first.
    #[diesel(sql_type = Nullable<Array<Text>>)]
    pub category: Option<Vec<String>>,
    /// In the minor unit of `currency`.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub price_minor: Option<i64>,
    /// The former price, in the minor unit of `currency`.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub compare_at_minor: Option<i64>,
    /// Three capital letters.
    #[diesel(sql_type = Text)]
    pub currency: String,
    /// Mean of the reviews.
    #[diesel(sql_type = Nullable<diesel::sql_types::Float4>)]
    pub rating: Option<f32>,
    /// How many there are.
    #[diesel(sql_type = Integer)]
    pub review_count: i32,
    /// Pieces left; nothing: not counted.
    #[diesel(sql_type = Nullable<Integer>)]
    pub stock: Option<i32>,
    /// Address of its picture.
    #[diesel(sql_type = Nullable<Text>)]
    pub image: Option<String>,
    /// Names and values.
    #[diesel(sql_type = Jsonb)]
    pub attributes: Value,
    /// Since when it is there.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: OffsetDateTime,
}

/// The next products of the list by their keys: those behind `after`. `within`: keys of categories that they are in.
pub async fn part(
    pool: &Pool,
    query: &ProductsQuery,
    within: Option<Vec<i32>>,
    after: i64,
    limit: u32,
) -> Result<Vec<ExportRow>, DbError> {
    let mut binds = filters(query, within);
    binds.push(Bind::BigInt(Some(after)));
    binds.push(Bind::BigInt(Some(limit.into())));
    let statement = Statement::new(
        "catalog.export",
        concat!(
            "WITH RECURSIVE tree AS (
                 SELECT id, ARRAY[name] AS names FROM categories WHERE parent_id IS NULL
                 UNION ALL
                 SELECT c.id, t.names || c.name FROM tree t JOIN categories c ON c.parent_id = t.id
             ), part AS (
                 SELECT p.id, p.sku, p.slug, p.status, p.name, p.description, b.name AS brand, p.category_id, p.price_minor,
                        p.compare_at_minor, p.currency, p.rating, p.review_count, p.stock, p.image, p.attributes, p.created_at ",
            matching!(),
            " AND p.id > $7 ORDER BY p.id LIMIT $8
             )
             SELECT part.*, tree.names AS category FROM part LEFT JOIN tree ON tree.id = part.category_id ORDER BY part.id"
        ),
        binds,
    );
    statement.load(pool).await
}
