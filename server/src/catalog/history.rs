//! What happened to products, and taking it back. Triggers write it (`migrations/…_product_history`), whoever changes a
//! product; the server says in whose name it does so.

mod report;

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;
use serde_json::Value;
use time::OffsetDateTime;

pub use self::report::{ActChangeRow, LeftRow, ReportRow, UNDO_ALL, left, of_act, report};

use crate::db::{Bind, DbError, Pool, Statement};

/// All that one transaction does to products.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// Number of the account that does it.
    pub user: i64,
    /// What it is called.
    pub what: &'a str,
    /// The act that it takes back.
    pub undoes: Option<i64>,
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Bool, column_name = done)]
    _done: bool,
}

impl Act<'_> {
    /// Has the history name this act for what the open transaction changes from here on.
    pub async fn begin(self, connection: &mut AsyncPgConnection) -> Result<(), DbError> {
        let statement = Statement::new(
            "history.act",
            "SELECT true AS done
             FROM set_config('vitrine.user', $1, true) AS by_user, set_config('vitrine.what', $2, true) AS called,
                  set_config('vitrine.undoes', coalesce($3, ''), true) AS undoing",
            vec![
                Bind::Text(Some(self.user.to_string())),
                Bind::Text(Some(self.what.to_owned())),
                Bind::Text(self.undoes.map(|act| act.to_string())),
            ],
        );
        let _: Vec<Done> = statement.load_on(connection).await?;
        Ok(())
    }
}

/// Has the history say beside the account by what means it acts: for what the open transaction changes from here on.
pub async fn by_means_of(connection: &mut AsyncPgConnection, means: &str) -> Result<(), DbError> {
    let statement = Statement::new(
        "history.by_means_of",
        "SELECT true AS done FROM set_config('vitrine.by', $1, true) AS means",
        vec![Bind::Text(Some(means.to_owned()))],
    );
    let _: Vec<Done> = statement.load_on(connection).await?;
    Ok(())
}

/// Who did something, for people: by name if it was somebody's account, and by what means if that was a program of theirs.
pub fn who(person: Option<&str>, user: Option<i64>, by: &str) -> String {
    let account = person.map(str::to_owned);
    let account = account.or_else(|| user.map(|id| format!("Account {id}")));
    match account {
        Some(account) if by.starts_with(PROGRAM) => format!("{account} ({by})"),
        Some(account) => account,
        None => by.to_owned(),
    }
}

/// How the means of a program begin: what follows is the name of its token.
pub const PROGRAM: &str = "API, token ";

#[derive(QueryableByName)]
struct ActNumber {
    #[diesel(sql_type = Nullable<BigInt>)]
    act: Option<i64>,
}

/// The number of the act that the open transaction is; nothing if it has changed no product yet.
pub async fn this_act(connection: &mut AsyncPgConnection) -> Result<Option<i64>, DbError> {
    let statement = Statement::new(
        "history.this_act",
        "SELECT nullif(current_setting('vitrine.act', true), '')::bigint AS act",
        vec![],
    );
    let rows: Vec<ActNumber> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().and_then(|row| row.act))
}

/// One change of one product.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ChangeRow {
    /// Its number: a later change has a higher one. 0 if the product came with many others.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The act that it is part of.
    #[diesel(sql_type = BigInt)]
    pub act: i64,
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
    /// What the act is called; empty if it did not say.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// The act that it takes back.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub undoes: Option<i64>,
    /// The fields that changed, as they were; nothing if the product was made.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
    /// The same as they became; nothing if the product was removed.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub after: Option<Value>,
    /// Version of the product after it.
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    /// Whether it is still so: nobody has changed these fields since.
    #[diesel(sql_type = Bool)]
    pub stands: bool,
}

