//! What is known of imports, in the database.
//!
//! Who is at work on one says so every half second. Whoever has said nothing for [`SILENCE`] seconds has died, and what it did
//! was rolled back with its connection: the import is then as it was before, and says so.

use app::model::imports::ImportState;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz},
};
use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    db::{Bind, DbError, Pool, Statement},
    import::progress::At,
};

/// An import.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct ImportRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: OffsetDateTime,
    /// Name or address of who brought it; nothing if that account is gone.
    #[diesel(sql_type = Nullable<Text>)]
    pub person: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub user_id: i64,
    #[diesel(sql_type = Text)]
    pub file_name: String,
    #[diesel(sql_type = BigInt)]
    pub bytes: i64,
    /// SHA-256 of the file.
    #[diesel(sql_type = Text)]
    pub hash: String,
    /// Its name in the folder.
    #[diesel(sql_type = Text)]
    pub stored: String,
    #[diesel(sql_type = Jsonb)]
    pub layout: Value,
    #[diesel(sql_type = Jsonb)]
    pub columns: Value,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    words: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub report: Option<Value>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub act: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub created: i64,
    #[diesel(sql_type = BigInt)]
    pub updated: i64,
    #[diesel(sql_type = BigInt)]
    pub unchanged: i64,
    #[diesel(sql_type = BigInt)]
    pub rejected: i64,
    #[diesel(sql_type = Text)]
    pub step: String,
    #[diesel(sql_type = BigInt)]
    pub done: i64,
    #[diesel(sql_type = BigInt)]
    pub total: i64,
    #[diesel(sql_type = Bool)]
    pub cancelled: bool,
    /// Whether somebody has said lately that they are at work.
    #[diesel(sql_type = Bool)]
    lives: bool,
}

/// Said of an import whose process has died.
const DIED: &str =
    "The server that was at work on it has stopped. Nothing was written; you can begin again.";

impl ImportRow {
    /// How far it is.
    pub fn state(&self) -> ImportState {
        match (self.state.as_str(), self.lives) {
            ("checking", true) => ImportState::Checking,
            ("running", true) => ImportState::Running,
            ("checked" | "running", _) => ImportState::Checked,
            ("done", _) => ImportState::Done,
            _ => ImportState::Uploaded,
        }
    }

    /// What there is to say about that.
    pub fn words(&self) -> &str {
        let is_busy = matches!(self.state.as_str(), "checking" | "running");
        if is_busy && !self.lives {
            DIED
        } else {
            &self.words
        }
    }
}

/// Seconds after which who has said nothing has died.
macro_rules! silence {
    () => {
        "interval '20 seconds'"
    };
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT i.id, i.at, coalesce(nullif(u.name, ''), u.email) AS person, i.user_id, i.file_name, i.bytes, i.hash,
                    i.stored, i.layout, i.columns, i.state, i.words, i.report, i.act, i.created, i.updated, i.unchanged,
                    i.rejected, coalesce(w.step, '') AS step, coalesce(w.done, 0) AS done, coalesce(w.total, 0) AS total,
                    coalesce(w.cancelled, false) AS cancelled,
                    coalesce(w.beat > clock_timestamp() - ",
            silence!(),
            ", false) AS lives
             FROM imports i LEFT JOIN users u ON u.id = i.user_id LEFT JOIN import_work w ON w.import_id = i.id ",
            $which
        )
    };
}

/// The import of this number.
pub async fn one(pool: &Pool, id: i64) -> Result<Option<ImportRow>, DbError> {
    let statement = Statement::new(
        "imports.one",
        select!("WHERE i.id = $1"),
        vec![Bind::BigInt(Some(id))],
    );
    Ok(statement.load(pool).await?.into_iter().next())
}

/// The latest imports, the last one first.
pub async fn latest(pool: &Pool, limit: u32) -> Result<Vec<ImportRow>, DbError> {
    let statement = Statement::new(
        "imports.latest",
        select!("ORDER BY i.id DESC LIMIT $1"),
        vec![Bind::BigInt(Some(limit.into()))],
    );
    statement.load(pool).await
}

/// A file that has come.
#[derive(Debug)]
pub(super) struct NewImport {
    pub(super) user: i64,
    pub(super) file_name: String,
    pub(super) bytes: i64,
    pub(super) hash: String,
    pub(super) stored: String,
    pub(super) layout: String,
    pub(super) columns: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Notes it; gives its number.
pub(super) async fn add(pool: &Pool, import: NewImport) -> Result<i64, DbError> {
    let statement = Statement::new(
        "imports.add",
        "INSERT INTO imports (user_id, file_name, bytes, hash, stored, layout, columns)
         VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb) RETURNING id",
        vec![
            Bind::BigInt(Some(import.user)),
            Bind::Text(Some(import.file_name)),
            Bind::BigInt(Some(import.bytes)),
            Bind::Text(Some(import.hash)),
            Bind::Text(Some(import.stored)),
            Bind::Text(Some(import.layout)),
            Bind::Text(Some(import.columns)),
        ],
    );
    let rows: Vec<Id> = statement.load(pool).await?;
    Ok(rows.iter().map(|row| row.id).sum())
}

