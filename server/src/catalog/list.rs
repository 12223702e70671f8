//! The list of products for those who run the shop, of any status: exact, from the table itself.
//!
//! A page begins behind the last product of the one before (keyset), so that it costs the same wherever it is. Words are looked
//! for in every name: an index of trigrams would make each change of a product cost three times as much, and a million names
//! are read in a second.

use app::model::{
    editing::{ListedProduct, ProductsQuery},
    money::Money,
};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Nullable, Text},
};

use crate::db::{Bind, DbError, Pool, Statement};

/// A product in the list.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ListRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sku: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Text>)]
    brand: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_minor: Option<i64>,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Nullable<Integer>)]
    stock: Option<i32>,
    #[diesel(sql_type = BigInt)]
    version: i64,
    /// What the list is ordered by.
    #[diesel(sql_type = Text)]
    place: String,
}

impl ListRow {
    /// Where the page behind it begins.
    pub fn place(&self) -> (String, i64) {
        (self.place.clone(), self.id)
    }
}

impl From<ListRow> for ListedProduct {
    fn from(row: ListRow) -> Self {
        Self {
            price: row
                .price_minor
                .map(|minor| Money::new(minor, row.currency.clone())),
            currency: row.currency,
            version: row.version,
            id: row.id,
            name: row.name,
            sku: row.sku,
            status: row.status,
            brand: row.brand,
            stock: row.stock,
        }
    }
}

/// Which products are meant.
macro_rules! matching {
    () => {
        "FROM products p LEFT JOIN brands b ON b.id = p.brand_id
         WHERE ($1::text IS NULL OR p.name ILIKE '%' || $1 || '%' OR p.sku ILIKE $1 || '%' OR p.id::text = $2)
           AND ($3::text IS NULL OR p.status = $3)
           AND ($4::int[] IS NULL OR p.category_id = ANY ($4))
           AND ($5::text IS NULL OR b.name = $5)
           AND ($6::text IS NULL OR CASE $6 WHEN 'out' THEN p.stock = 0 WHEN 'low' THEN p.stock BETWEEN 1 AND 5
                                    ELSE p.stock IS NULL END)"
    };
}
pub(super) use matching;

/// The statement of a page in one order, by an expression of one type. What has no price or is not counted comes last.
macro_rules! in_order {
    ($by:literal, $type:literal, $beyond:literal, $direction:literal) => {
        concat!(
            "SELECT p.id, p.name, p.sku, p.status, b.name AS brand, p.price_minor, p.currency, p.stock,
                    p.version, ",
            $by,
            "::text AS place ",
            matching!(),
            " AND ($7::text IS NULL OR (",
            $by,
            ", p.id) ",
            $beyond,
            " ($7::text::",
            $type,
            ", $8::bigint)) ORDER BY ",
            $by,
            " ",
            $direction,
            ", p.id ",
            $direction,
            " LIMIT $9"
        )
    };
}

const NEWEST: &str = in_order!("p.id", "bigint", "<", "DESC");
const NAME: &str = in_order!("p.name", "text", ">", "ASC");
const PRICE: &str = in_order!(
    "coalesce(p.price_minor, 9223372036854775807)",
    "bigint",
    ">",
    "ASC"
);
const STOCK: &str = in_order!("coalesce(p.stock, 2147483647)", "int", ">", "ASC");

/// The products of one page; `within`: keys of categories that they are in.
pub async fn page(
    pool: &Pool,
    query: &ProductsQuery,
    within: Option<Vec<i32>>,
    limit: u32,
) -> Result<Vec<ListRow>, DbError> {
    let (name, sql) = match query.order.as_str() {
        "name" => ("catalog.list_by_name", NAME),
        "price" => ("catalog.list_by_price", PRICE),
        "stock" => ("catalog.list_by_stock", STOCK),
        _ => ("catalog.list_newest", NEWEST),
    };
    // Who changes the address by hand begins at the beginning.
    let fits = |place: &str| match query.order.as_str() {
        "name" => !place.contains('\0'),
        "stock" => place.parse::<i32>().is_ok(),
        _ => place.parse::<i64>().is_ok(),
    };
    let after = query.after.as_ref().filter(|(place, _)| fits(place));
    let mut binds = filters(query, within);
    binds.push(Bind::Text(after.map(|(place, _)| place.clone())));
    binds.push(Bind::BigInt(after.map(|(_, key)| *key)));
    binds.push(Bind::BigInt(Some(limit.into())));
    Statement::new(name, sql, binds).load(pool).await
}

/// The product with this key, as the list shows it.
pub async fn one(pool: &Pool, id: i64) -> Result<Option<ListRow>, DbError> {
    let statement = Statement::new(
        "catalog.list_one",
        "SELECT p.id, p.name, p.sku, p.status, b.name AS brand, p.price_minor, p.currency, p.stock, p.version, '' AS place
         FROM products p LEFT JOIN brands b ON b.id = p.brand_id WHERE p.id = $1",
        vec![Bind::BigInt(Some(id))],
    );
    Ok(statement.load(pool).await?.into_iter().next())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many products are on all pages.
pub async fn count(
    pool: &Pool,
    query: &ProductsQuery,
    within: Option<Vec<i32>>,
) -> Result<i64, DbError> {
    let statement = Statement::new(
        "catalog.list_count",
        concat!("SELECT count(*) AS count ", matching!()),
        filters(query, within),
    );
    let rows: Vec<Count> = statement.load(pool).await?;
    Ok(rows.iter().map(|row| row.count).sum())
}

/// What is bound to the placeholders of [`matching`].
pub(super) fn filters(query: &ProductsQuery, within: Option<Vec<i32>>) -> Vec<Bind> {
    // No text of the database has a NUL.
    let some = |text: &str| Some(text.replace('\0', "")).filter(|text| !text.is_empty());
    let pattern = some(&query.text).map(|text| {
        // What means something to LIKE is meant as it stands there.
        text.replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_")
    });
    vec![
        Bind::Text(pattern),
        Bind::Text(some(&query.text)),
        Bind::Text(some(&query.status)),
        Bind::Ints(within),
        Bind::Text(some(&query.brand)),
        Bind::Text(some(&query.stock)),
    ]
}
