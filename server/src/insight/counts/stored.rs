//! Reading the counts.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text, Timestamptz},
};
use time::OffsetDateTime;

use super::page::Kind;
use crate::db::{Bind, DbError, Pool, Statement};

/// How often a page was asked for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct PageCount {
    /// A product's slug, or the address of a search's first page.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// How often.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// When its first count was written, some seconds after the page was asked for.
    #[diesel(sql_type = Timestamptz)]
    pub first_at: OffsetDateTime,
    /// When its last count was written.
    #[diesel(sql_type = Timestamptz)]
    pub last_at: OffsetDateTime,
}

/// The pages of this kind that were asked for most, at most `limit`; most asked first.
pub async fn most_asked(pool: &Pool, kind: Kind, limit: u32) -> Result<Vec<PageCount>, DbError> {
    most_asked_statement(kind, limit).load(pool).await
}

/// The statement behind [`most_asked`].
pub fn most_asked_statement(kind: Kind, limit: u32) -> Statement {
    Statement::new(
        "insight.most_asked",
        "SELECT key, count, first_at, last_at FROM page_counts
         WHERE kind = $1 ORDER BY count DESC, key LIMIT $2",
        vec![
            Bind::Text(Some(kind.name().to_owned())),
            Bind::BigInt(Some(limit.into())),
        ],
    )
}
