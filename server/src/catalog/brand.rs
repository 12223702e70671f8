//! Brands and categories, as a product's editor looks for them.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Integer, Text},
};
use diesel_async::AsyncPgConnection;

use crate::{
    db::{Bind, DbError, Pool, Statement},
    import::slug::name_slug,
};

/// Names that a field proposes, at most: a longer list helps nobody.
const PROPOSED: i64 = 1_000;

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Integer)]
    id: i32,
}

/// A brand.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Brand {
    /// Primary key.
    #[diesel(sql_type = Integer)]
    pub id: i32,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// Brands by name, as far as a field proposes them.
pub async fn proposed(pool: &Pool) -> Result<Vec<Brand>, DbError> {
    let statement = Statement::new(
        "catalog.brands",
        "SELECT id, name FROM brands ORDER BY name LIMIT $1",
        vec![Bind::BigInt(Some(PROPOSED))],
    );
    statement.load(pool).await
}

/// The brands with these keys, in no order.
pub async fn named(pool: &Pool, ids: Vec<i32>) -> Result<Vec<Brand>, DbError> {
    let statement = Statement::new(
        "catalog.brands_by_key",
        "SELECT id, name FROM brands WHERE id = ANY ($1)",
        vec![Bind::Ints(Some(ids))],
    );
    statement.load(pool).await
}

/// The brand of this name, or else the one that an import would take for the same: that of its slug.
pub async fn find(connection: &mut AsyncPgConnection, name: &str) -> Result<Option<i32>, DbError> {
    let statement = Statement::new(
        "catalog.find_brand",
        "SELECT id FROM brands WHERE name = $1 OR slug = $2 ORDER BY name <> $1 LIMIT 1",
        vec![
            Bind::Text(Some(name.to_owned())),
            Bind::Text(Some(name_slug(name))),
        ],
    );
    let rows: Vec<Key> = statement.load_on(connection).await?;
    Ok(rows.first().map(|row| row.id))
}

/// Makes a brand of this name, unless it is there already.
pub async fn make(connection: &mut AsyncPgConnection, name: &str) -> Result<Option<i32>, DbError> {
    let statement = Statement::new(
        "catalog.make_brand",
        "INSERT INTO brands (slug, name) VALUES ($1, $2)
         ON CONFLICT (slug) DO UPDATE SET slug = EXCLUDED.slug RETURNING id",
        vec![
            Bind::Text(Some(name_slug(name))),
            Bind::Text(Some(name.to_owned())),
        ],
    );
    let rows: Vec<Key> = statement.load_on(connection).await?;
    Ok(rows.first().map(|row| row.id))
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    there: bool,
}

/// Whether there is a category of this key.
pub async fn has_category(connection: &mut AsyncPgConnection, id: i32) -> Result<bool, DbError> {
    let statement = Statement::new(
        "catalog.has_category",
        "SELECT EXISTS (SELECT FROM categories WHERE id = $1) AS there",
        vec![Bind::Int(Some(id))],
    );
    let rows: Vec<There> = statement.load_on(connection).await?;
    Ok(rows.iter().any(|row| row.there))
}

/// The category at this path, or the one that had it last, or what that was merged into.
pub async fn category_at(
    connection: &mut AsyncPgConnection,
    path: &str,
) -> Result<Option<i32>, DbError> {
    let statement = Statement::new(
        "catalog.category_at",
        "SELECT id FROM (
             SELECT coalesce(
                 (SELECT id FROM categories WHERE path = $1),
                 (SELECT category_now(category_id) FROM category_paths WHERE path = $1)) AS id
         ) AS found WHERE id IS NOT NULL",
        vec![Bind::Text(Some(path.to_owned()))],
    );
    let rows: Vec<Key> = statement.load_on(connection).await?;
    Ok(rows.first().map(|row| row.id))
}
