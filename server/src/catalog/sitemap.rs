//! Addresses of all products, in parts small enough to be read at once.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};

use crate::db::{Bind, DbError, Pool, Statement};

/// How many keys a part spans, so how many products it has at most. The protocol allows 50,000
/// (<https://www.sitemaps.org/protocol.html>).
const SPAN: i64 = 20_000;

/// Parts that are told at most, as many as the protocol allows.
const PARTS: i64 = 50_000;

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A product's address.
#[derive(Debug, QueryableByName)]
pub struct Address {
    /// Last part of its path.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// The day it was last changed, `2026-11-21` (UTC).
    #[diesel(sql_type = Text)]
    pub changed: String,
}

/// The numbers of the parts that have products, of any status: one look into the index for each, not at every product.
pub async fn parts(pool: &Pool) -> Result<Vec<i64>, DbError> {
    let statement = Statement::new(
        "sitemap.parts",
        "WITH RECURSIVE part AS (
             SELECT min(id) / $1 AS number FROM products
             UNION ALL
             SELECT (SELECT min(id) / $1 FROM products WHERE id >= (number + 1) * $1) FROM part WHERE number IS NOT NULL
         )
         SELECT number FROM part WHERE number IS NOT NULL LIMIT $2",
        vec![Bind::BigInt(Some(SPAN)), Bind::BigInt(Some(PARTS))],
    );
    let rows: Vec<Part> = statement.load(pool).await?;
    Ok(rows.into_iter().map(|part| part.number).collect())
}

/// The products on sale of a part, by their keys.
pub async fn part(pool: &Pool, number: i64) -> Result<Vec<Address>, DbError> {
    let from = number.saturating_mul(SPAN);
    let statement = Statement::new(
        "sitemap.part",
        "SELECT slug, to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS changed FROM products
         WHERE id >= $1 AND id < $2 AND status = 'published' ORDER BY id",
        vec![
            Bind::BigInt(Some(from)),
            Bind::BigInt(Some(from.saturating_add(SPAN))),
        ],
    );
    statement.load(pool).await
}