/// Keeps how it is to be read, which makes of it one that is to be checked. Gives whether that could be: nothing is changed
/// under the hands of who is at work on it.
pub(super) async fn set_layout(
    pool: &Pool,
    id: i64,
    layout: String,
    columns: String,
) -> Result<bool, DbError> {
    let statement = Statement::new(
        "imports.set_layout",
        concat!(
            "UPDATE imports SET layout = $2::jsonb, columns = $3::jsonb, state = 'uploaded', words = '', report = NULL
             WHERE id = $1 AND state <> 'done' AND NOT EXISTS (
                 SELECT FROM import_work w WHERE w.import_id = id AND state IN ('checking', 'running')
                    AND w.beat > clock_timestamp() - ",
            silence!(),
            ") RETURNING id"
        ),
        vec![
            Bind::BigInt(Some(id)),
            Bind::Text(Some(layout)),
            Bind::Text(Some(columns)),
        ],
    );
    let rows: Vec<Id> = statement.load(pool).await?;
    Ok(!rows.is_empty())
}

/// Notes that somebody begins to work on it, which makes it `checking` or `running`. Gives whether that could be: only one may.
pub(super) async fn begin(pool: &Pool, id: i64, state: &str) -> Result<bool, DbError> {
    let statement = Statement::new(
        "imports.begin",
        concat!(
            "WITH free AS (
                 SELECT i.id FROM imports i
                 WHERE i.id = $1 AND i.state <> 'done' AND NOT EXISTS (
                     SELECT FROM import_work w WHERE w.import_id = i.id AND i.state IN ('checking', 'running')
                        AND w.beat > clock_timestamp() - ",
            silence!(),
            ") FOR UPDATE
             ), work AS (
                 INSERT INTO import_work (import_id) SELECT id FROM free
                 ON CONFLICT (import_id) DO UPDATE
                    SET step = '', done = 0, total = 0, beat = clock_timestamp(), cancelled = false
             )
             UPDATE imports SET state = $2, words = '' FROM free WHERE imports.id = free.id RETURNING imports.id"
        ),
        vec![Bind::BigInt(Some(id)), Bind::Text(Some(state.to_owned()))],
    );
    let rows: Vec<Id> = statement.load(pool).await?;
    Ok(!rows.is_empty())
}

#[derive(QueryableByName)]
struct Cancelled {
    #[diesel(sql_type = Bool)]
    cancelled: bool,
}

/// Says that somebody is at work on it, and how far they are. Gives whether they are to stop.
pub(super) async fn beat(pool: &Pool, id: i64, at: At) -> Result<bool, DbError> {
    let number = |number| Bind::BigInt(Some(i64::try_from(number).unwrap_or(i64::MAX)));
    let statement = Statement::new(
        "imports.beat",
        "UPDATE import_work SET step = $2, done = $3, total = $4, beat = clock_timestamp()
         WHERE import_id = $1 RETURNING cancelled",
        vec![
            Bind::BigInt(Some(id)),
            Bind::Text(Some(at.step.to_owned())),
            number(at.done),
            number(at.total),
        ],
    );
    let rows: Vec<Cancelled> = statement.load(pool).await?;
    Ok(rows.iter().any(|row| row.cancelled))
}

/// Asks whoever is at work on it to stop. Gives whether anybody is.
pub(super) async fn cancel(pool: &Pool, id: i64) -> Result<bool, DbError> {
    let statement = Statement::new(
        "imports.cancel",
        "UPDATE import_work w SET cancelled = true FROM imports i
         WHERE w.import_id = $1 AND i.id = $1 AND i.state IN ('checking', 'running') RETURNING i.id",
        vec![Bind::BigInt(Some(id))],
    );
    let rows: Vec<Id> = statement.load(pool).await?;
    Ok(!rows.is_empty())
}

/// Keeps what the check of it has found.
pub(super) async fn checked(pool: &Pool, id: i64, report: String) -> Result<(), DbError> {
    let statement = Statement::new(
        "imports.checked",
        "UPDATE imports SET state = 'checked', report = $2::jsonb WHERE id = $1 AND state = 'checking' RETURNING id",
        vec![Bind::BigInt(Some(id)), Bind::Text(Some(report))],
    );
    let _: Vec<Id> = statement.load(pool).await?;
    Ok(())
}

/// Notes that nobody is at work on it any more, and why; what they did was rolled back.
pub(super) async fn back(pool: &Pool, id: i64, state: &str, words: &str) -> Result<(), DbError> {
    let statement = Statement::new(
        "imports.back",
        "UPDATE imports SET state = $2, words = $3 WHERE id = $1 AND state IN ('checking', 'running') RETURNING id",
        vec![
            Bind::BigInt(Some(id)),
            Bind::Text(Some(state.to_owned())),
            Bind::Text(Some(words.to_owned())),
        ],
    );
    let _: Vec<Id> = statement.load(pool).await?;
    Ok(())
}

/// Says more of one that is done.
pub(super) async fn say(pool: &Pool, id: i64, words: &str) -> Result<(), DbError> {
    let statement = Statement::new(
        "imports.say",
        "UPDATE imports SET words = $2 WHERE id = $1 RETURNING id",
        vec![Bind::BigInt(Some(id)), Bind::Text(Some(words.to_owned()))],
    );
    let _: Vec<Id> = statement.load(pool).await?;
    Ok(())
}

/// Forgets what is older than a year.
pub(super) async fn prune(pool: &Pool) -> Result<(), DbError> {
    let statement = Statement::new(
        "imports.prune",
        "DELETE FROM imports WHERE at < now() - interval '1 year' RETURNING id",
        vec![],
    );
    let _: Vec<Id> = statement.load(pool).await?;
    Ok(())
}
