//! Categories and brands as those who run the shop see them.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Nullable, Text},
};

use super::write::Brand;
use crate::db::{Bind, DbError, Pool, Statement};

/// How many products, of any status, stand in a category itself.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct CountRow {
    /// The category; nothing: in none.
    #[diesel(sql_type = Nullable<Integer>)]
    pub id: Option<i32>,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
}

/// The counts of all categories that have any.
pub async fn category_counts(pool: &Pool) -> Result<Vec<CountRow>, DbError> {
    let statement = Statement::new(
        "taxonomy.category_counts",
        "SELECT category_id AS id, count(*) AS products FROM products GROUP BY category_id",
        vec![],
    );
    statement.load(pool).await
}

/// A brand in the list.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct BrandRow {
    /// Primary key.
    #[diesel(sql_type = Integer)]
    pub id: i32,
    /// What stands for it in addresses.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its products, of any status.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
}

/// `%`, `_` and `\` are nothing special in what is looked for.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// Brands whose name or slug holds `text`, by name: so many behind the first `skipped`.
pub async fn brands(
    pool: &Pool,
    text: &str,
    skipped: u32,
    limit: u32,
) -> Result<Vec<BrandRow>, DbError> {
    let statement = Statement::new(
        "taxonomy.brands",
        "SELECT b.id, b.slug, b.name, (SELECT count(*) FROM products p WHERE p.brand_id = b.id) AS products
         FROM (SELECT id, slug, name FROM brands WHERE $1 = '%%' OR name ILIKE $1 OR slug LIKE lower($1)
                ORDER BY lower(name), id OFFSET $2 LIMIT $3) AS b
         ORDER BY lower(b.name), b.id",
        vec![
            Bind::Text(Some(pattern(text))),
            Bind::BigInt(Some(skipped.into())),
            Bind::BigInt(Some(limit.into())),
        ],
    );
    statement.load(pool).await
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many brands there are whose name or slug holds `text`.
pub async fn brand_count(pool: &Pool, text: &str) -> Result<i64, DbError> {
    let statement = Statement::new(
        "taxonomy.brand_count",
        "SELECT count(*) AS number FROM brands WHERE $1 = '%%' OR name ILIKE $1 OR slug LIKE lower($1)",
        vec![Bind::Text(Some(pattern(text)))],
    );
    let rows: Vec<Number> = statement.load(pool).await?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// A brand; nothing if it is not there.
pub async fn brand(pool: &Pool, id: i32) -> Result<Option<Brand>, DbError> {
    let statement = Statement::new(
        "taxonomy.brand",
        "SELECT id, slug, name, version FROM brands WHERE id = $1",
        vec![Bind::Int(Some(id))],
    );
    Ok(statement.load(pool).await?.into_iter().next())
}

/// The version of a category; nothing if it is not there.
pub async fn category_version(pool: &Pool, id: i32) -> Result<Option<i64>, DbError> {
    let statement = Statement::new(
        "taxonomy.category_version",
        "SELECT version AS number FROM categories WHERE id = $1",
        vec![Bind::Int(Some(id))],
    );
    let rows: Vec<Number> = statement.load(pool).await?;
    Ok(rows.first().map(|row| row.number))
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

/// Paths that lead to this category, if it is one, by name: so many at most.
pub async fn old_paths(pool: &Pool, id: i32, limit: u32) -> Result<Vec<String>, DbError> {
    let statement = Statement::new(
        "taxonomy.old_paths",
        "SELECT o.path AS text FROM category_paths o
         WHERE o.category_id = ANY (ARRAY(
             WITH RECURSIVE here AS (
                 SELECT $1::int AS id UNION SELECT m.from_id FROM here JOIN category_merges m ON m.into_id = here.id)
             SELECT id FROM here))
           AND NOT EXISTS (SELECT FROM categories c WHERE c.path = o.path)
         ORDER BY o.path LIMIT $2",
        vec![Bind::Int(Some(id)), Bind::BigInt(Some(limit.into()))],
    );
    texts(pool, statement).await
}

/// Slugs that mean this brand, by name: so many at most.
pub async fn old_slugs(pool: &Pool, id: i32, limit: u32) -> Result<Vec<String>, DbError> {
    let statement = Statement::new(
        "taxonomy.old_slugs",
        "SELECT o.slug AS text FROM brand_slugs o
         WHERE o.brand_id = ANY (ARRAY(
             WITH RECURSIVE here AS (
                 SELECT $1::int AS id UNION SELECT m.from_id FROM here JOIN brand_merges m ON m.into_id = here.id)
             SELECT id FROM here))
           AND NOT EXISTS (SELECT FROM brands b WHERE b.slug = o.slug)
         ORDER BY o.slug LIMIT $2",
        vec![Bind::Int(Some(id)), Bind::BigInt(Some(limit.into()))],
    );
    texts(pool, statement).await
}

async fn texts(pool: &Pool, statement: Statement) -> Result<Vec<String>, DbError> {
    let rows: Vec<Line> = statement.load(pool).await?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_is_looked_for_is_taken_by_the_letter() {
        assert_eq!(pattern(""), "%%");
        assert_eq!(pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
