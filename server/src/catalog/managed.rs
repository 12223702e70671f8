//! Products of any status with all that their owner may know, for programs: in the order of their keys, page by page.

use diesel::{
    QueryableByName,
    sql_types::{Nullable, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;
use time::OffsetDateTime;

use super::save::Present;
use crate::db::{Bind, DbError, Pool, Statement};

/// A product with all that its owner may know.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct ManagedRow {
    /// As its editor shows it.
    #[diesel(embed)]
    pub present: Present,
    /// Path of its category.
    #[diesel(sql_type = Nullable<Text>)]
    pub category: Option<String>,
    /// When it was changed last.
    #[diesel(sql_type = Timestamptz)]
    pub updated_at: OffsetDateTime,
}

/// Which products are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManagedQuery {
    /// Of this status alone.
    pub status: Option<String>,
    /// Changed since then: microseconds since 1970.
    pub updated_since: Option<i64>,
    /// Behind the product with this key.
    pub after: i64,
    /// So many at most.
    pub limit: u32,
}

/// The statement that reads products, and how it ends.
macro_rules! read {
    ($end:literal) => {
        concat!(
            "SELECT p.id, p.version, p.sku, p.slug, p.status, p.name, p.description, p.brand_id, p.category_id,
                    p.price_minor, p.compare_at_minor, p.currency, p.stock, p.attributes, p.image, b.name AS brand,
                    c.path AS category, p.rating, p.review_count, p.updated_at
             FROM products p
             LEFT JOIN brands b ON b.id = p.brand_id
             LEFT JOIN categories c ON c.id = p.category_id
             WHERE ",
            $end
        )
    };
}

/// A page of them. By key, which never changes: who walks through all pages sees each product once, whatever is written
/// meanwhile.
pub async fn page(pool: &Pool, query: &ManagedQuery) -> Result<Vec<ManagedRow>, DbError> {
    let statement = Statement::new(
        "catalog.managed_page",
        read!(
            "p.id > $1 AND ($2::text IS NULL OR p.status = $2)
               AND ($3::bigint IS NULL OR p.updated_at >= 'epoch'::timestamptz + $3 * interval '1 microsecond')
             ORDER BY p.id LIMIT $4"
        ),
        vec![
            Bind::BigInt(Some(query.after)),
            Bind::Text(query.status.clone()),
            Bind::BigInt(query.updated_since),
            Bind::BigInt(Some(query.limit.into())),
        ],
    );
    statement.load(pool).await
}

fn by_key(id: i64) -> Statement {
    let key = vec![Bind::BigInt(Some(id))];
    Statement::new("catalog.managed", read!("p.id = $1"), key)
}

/// The product with this key.
pub async fn one(pool: &Pool, id: i64) -> Result<Option<ManagedRow>, DbError> {
    Ok(by_key(id).load(pool).await?.into_iter().next())
}

/// The same as the open transaction has it.
pub async fn one_on(
    connection: &mut AsyncPgConnection,
    id: i64,
) -> Result<Option<ManagedRow>, DbError> {
    Ok(by_key(id).load_on(connection).await?.into_iter().next())
}

#[derive(QueryableByName)]
struct StatusRow {
    #[diesel(sql_type = Text)]
    status: String,
}

/// The status of the product with this key; nothing if there is none.
pub async fn status(pool: &Pool, id: i64) -> Result<Option<String>, DbError> {
    let statement = Statement::new(
        "catalog.status",
        "SELECT status FROM products WHERE id = $1",
        vec![Bind::BigInt(Some(id))],
    );
    let rows: Vec<StatusRow> = statement.load(pool).await?;
    Ok(rows.into_iter().next().map(|row| row.status))
}
