//! Changing categories and brands, in the open transaction. Whether it may be is looked at before ([`place`](super::place));
//! triggers keep old addresses, the history, and what caches depend on (`migrations/…_taxonomy`).

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Nullable, Text},
};
use diesel_async::AsyncPgConnection;

use super::{Category, Taxonomy, categories};
use crate::db::{self, Bind, DbError, Statement};

/// How long one waits for others who change categories or brands: a load may take minutes.
const PATIENCE: &str = "SET LOCAL lock_timeout = '3s'";

/// Lets the transaction be the only one that changes categories or brands, and gives the tree as it is then.
///
/// # Errors
/// `Cancelled` if others are at work for too long.
pub async fn seize(connection: &mut AsyncPgConnection) -> Result<Taxonomy, DbError> {
    db::batch(connection, "taxonomy.patience", PATIENCE).await?;
    let lock = "SELECT pg_advisory_xact_lock(hashtext('vitrine'), hashtext('taxonomy'))";
    db::batch(connection, "taxonomy.seize", lock).await?;
    tree(connection).await
}

/// The tree as the transaction sees it.
pub async fn tree(connection: &mut AsyncPgConnection) -> Result<Taxonomy, DbError> {
    let rows: Vec<Category> = categories().load_on(connection).await?;
    Ok(Taxonomy::new(rows))
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

async fn number(
    connection: &mut AsyncPgConnection,
    statement: Statement,
) -> Result<Option<i64>, DbError> {
    let rows: Vec<Number> = statement.load_on(connection).await?;
    Ok(rows.first().map(|row| row.number))
}

fn text(text: &str) -> Bind {
    Bind::Text(Some(text.to_owned()))
}

/// The version of a category, which nobody refers to anew before the transaction ends; nothing if it is not there.
pub async fn category_version(
    connection: &mut AsyncPgConnection,
    id: i32,
) -> Result<Option<i64>, DbError> {
    let statement = Statement::new(
        "taxonomy.lock_category",
        "SELECT version AS number FROM categories WHERE id = $1 FOR UPDATE",
        vec![Bind::Int(Some(id))],
    );
    number(connection, statement).await
}

/// Makes a category; its key.
pub async fn add_category(
    connection: &mut AsyncPgConnection,
    parent: Option<i32>,
    path: &str,
    name: &str,
) -> Result<Option<i64>, DbError> {
    let statement = Statement::new(
        "taxonomy.add_category",
        "INSERT INTO categories (parent_id, path, name) VALUES ($1, $2, $3) RETURNING id::bigint AS number",
        vec![Bind::Int(parent), text(path), text(name)],
    );
    number(connection, statement).await
}

/// Makes a category under a key that it had before.
pub async fn return_category(
    connection: &mut AsyncPgConnection,
    category: &Category,
    version: i64,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "taxonomy.return_category",
        "INSERT INTO categories (id, parent_id, path, name, version) OVERRIDING SYSTEM VALUE
         VALUES ($1, $2, $3, $4, $5) RETURNING version AS number",
        vec![
            Bind::Int(Some(category.id)),
            Bind::Int(category.parent_id),
            text(&category.path),
            text(&category.name),
            Bind::BigInt(Some(version)),
        ],
    );
    number(connection, statement).await.map(drop)
}

/// Gives a category this name and place; all below it go along.
pub async fn set_category(
    connection: &mut AsyncPgConnection,
    was: &Category,
    becomes: &Category,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "taxonomy.set_category",
        "WITH done AS (
             UPDATE categories SET
                 path = $2 || substr(path, length($3) + 1),
                 parent_id = CASE WHEN id = $1 THEN $4 ELSE parent_id END,
                 name = CASE WHEN id = $1 THEN $5 ELSE name END
              WHERE id = $1 OR ($2 <> $3 AND starts_with(path, $3 || '/'))
             RETURNING id
         ) SELECT count(*) AS number FROM done",
        vec![
            Bind::Int(Some(was.id)),
            text(&becomes.path),
            text(&was.path),
            Bind::Int(becomes.parent_id),
            text(&becomes.name),
        ],
    );
    number(connection, statement).await.map(drop)
}

