//! One act on many products: what would come of it, and doing it. Both are one statement each, over the same products judged in
//! the same way, and belong into one transaction that sees the same rows throughout (`REPEATABLE READ`).

use app::model::editing::ProductsQuery;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text},
};
use diesel_async::AsyncPgConnection;

use super::{
    edit::Status,
    list::{filters, matching},
    rules::{MOST_AT_ONCE, PRICE_BOUND},
};
use crate::db::{Bind, DbError, Statement};

/// Which products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Those that match these filters, unless keys are given.
    pub query: ProductsQuery,
    /// Keys of the categories that the filter means.
    pub within: Option<Vec<i32>>,
    /// Those with these keys.
    pub ids: Option<Vec<i64>>,
}

/// What is done to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is sold, or not.
    Status(Status),
    /// It is in this category, or in none.
    Category(Option<i32>),
    /// It costs this many minor units, if it is priced in this currency.
    Price(i64, String),
    /// It costs so many hundredths of a percent of what it did, rounded to the minor unit, half a one up.
    Percent(i64),
    /// It is removed.
    Delete,
}

/// What would come of an act, for the products of one currency.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct TallyRow {
    /// What they are priced in.
    #[diesel(sql_type = Text)]
    pub currency: String,
    /// How many are meant.
    #[diesel(sql_type = BigInt)]
    pub chosen: i64,
    /// How many would change.
    #[diesel(sql_type = BigInt)]
    pub will: i64,
    /// How many are so already.
    #[diesel(sql_type = BigInt)]
    pub already: i64,
    /// How many have no price that could be a percentage of anything.
    #[diesel(sql_type = BigInt)]
    pub unpriced: i64,
    /// How many would cost more than anything may.
    #[diesel(sql_type = BigInt)]
    pub beyond: i64,
    /// How many are priced in another currency.
    #[diesel(sql_type = BigInt)]
    pub elsewhere: i64,
    /// Lowest price of those that would change, where that is what changes.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub lowest_before: Option<i64>,
    /// The highest one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub highest_before: Option<i64>,
    /// Their lowest price to be.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub lowest_after: Option<i64>,
    /// The highest one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub highest_after: Option<i64>,
    /// A sum over all keys and what each product has where it would be changed: another one if any of it is.
    #[diesel(sql_type = Text)]
    pub print: String,
}

/// The products that are meant, each with what it has, what it would get, and why it cannot: `$1` to `$6` filter, `$7` says
/// whether keys are given, `$8` has them, `$9` is the most that are looked at.
macro_rules! judged {
    ($now:literal, $becomes:literal, $refused:literal) => {
        concat!(
            "WITH chosen AS (SELECT p.id, p.currency, ",
            $now,
            " AS now, ",
            $becomes,
            " AS becomes ",
            matching!(),
            " AND (NOT $7 OR p.id = ANY ($8)) LIMIT $9), judged AS (SELECT id, currency, now, becomes, ",
            $refused,
            " AS refused FROM chosen), act AS (SELECT *, refused IS NULL AND now IS DISTINCT FROM becomes AS will FROM judged) "
        )
    };
}

