//! What acts did to categories and brands, and taking it back.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::{
    Category,
    place::{Hindrance, place, slug_of},
    write::{self, Brand},
};
use crate::{
    catalog::history::{self, UndoneRow},
    db::{Bind, DbError, Pool, Statement},
};

/// An act that changed categories or brands.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct PastRow {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
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
    /// What it did first: the row before, and after.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
    /// See there.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub after: Option<Value>,
    /// Rows that it changed.
    #[diesel(sql_type = BigInt)]
    pub rows: i64,
    /// Whether it made any.
    #[diesel(sql_type = Bool)]
    pub made: bool,
    /// Whether all of them are still as it left them.
    #[diesel(sql_type = Bool)]
    pub stands: bool,
    /// Products that it changed.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
}

/// Whether a change still is as it was left: `$kind` and the rows `h`.
macro_rules! stands {
    () => {
        "(CASE h.kind
              WHEN 'category' THEN (SELECT taxonomy_fields(to_jsonb(c)) FROM categories c WHERE c.id = h.row_id)
              ELSE (SELECT taxonomy_fields(to_jsonb(b)) FROM brands b WHERE b.id = h.row_id)
          END IS NOT DISTINCT FROM taxonomy_fields(h.after))"
    };
}

/// The latest acts on categories or on brands, the last one first; on the one with the key `only`, if one is given.
pub async fn past(
    pool: &Pool,
    kind: &'static str,
    only: Option<i32>,
    limit: u32,
) -> Result<Vec<PastRow>, DbError> {
    let statement = Statement::new(
        "taxonomy.past",
        concat!(
            "SELECT a.id, a.at, coalesce(nullif(u.name, ''), u.email) AS person, a.user_id, a.by, a.what,
                    did.before, did.after, did.rows, did.made, did.stands,
                    (SELECT count(*) FROM product_history p WHERE p.act = a.id) AS products
             FROM (SELECT DISTINCT act FROM taxonomy_history
                    WHERE kind = $1 AND ($2::int IS NULL OR row_id = $2) ORDER BY act DESC LIMIT $3) AS latest
             JOIN product_acts a ON a.id = latest.act
             CROSS JOIN LATERAL (
                 SELECT (array_agg(h.before ORDER BY h.id))[1] AS before, (array_agg(h.after ORDER BY h.id))[1] AS after,
                        count(*) AS rows, bool_or(h.before IS NULL) AS made, bool_and(",
            stands!(),
            ") AS stands
                 FROM taxonomy_history h WHERE h.act = a.id) AS did
             LEFT JOIN users u ON u.id = a.user_id
             ORDER BY a.id DESC"
        ),
        vec![
            Bind::Text(Some(kind.to_owned())),
            Bind::Int(only),
            Bind::BigInt(Some(limit.into())),
        ],
    );
    statement.load(pool).await
}

/// A row as the history has it.
#[derive(Debug, Clone, Deserialize)]
struct Kept {
    id: i32,
    name: String,
    version: i64,
    #[serde(default)]
    parent_id: Option<i32>,
    #[serde(default)]
    path: String,
    #[serde(default)]
    slug: String,
}

impl Kept {
    fn of(row: Option<&Value>) -> Option<Self> {
        Self::deserialize(row?).ok()
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    before: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    after: Option<Value>,
    #[diesel(sql_type = Bool)]
    stands: bool,
}

/// Why an act is not taken back.
#[derive(Debug, thiserror::Error)]
pub enum NotUndone {
    /// There is none of this number that changed categories or brands.
    #[error("There is nothing to take back.")]
    Nothing,
    /// It made something.
    #[error("What was made is not taken back: delete it, or merge it into another.")]
    Made,
    /// Somebody has changed the same since.
    #[error("“{0}” has been changed since, so nothing was taken back.")]
    Changed(String),
    /// Another brand has the slug by now.
    #[error("“{0}” has the slug {1} by now, so nothing was taken back.")]
    Taken(String, String),
    /// The tree is another by now.
    #[error("Nothing was taken back. {0}")]
    Hindered(#[from] Hindrance),
    /// Something is away or at fault.
    #[error(transparent)]
    Fault(#[from] DbError),
}

/// Takes back what an act did to categories, brands and products, in the open transaction, which has seized the tree. Of
/// categories and brands all or nothing; products that somebody has changed since stay as they are.
pub async fn undo(connection: &mut AsyncPgConnection, act: i64) -> Result<UndoneRow, NotUndone> {
    let rows = rows(connection, act).await?;
    if rows.is_empty() {
        return Err(NotUndone::Nothing);
    }
    let mut gone: Vec<(String, Kept)> = Vec::new();
    let mut changed: Vec<(String, Kept)> = Vec::new();
    for row in rows {
        let before = Kept::of(row.before.as_ref()).ok_or(NotUndone::Made)?;
        if !row.stands {
            let name = Kept::of(row.after.as_ref()).map_or(before.name, |after| after.name);
            return Err(NotUndone::Changed(name));
        }
        let list = if row.after.is_some() {
            &mut changed
        } else {
            &mut gone
        };
        list.push((row.kind, before));
    }
    // Those above first.
    gone.sort_by_key(|(_, kept)| kept.path.len());
    changed.sort_by_key(|(_, kept)| kept.path.len());
    for (kind, kept) in gone {
        match kind.as_str() {
            "category" => return_category(connection, kept).await?,
            _ => return_brand(connection, kept).await?,
        }
    }
    for (kind, kept) in changed {
        match kind.as_str() {
            "category" => restore_category(connection, kept).await?,
            _ => restore_brand(connection, kept).await?,
        }
    }
    Ok(history::undo(connection, act, None).await?)
}

/// What the act did, by row; of several changes of a row the first tells what it was and the last what it became.
async fn rows(connection: &mut AsyncPgConnection, act: i64) -> Result<Vec<Row>, DbError> {
    let statement = Statement::new(
        "taxonomy.read_act",
        concat!(
            "SELECT h.kind, h.before, h.after, ",
            stands!(),
            " AS stands
             FROM (SELECT kind, row_id, (array_agg(before ORDER BY id))[1] AS before,
                          (array_agg(after ORDER BY id DESC))[1] AS after
                   FROM taxonomy_history WHERE act = $1 GROUP BY kind, row_id) AS h
             WHERE NOT (h.before IS NULL AND h.after IS NULL)"
        ),
        vec![Bind::BigInt(Some(act))],
    );
    statement.load_on(connection).await
}

async fn return_category(connection: &mut AsyncPgConnection, kept: Kept) -> Result<(), NotUndone> {
    let tree = write::tree(connection).await?;
    let path = place(&tree, None, kept.parent_id, slug_of(&kept.path))?;
    let category = Category {
        id: kept.id,
        parent_id: kept.parent_id,
        path,
        name: kept.name,
    };
    Ok(write::return_category(connection, &category, kept.version + 1).await?)
}

async fn restore_category(connection: &mut AsyncPgConnection, kept: Kept) -> Result<(), NotUndone> {
    let tree = write::tree(connection).await?;
    let path = place(&tree, Some(kept.id), kept.parent_id, slug_of(&kept.path))?;
    let Some(was) = tree.get(kept.id) else {
        return Err(NotUndone::Changed(kept.name));
    };
    let becomes = Category {
        id: kept.id,
        parent_id: kept.parent_id,
        path,
        name: kept.name,
    };
    Ok(write::set_category(connection, was, &becomes).await?)
}

async fn return_brand(connection: &mut AsyncPgConnection, kept: Kept) -> Result<(), NotUndone> {
    free(connection, &kept.slug, None).await?;
    let brand = Brand {
        id: kept.id,
        slug: kept.slug,
        name: kept.name,
        version: kept.version + 1,
    };
    Ok(write::return_brand(connection, &brand).await?)
}

async fn restore_brand(connection: &mut AsyncPgConnection, kept: Kept) -> Result<(), NotUndone> {
    free(connection, &kept.slug, Some(kept.id)).await?;
    Ok(write::set_brand(connection, kept.id, &kept.slug, &kept.name).await?)
}

async fn free(
    connection: &mut AsyncPgConnection,
    slug: &str,
    id: Option<i32>,
) -> Result<(), NotUndone> {
    match write::brand_with(connection, slug, id).await? {
        Some(name) => Err(NotUndone::Taken(name, slug.to_owned())),
        None => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Called {
    #[diesel(sql_type = Text)]
    what: String,
}

/// What an act is called that changed categories or brands; nothing if there is none of this number.
pub async fn called(
    connection: &mut AsyncPgConnection,
    act: i64,
) -> Result<Option<String>, DbError> {
    let statement = Statement::new(
        "taxonomy.act_called",
        "SELECT what FROM product_acts a
         WHERE a.id = $1 AND EXISTS (SELECT FROM taxonomy_history h WHERE h.act = a.id)",
        vec![Bind::BigInt(Some(act))],
    );
    let rows: Vec<Called> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.what))
}