/// Puts all products that stand in `from` itself into `into`; gives how many.
pub async fn move_products(
    connection: &mut AsyncPgConnection,
    from: i32,
    into: i32,
) -> Result<i64, DbError> {
    let statement = Statement::new(
        "taxonomy.move_products",
        "WITH done AS (UPDATE products SET category_id = $2 WHERE category_id = $1 RETURNING id)
         SELECT count(*) AS number FROM done",
        vec![Bind::Int(Some(from)), Bind::Int(Some(into))],
    );
    Ok(number(connection, statement).await?.unwrap_or_default())
}

/// Removes a category that nothing is in; if another one took its place, its addresses lead there.
pub async fn remove_category(
    connection: &mut AsyncPgConnection,
    id: i32,
    into: Option<i32>,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "taxonomy.remove_category",
        "DELETE FROM categories WHERE id = $1 RETURNING id::bigint AS number",
        vec![Bind::Int(Some(id))],
    );
    number(connection, statement).await?;
    let Some(into) = into else { return Ok(()) };
    let statement = Statement::new(
        "taxonomy.note_merged_category",
        "INSERT INTO category_merges VALUES ($1, $2)
         ON CONFLICT (from_id) DO UPDATE SET into_id = EXCLUDED.into_id RETURNING from_id::bigint AS number",
        vec![Bind::Int(Some(id)), Bind::Int(Some(into))],
    );
    number(connection, statement).await.map(drop)
}

/// How many products stand in these categories themselves, of any status.
pub async fn products_in(
    connection: &mut AsyncPgConnection,
    categories: Vec<i32>,
) -> Result<i64, DbError> {
    let statement = Statement::new(
        "taxonomy.products_in",
        "SELECT count(*) AS number FROM products WHERE category_id = ANY ($1)",
        vec![Bind::Ints(Some(categories))],
    );
    Ok(number(connection, statement).await?.unwrap_or_default())
}

/// How many products a brand has, of any status.
pub async fn products_of(connection: &mut AsyncPgConnection, brand: i32) -> Result<i64, DbError> {
    let statement = Statement::new(
        "taxonomy.products_of",
        "SELECT count(*) AS number FROM products WHERE brand_id = $1",
        vec![Bind::Int(Some(brand))],
    );
    Ok(number(connection, statement).await?.unwrap_or_default())
}

/// A brand as one changes it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Brand {
    /// Primary key.
    #[diesel(sql_type = Integer)]
    pub id: i32,
    /// What stands for it in addresses.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Goes up with each change.
    #[diesel(sql_type = BigInt)]
    pub version: i64,
}

/// A brand; nothing if it is not there.
pub async fn brand(connection: &mut AsyncPgConnection, id: i32) -> Result<Option<Brand>, DbError> {
    let statement = Statement::new(
        "taxonomy.read_brand",
        "SELECT id, slug, name, version FROM brands WHERE id = $1",
        vec![Bind::Int(Some(id))],
    );
    Ok(statement.load_on(connection).await?.into_iter().next())
}

/// The same, and nobody refers to it anew before the transaction ends.
pub async fn lock_brand(
    connection: &mut AsyncPgConnection,
    id: i32,
) -> Result<Option<Brand>, DbError> {
    let statement = Statement::new(
        "taxonomy.lock_brand",
        "SELECT id, slug, name, version FROM brands WHERE id = $1 FOR UPDATE",
        vec![Bind::Int(Some(id))],
    );
    Ok(statement.load_on(connection).await?.into_iter().next())
}

