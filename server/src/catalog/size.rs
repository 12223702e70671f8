//! How many products each category has: what the front page tells of the shop's size.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Nullable},
};
use serde::{Deserialize, Serialize};

use crate::db::Statement;

/// Products that stand in one category, or in none.
#[derive(Debug, QueryableByName)]
pub struct SizeRow {
    #[diesel(sql_type = Nullable<Integer>)]
    category_id: Option<i32>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many products are sold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogSize {
    /// All of them.
    pub total: i64,
    /// By the category they stand in themselves.
    pub categories: Vec<(i32, i64)>,
}

/// Products by category. Reads one index alone.
pub fn by_category() -> Statement {
    Statement::new(
        "catalog.size",
        "SELECT category_id, count(*) AS count FROM products WHERE status = 'published'
         GROUP BY category_id ORDER BY category_id",
        vec![],
    )
}

impl CatalogSize {
    /// Takes the statement's rows together.
    pub fn from_rows(rows: Vec<SizeRow>) -> Self {
        let total = rows.iter().map(|row| row.count).sum();
        let counted = rows
            .into_iter()
            .filter_map(|row| Some((row.category_id?, row.count)));
        Self {
            total,
            categories: counted.collect(),
        }
    }
}
