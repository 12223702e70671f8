//! Reading which products are looked at.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};

use crate::db::{Bind, DbError, Pool, Statement};

/// How often a product was looked at.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Viewed {
    /// The product's, when it was looked at.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// How often, ever.
    #[diesel(sql_type = BigInt)]
    pub views: i64,
}

/// The products that are looked at most lately, at most `limit`: a view of today counts e times what one of ten days ago
/// does.
pub async fn hottest(pool: &Pool, limit: u32) -> Result<Vec<Viewed>, DbError> {
    hottest_statement(limit).load(pool).await
}

/// The statement behind [`hottest`].
pub fn hottest_statement(limit: u32) -> Statement {
    Statement::new(
        "insight.hottest",
        "SELECT slug, views FROM product_views ORDER BY heat DESC, slug LIMIT $1",
        vec![Bind::BigInt(Some(limit.into()))],
    )
}