/// The brand with this slug, or else the one with this name if it is the only one.
pub async fn brand_called(
    connection: &mut AsyncPgConnection,
    name: &str,
) -> Result<Option<Brand>, DbError> {
    let statement = Statement::new(
        "taxonomy.brand_called",
        "SELECT id, slug, name, version FROM brands WHERE slug = $1 OR name = $1 ORDER BY slug <> $1, id LIMIT 2",
        vec![text(name)],
    );
    let rows: Vec<Brand> = statement.load_on(connection).await?;
    let is_only = rows.len() == 1;
    let first = rows.into_iter().next();
    Ok(first.filter(|brand| is_only || brand.slug == name))
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
}

/// The name of the brand, other than `id`, that has this slug.
pub async fn brand_with(
    connection: &mut AsyncPgConnection,
    slug: &str,
    id: Option<i32>,
) -> Result<Option<String>, DbError> {
    let statement = Statement::new(
        "taxonomy.brand_with",
        "SELECT name FROM brands WHERE slug = $1 AND id IS DISTINCT FROM $2",
        vec![text(slug), Bind::Int(id)],
    );
    let rows: Vec<Named> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().and_then(|row| row.name))
}

/// Makes a brand; its key.
pub async fn add_brand(
    connection: &mut AsyncPgConnection,
    slug: &str,
    name: &str,
) -> Result<Option<i64>, DbError> {
    let statement = Statement::new(
        "taxonomy.add_brand",
        "INSERT INTO brands (slug, name) VALUES ($1, $2) RETURNING id::bigint AS number",
        vec![text(slug), text(name)],
    );
    number(connection, statement).await
}

/// Makes a brand under a key that it had before.
pub async fn return_brand(
    connection: &mut AsyncPgConnection,
    brand: &Brand,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "taxonomy.return_brand",
        "INSERT INTO brands (id, slug, name, version) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4)
         RETURNING version AS number",
        vec![
            Bind::Int(Some(brand.id)),
            text(&brand.slug),
            text(&brand.name),
            Bind::BigInt(Some(brand.version)),
        ],
    );
    number(connection, statement).await.map(drop)
}

/// Gives a brand this name and slug.
pub async fn set_brand(
    connection: &mut AsyncPgConnection,
    id: i32,
    slug: &str,
    name: &str,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "taxonomy.set_brand",
        "UPDATE brands SET slug = $2, name = $3 WHERE id = $1 RETURNING version AS number",
        vec![Bind::Int(Some(id)), text(slug), text(name)],
    );
    number(connection, statement).await.map(drop)
}

/// Gives all products of the brand `from` to `into`; how many.
pub async fn hand_over(
    connection: &mut AsyncPgConnection,
    from: i32,
    into: i32,
) -> Result<i64, DbError> {
    let statement = Statement::new(
        "taxonomy.hand_over",
        "WITH done AS (UPDATE products SET brand_id = $2 WHERE brand_id = $1 RETURNING id)
         SELECT count(*) AS number FROM done",
        vec![Bind::Int(Some(from)), Bind::Int(Some(into))],
    );
    Ok(number(connection, statement).await?.unwrap_or_default())
}

/// Removes a brand that has no products; if another one took its place, its slugs mean that.
pub async fn remove_brand(
    connection: &mut AsyncPgConnection,
    id: i32,
    into: Option<i32>,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "taxonomy.remove_brand",
        "DELETE FROM brands WHERE id = $1 RETURNING id::bigint AS number",
        vec![Bind::Int(Some(id))],
    );
    number(connection, statement).await?;
    let Some(into) = into else { return Ok(()) };
    let statement = Statement::new(
        "taxonomy.note_merged_brand",
        "INSERT INTO brand_merges VALUES ($1, $2)
         ON CONFLICT (from_id) DO UPDATE SET into_id = EXCLUDED.into_id RETURNING from_id::bigint AS number",
        vec![Bind::Int(Some(id)), Bind::Int(Some(into))],
    );
    number(connection, statement).await.map(drop)
}
