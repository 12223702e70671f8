//! What the shop itself says about single searches: which products stand at a place of their own, and which are hidden.

mod placing;

use std::collections::BTreeMap;

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Integer, Nullable, Text},
};
use diesel_async::AsyncPgConnection;
use index::{Care, same_search};

pub use self::placing::{NoRoom, Placed};
use crate::db::{Bind, DbError, Pool, Statement};

/// The kind of tags of single searches: `care:oak desk`. The kind alone is the tag of all of them.
pub const TAG: &str = "care";

/// Products that may be pinned in one search: as many as there are places.
pub const MOST_PINS: usize = 20;

/// Products that may be hidden from one search.
pub const MOST_HIDDEN: usize = 100;

/// Searches that may be cared for. Each process has all of it in memory.
pub const MOST_SEARCHES: i64 = 2_000;

/// The longest search that can be cared for, in characters.
pub const LONGEST: usize = 200;

/// The search that is meant by a text, as it is kept; nothing if that is nothing to search for, or too long.
pub fn search(text: &str) -> Option<String> {
    let words = same_search(text);
    let is_search = words.chars().count() <= LONGEST
        && words.contains(char::is_alphanumeric)
        && !words.contains('\0');
    is_search.then_some(words)
}

/// What is said about one product in one search.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct CareRow {
    /// The search.
    #[diesel(sql_type = Text)]
    pub words: String,
    /// The product.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Its place; nothing if it is hidden.
    #[diesel(sql_type = Nullable<Integer>)]
    pub place: Option<i32>,
}

/// A search that is cared for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct CaredRow {
    /// The search.
    #[diesel(sql_type = Text)]
    pub words: String,
    /// How many products are pinned.
    #[diesel(sql_type = BigInt)]
    pub pins: i64,
    /// How many are hidden.
    #[diesel(sql_type = BigInt)]
    pub hidden: i64,
}

/// All that is said, as the index takes it.
pub async fn read(pool: &Pool) -> Result<Vec<(String, Care)>, DbError> {
    let statement = Statement::new(
        "care.all",
        "SELECT words, product_id, place FROM search_care",
        vec![],
    );
    Ok(by_search([], statement.load(pool).await?))
}

/// What is said about these searches: nothing about those of which there is no row.
pub async fn read_some(pool: &Pool, searches: Vec<String>) -> Result<Vec<(String, Care)>, DbError> {
    let statement = Statement::new(
        "care.some",
        "SELECT words, product_id, place FROM search_care WHERE words = ANY ($1)",
        vec![Bind::Texts(Some(searches.clone()))],
    );
    Ok(by_search(searches, statement.load(pool).await?))
}

fn by_search(asked: impl IntoIterator<Item = String>, rows: Vec<CareRow>) -> Vec<(String, Care)> {
    // What is written otherwise than searches are kept says nothing.
    let is_kept = |words: &str| same_search(words) == words;
    let asked = asked.into_iter().filter(|words| is_kept(words));
    let nothing = || (Vec::new(), Vec::new());
    let mut all: BTreeMap<String, (Vec<_>, Vec<_>)> =
        asked.map(|words| (words, nothing())).collect();
    for row in rows.into_iter().filter(|row| is_kept(&row.words)) {
        let (pins, hidden) = all.entry(row.words).or_default();
        match row.place.map(u32::try_from) {
            Some(Ok(place)) => pins.push((place, row.product_id)),
            _ => hidden.push(row.product_id),
        }
    }
    let cares = all.into_iter();
    cares
        .map(|(words, (pins, hidden))| (words, Care::new(pins, hidden)))
        .collect()
}

/// Searches that are cared for, in the order of their words.
pub async fn cared(pool: &Pool, limit: u32) -> Result<Vec<CaredRow>, DbError> {
    let statement = Statement::new(
        "care.searches",
        "SELECT words, count(place) AS pins, count(*) - count(place) AS hidden
         FROM search_care GROUP BY words ORDER BY words LIMIT $1",
        vec![Bind::BigInt(Some(limit.into()))],
    );
    statement.load(pool).await
}

/// A product as those who care for searches see it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ProductRow {
    /// Its key.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its address.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Whether it is sold.
    #[diesel(sql_type = Bool)]
    pub is_published: bool,
}

/// Those of these products that are there.
pub async fn products(pool: &Pool, ids: Vec<i64>) -> Result<Vec<ProductRow>, DbError> {
    let statement = Statement::new(
        "care.products",
        "SELECT id, name, slug, status = 'published' AS is_published FROM products WHERE id = ANY ($1)",
        vec![Bind::BigInts(ids)],
    );
    statement.load(pool).await
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = BigInt)]
    others: i64,
}

