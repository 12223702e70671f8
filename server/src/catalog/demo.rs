//! What made-up visitors need of the catalogue, and do to it.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};

use crate::db::{Bind, DbError, Pool, Statement};

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Edited {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Names of some products.
pub async fn names(pool: &Pool) -> Result<Vec<String>, DbError> {
    let sql = "SELECT name FROM products WHERE status = 'published' LIMIT 2000";
    let statement = Statement::new("demo.names", sql, Vec::new());
    let rows: Vec<Named> = statement.load(pool).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Raises the price of some product; which one, if there is any.
pub async fn raise_price(pool: &Pool) -> Result<Option<i64>, DbError> {
    let sql = "\
        UPDATE products SET price_minor = price_minor + 1 WHERE id = ( \
            SELECT id FROM products WHERE price_minor IS NOT NULL AND id >= ( \
                SELECT floor(random() * max(id))::bigint FROM products) \
            ORDER BY id LIMIT 1) \
        RETURNING id";
    let statement = Statement::new("demo.raise_price", sql, Vec::new());
    let rows: Vec<Edited> = statement.load(pool).await?;
    Ok(rows.first().map(|row| row.id))
}

/// Takes that back.
pub async fn lower_price(pool: &Pool, product: i64) -> Result<(), DbError> {
    let sql = "UPDATE products SET price_minor = price_minor - 1 WHERE id = $1 RETURNING id";
    let binds = vec![Bind::BigInt(Some(product))];
    let statement = Statement::new("demo.lower_price", sql, binds);
    let _: Vec<Edited> = statement.load(pool).await?;
    Ok(())
}