/// What would come of it; `low` and `high` of prices are told if `money` has them.
macro_rules! tally {
    ($judged:expr, $now:literal, $becomes:literal) => {
        concat!(
            $judged,
            "SELECT currency, count(*) AS chosen, count(*) FILTER (WHERE will) AS will,
                    count(*) FILTER (WHERE refused IS NULL AND NOT will) AS already,
                    count(*) FILTER (WHERE refused = 'unpriced') AS unpriced,
                    count(*) FILTER (WHERE refused = 'beyond') AS beyond,
                    count(*) FILTER (WHERE refused = 'elsewhere') AS elsewhere,
                    min(",
            $now,
            ") FILTER (WHERE will)::bigint AS lowest_before,
                    max(",
            $now,
            ") FILTER (WHERE will)::bigint AS highest_before,
                    min(",
            $becomes,
            ") FILTER (WHERE will)::bigint AS lowest_after,
                    max(",
            $becomes,
            ") FILTER (WHERE will)::bigint AS highest_after,
                    sum(hashtextextended(concat_ws(' ', id, now), 0))::text AS print
             FROM act GROUP BY currency ORDER BY currency"
        )
    };
}

/// Does it to those that would change; gives how many.
macro_rules! set {
    ($judged:expr, $field:literal) => {
        concat!(
            $judged,
            ", done AS (UPDATE products p SET ",
            $field,
            " FROM act WHERE p.id = act.id AND act.will RETURNING p.id) SELECT count(*) AS number FROM done"
        )
    };
}

macro_rules! by_status {
    () => {
        judged!("p.status", "$10::text", "NULL::text")
    };
}

macro_rules! by_category {
    () => {
        judged!("p.category_id", "$10::int", "NULL::text")
    };
}

/// In `numeric`, which holds whatever comes out; and multiplied only, which is exact.
macro_rules! by_percent {
    () => {
        judged!(
            "p.price_minor::numeric",
            "round(p.price_minor * $10::bigint::numeric * 0.0001)",
            "CASE WHEN now IS NULL THEN 'unpriced' WHEN becomes >= $11 THEN 'beyond' END"
        )
    };
}

macro_rules! by_price {
    () => {
        judged!(
            "p.price_minor::numeric",
            "$10::bigint::numeric",
            "CASE WHEN currency <> $11 THEN 'elsewhere' END"
        )
    };
}

macro_rules! by_key {
    () => {
        judged!("true", "false", "NULL::text")
    };
}

/// Name and text of a statement.
type Sql = (&'static str, &'static str);

/// The statement that tells what would come of a change, and the one that makes it.
fn statements(change: &Change) -> [Sql; 2] {
    match change {
        Change::Status(_) => [
            (
                "catalog.tally_status",
                tally!(by_status!(), "NULL::bigint", "NULL::bigint"),
            ),
            (
                "catalog.set_status",
                set!(by_status!(), "status = act.becomes"),
            ),
        ],
        Change::Category(_) => [
            (
                "catalog.tally_category",
                tally!(by_category!(), "NULL::bigint", "NULL::bigint"),
            ),
            (
                "catalog.set_category",
                set!(by_category!(), "category_id = act.becomes"),
            ),
        ],
        Change::Percent(_) => [
            (
                "catalog.tally_percent",
                tally!(by_percent!(), "now", "becomes"),
            ),
            (
                "catalog.set_percent",
                set!(by_percent!(), "price_minor = act.becomes::bigint"),
            ),
        ],
        Change::Price(..) => [
            ("catalog.tally_price", tally!(by_price!(), "now", "becomes")),
            (
                "catalog.set_price",
                set!(by_price!(), "price_minor = act.becomes::bigint"),
            ),
        ],
        Change::Delete => [
            (
                "catalog.tally_delete",
                tally!(by_key!(), "NULL::bigint", "NULL::bigint"),
            ),
            (
                "catalog.remove_many",
                concat!(
                    by_key!(),
                    ", done AS (DELETE FROM products p USING act WHERE p.id = act.id RETURNING p.id)
                     SELECT count(*) AS number FROM done"
                ),
            ),
        ],
    }
}

fn binds(chosen: &Chosen, change: &Change) -> Vec<Bind> {
    let everything = ProductsQuery::default();
    let (query, within) = match chosen.ids {
        Some(_) => (&everything, None),
        None => (&chosen.query, chosen.within.clone()),
    };
    let mut binds = filters(query, within);
    binds.extend([
        Bind::Bool(chosen.ids.is_some()),
        Bind::BigInts(chosen.ids.clone().unwrap_or_default()),
        // One more tells that there are too many.
        Bind::BigInt(Some(MOST_AT_ONCE + 1)),
    ]);
    match change {
        Change::Status(status) => binds.push(Bind::Text(Some(status.as_str().to_owned()))),
        Change::Category(category) => binds.push(Bind::Int(*category)),
        Change::Price(minor, currency) => binds.extend([
            Bind::BigInt(Some(*minor)),
            Bind::Text(Some(currency.clone())),
        ]),
        Change::Percent(parts) => {
            binds.extend([Bind::BigInt(Some(*parts)), Bind::BigInt(Some(PRICE_BOUND))]);
        }
        Change::Delete => {}
    }
    binds
}

/// What would come of an act, by currency. Of more products than [`MOST_AT_ONCE`] it is told of one more than that.
pub async fn tally(
    connection: &mut AsyncPgConnection,
    chosen: &Chosen,
    change: &Change,
) -> Result<Vec<TallyRow>, DbError> {
    let [(name, sql), _] = statements(change);
    let statement = Statement::new(name, sql, binds(chosen, change));
    statement.load_on(connection).await
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Does it in the open transaction; gives how many products it changed.
pub async fn carry_out(
    connection: &mut AsyncPgConnection,
    chosen: &Chosen,
    change: &Change,
) -> Result<i64, DbError> {
    let [_, (name, sql)] = statements(change);
    let statement = Statement::new(name, sql, binds(chosen, change));
    let rows: Vec<Number> = statement.load_on(connection).await?;
    Ok(rows.iter().map(|row| row.number).sum())
}