/// The latest changes of a product, the last one first: those before the change of this number, if one is given.
pub async fn of_product(
    pool: &Pool,
    product: i64,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<ChangeRow>, DbError> {
    let statement = Statement::new(
        "history.of_product",
        "SELECT c.id, c.act, a.at, coalesce(nullif(u.name, ''), u.email) AS person, a.user_id, a.by, a.what, a.undoes,
                c.before, c.after, c.version, c.stands
         FROM (
             (SELECT h.id, h.act, h.before, h.after, h.version,
                     CASE WHEN h.after IS NULL THEN p.id IS NULL
                          ELSE p.id IS NOT NULL AND NOT EXISTS (
                              SELECT FROM jsonb_each(h.after) AS field
                              WHERE product_fields(p) -> field.key IS DISTINCT FROM field.value)
                     END AS stands
              FROM product_history h LEFT JOIN products p ON p.id = h.product_id
              WHERE h.product_id = $1 AND ($2::bigint IS NULL OR h.id < $2)
              ORDER BY h.id DESC LIMIT $3)
             UNION ALL
             SELECT 0, m.id, NULL, NULL, 1, true FROM product_acts m
             WHERE m.made @> $1::bigint AND ($2::bigint IS NULL OR $2 > 0)
         ) AS c
         JOIN product_acts a ON a.id = c.act
         LEFT JOIN users u ON u.id = a.user_id
         ORDER BY c.id DESC",
        vec![
            Bind::BigInt(Some(product)),
            Bind::BigInt(before),
            Bind::BigInt(Some(limit.into())),
        ],
    );
    statement.load(pool).await
}

/// What an act did, before it is taken back.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ActRow {
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// How many products it changed, made or removed.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
    /// How many of them it made: to take that back is to remove them.
    #[diesel(sql_type = BigInt)]
    pub made: i64,
}

/// The act of this number, or what it did to the product `only`; nothing if it did nothing that can be taken back.
pub async fn act(
    connection: &mut AsyncPgConnection,
    act: i64,
    only: Option<i64>,
) -> Result<Option<ActRow>, DbError> {
    let statement = Statement::new(
        "history.read_act",
        "SELECT a.what, count(DISTINCT h.product_id) AS products,
                count(DISTINCT h.product_id) FILTER (WHERE h.before IS NULL) AS made
         FROM product_acts a JOIN product_history h ON h.act = a.id
         WHERE a.id = $1 AND ($2::bigint IS NULL OR h.product_id = $2)
         GROUP BY a.id",
        vec![Bind::BigInt(Some(act)), Bind::BigInt(only)],
    );
    Ok(statement.load_on(connection).await?.into_iter().next())
}

/// What came of taking an act back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct UndoneRow {
    /// Products that the act left changed.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
    /// How many of them are again as they were before it.
    #[diesel(sql_type = BigInt)]
    pub restored: i64,
    /// The only one of those, if it is one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub only: Option<i64>,
}

/// Takes back what an act did, to the product `only` or to all. What somebody has changed since stays as it is, whole; so do
/// products whose number or slug another one has by now. All of it is one statement, in the open transaction.
pub async fn undo(
    connection: &mut AsyncPgConnection,
    act: i64,
    only: Option<i64>,
) -> Result<UndoneRow, DbError> {
    let statement = Statement::new(
        "history.undo",
        include_str!("history/undo.sql"),
        vec![Bind::BigInt(Some(act)), Bind::BigInt(only)],
    );
    let rows = statement.load_on(connection).await?.into_iter();
    let nothing = UndoneRow {
        products: 0,
        restored: 0,
        only: None,
    };
    Ok(rows.last().unwrap_or(nothing))
}

#[derive(QueryableByName)]
struct Gone {
    #[diesel(sql_type = BigInt)]
    gone: i64,
}

/// Forgets acts of more than a year ago, a thousand at most; gives how many.
pub async fn prune(pool: &Pool) -> Result<i64, DbError> {
    let statement = Statement::new(
        "history.prune",
        "SELECT product_history_prune(1000) AS gone",
        vec![],
    );
    let rows: Vec<Gone> = statement.load(pool).await?;
    Ok(rows.iter().map(|row| row.gone).sum())
}