/// What is said about a search, to be changed: whoever else would change anything waits until the transaction ends. With it,
/// how many other searches are cared for.
pub async fn lock(
    connection: &mut AsyncPgConnection,
    search: &str,
) -> Result<(Placed, i64), DbError> {
    let statement = Statement::new(
        "care.lock",
        // Each statement sees all that was committed before it began: so the lock is one of its own.
        "SELECT 0::bigint AS others
         FROM (SELECT pg_advisory_xact_lock(hashtext('vitrine'), hashtext('search care'))) AS locked",
        vec![],
    );
    let _: Vec<Locked> = statement.load_on(connection).await?;
    let others = Statement::new(
        "care.count",
        "SELECT count(DISTINCT words) AS others FROM search_care WHERE words <> $1",
        vec![Bind::Text(Some(search.to_owned()))],
    );
    let others: Vec<Locked> = others.load_on(connection).await?;
    let placed = present(search).load_on(connection).await?;
    Ok((
        Placed::of(placed),
        others.iter().map(|row| row.others).sum(),
    ))
}

/// What is said about a search, past every cache.
pub async fn of_search(pool: &Pool, search: &str) -> Result<Placed, DbError> {
    Ok(Placed::of(present(search).load(pool).await?))
}

fn present(search: &str) -> Statement {
    Statement::new(
        "care.of_search",
        "SELECT words, product_id, place FROM search_care WHERE words = $1 ORDER BY place, product_id",
        vec![Bind::Text(Some(search.to_owned()))],
    )
}

/// Keeps a product there until the transaction ends; its name, if it is there.
pub async fn hold_product(
    connection: &mut AsyncPgConnection,
    id: i64,
) -> Result<Option<String>, DbError> {
    let statement = Statement::new(
        "care.hold_product",
        "SELECT id, name, slug, status = 'published' AS is_published FROM products WHERE id = $1 FOR KEY SHARE",
        vec![Bind::BigInt(Some(id))],
    );
    let rows: Vec<ProductRow> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.name))
}

/// Writes what is said about a search in place of what was said `before`; nothing that stays as it is.
pub async fn write(
    connection: &mut AsyncPgConnection,
    search: &str,
    before: &Placed,
    after: &Placed,
) -> Result<(), DbError> {
    let (gone, set) = before.difference(after);
    if !gone.is_empty() {
        let statement = Statement::new(
            "care.remove",
            "DELETE FROM search_care WHERE words = $1 AND product_id = ANY ($2) RETURNING words, product_id, place",
            vec![Bind::Text(Some(search.to_owned())), Bind::BigInts(gone)],
        );
        let _: Vec<CareRow> = statement.load_on(connection).await?;
    }
    if !set.is_empty() {
        let (products, places) = set.into_iter().unzip();
        let statement = Statement::new(
            "care.set",
            // 0 stands for no place.
            "INSERT INTO search_care (words, product_id, place)
             SELECT $1, product, nullif(place, 0) FROM unnest($2::bigint[], $3::int[]) AS said (product, place)
             ON CONFLICT (words, product_id) DO UPDATE SET place = EXCLUDED.place
             RETURNING words, product_id, place",
            vec![
                Bind::Text(Some(search.to_owned())),
                Bind::BigInts(products),
                Bind::Ints(Some(places)),
            ],
        );
        let _: Vec<CareRow> = statement.load_on(connection).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_kept_as_it_is_counted() {
        assert_eq!(search("  Crème  BRÛLÉE ").as_deref(), Some("creme brulee"));
        for text in ["", " ", "?!", "a\0b", &"a".repeat(LONGEST + 1)] {
            assert_eq!(search(text), None, "{text:?}");
        }
        assert!(search(&"a".repeat(LONGEST)).is_some());
    }

    #[test]
    fn searches_of_which_nothing_is_left_are_told() {
        let row = |product_id, place| CareRow {
            words: "lamp".to_owned(),
            product_id,
            place,
        };
        let asked = ["oak".to_owned(), "Lamp".to_owned()];
        let mut rows = vec![row(1, Some(2)), row(3, None), row(5, Some(1))];
        rows[2].words = "LAMP".to_owned();
        let cares = by_search(asked, rows);
        assert_eq!(
            cares,
            [
                ("lamp".to_owned(), Care::new([(2, 1)], [3])),
                ("oak".to_owned(), Care::default())
            ]
        );
    }
}
