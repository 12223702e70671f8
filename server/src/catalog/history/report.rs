//! One act as a whole, for those who look at it later.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use time::OffsetDateTime;

use super::ChangeRow;
use crate::db::{Bind, DbError, Pool, Statement};

/// What taking back the whole of another act is called; one that takes back what was done to one product is just an `undo`.
pub const UNDO_ALL: &str = "undo all";

/// An act and how much it did.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ReportRow {
    /// When.
    #[diesel(sql_type = Timestamptz)]
    pub at: OffsetDateTime,
    /// Name or address of the account that did it; nothing if it was none, or if that is gone.
    #[diesel(sql_type = Nullable<Text>)]
    pub person: Option<String>,
    /// Number of that account.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub user_id: Option<i64>,
    /// Program and role that wrote.
    #[diesel(sql_type = Text)]
    pub by: String,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// The act that it takes back.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub undoes: Option<i64>,
    /// How many products it changed, made or removed.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
    /// How many of them it made.
    #[diesel(sql_type = BigInt)]
    pub made: i64,
    /// How many of them it removed.
    #[diesel(sql_type = BigInt)]
    pub removed: i64,
    /// How many of those it made are not kept one by one, so that nothing can be taken back.
    #[diesel(sql_type = BigInt)]
    pub loaded: i64,
}

/// The act of this number; nothing if it did nothing.
pub async fn report(pool: &Pool, act: i64) -> Result<Option<ReportRow>, DbError> {
    let statement = Statement::new(
        "history.report",
        "SELECT a.at, coalesce(nullif(u.name, ''), u.email) AS person, a.user_id, a.by, a.what, a.undoes,
                did.products + many.loaded AS products, did.made + many.loaded AS made, did.removed, many.loaded
         FROM product_acts a
         CROSS JOIN LATERAL (
             SELECT count(DISTINCT h.product_id) AS products,
                    count(DISTINCT h.product_id) FILTER (WHERE h.before IS NULL) AS made,
                    count(DISTINCT h.product_id) FILTER (WHERE h.after IS NULL) AS removed
             FROM product_history h WHERE h.act = a.id) AS did
         CROSS JOIN LATERAL (
             SELECT coalesce(sum(upper(r) - lower(r)), 0)::bigint AS loaded FROM unnest(a.made) AS r) AS many
         LEFT JOIN users u ON u.id = a.user_id
         WHERE a.id = $1 AND did.products + many.loaded > 0",
        vec![Bind::BigInt(Some(act))],
    );
    Ok(statement.load(pool).await?.into_iter().next())
}

/// What an act did to one product.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ActChangeRow {
    /// Key of the product.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Its title, now or when it was removed.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What it is priced in.
    #[diesel(sql_type = Text)]
    pub currency: String,
    /// What became of it. Whether that still stands is not looked up.
    #[diesel(embed)]
    pub change: ChangeRow,
}

/// Changes of an act in their order, behind the one of the number `after`.
pub async fn of_act(
    pool: &Pool,
    act: i64,
    after: i64,
    limit: u32,
) -> Result<Vec<ActChangeRow>, DbError> {
    let statement = Statement::new(
        "history.of_act",
        "SELECT h.product_id, coalesce(p.name, h.before ->> 'name', h.after ->> 'name', 'Product ' || h.product_id) AS name,
                coalesce(p.currency, h.before ->> 'currency', 'USD') AS currency,
                h.id, h.act, a.at, NULL AS person, a.user_id, a.by, a.what, a.undoes, h.before, h.after, h.version,
                false AS stands
         FROM product_history h
         JOIN product_acts a ON a.id = h.act
         LEFT JOIN products p ON p.id = h.product_id
         WHERE h.act = $1 AND h.id > $2
         ORDER BY h.id LIMIT $3",
        vec![
            Bind::BigInt(Some(act)),
            Bind::BigInt(Some(after)),
            Bind::BigInt(Some(limit.into())),
        ],
    );
    statement.load(pool).await
}

/// A product that stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct LeftRow {
    /// Its key.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its title, if it is there.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// How many there are in all.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

/// Products that the act `undone` changed, and that `act`, which took it back, did not.
pub async fn left(pool: &Pool, act: i64, undone: i64, limit: u32) -> Result<Vec<LeftRow>, DbError> {
    let statement = Statement::new(
        "history.left",
        "SELECT l.product_id AS id, p.name, count(*) OVER () AS total
         FROM (SELECT product_id FROM product_history WHERE act = $2
               EXCEPT SELECT product_id FROM product_history WHERE act = $1) AS l
         LEFT JOIN products p ON p.id = l.product_id
         WHERE NOT EXISTS (SELECT FROM product_acts a WHERE a.id = $1 AND a.made @> l.product_id)
         ORDER BY l.product_id LIMIT $3",
        vec![
            Bind::BigInt(Some(act)),
            Bind::BigInt(Some(undone)),
            Bind::BigInt(Some(limit.into())),
        ],
    );
    statement.load(pool).await
}
