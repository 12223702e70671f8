//! Reading the audit log.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use time::OffsetDateTime;

use crate::db::{Bind, DbError, Pool, Statement};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct AuditRow {
    /// When.
    #[diesel(sql_type = Timestamptz)]
    pub at: OffsetDateTime,
    /// What, as [`Event::name`](super::Event::name) has it.
    #[diesel(sql_type = Text)]
    pub event: String,
    /// To which account, if to a known one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub user_id: Option<i64>,
    /// The address that this account has now; none if it is gone.
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    /// Whence it came.
    #[diesel(sql_type = Text)]
    pub origin: String,
    /// The address it came from; none if it was a command.
    #[diesel(sql_type = Nullable<Text>)]
    pub client: Option<String>,
}

/// The latest events, the last one first, at most `limit`; of the account `user` alone if one is given.
pub async fn latest(pool: &Pool, user: Option<i64>, limit: u32) -> Result<Vec<AuditRow>, DbError> {
    let statement = Statement::new(
        "audit.latest",
        "SELECT a.at, a.event, a.user_id, u.email, a.origin, a.client
         FROM audit_log a LEFT JOIN users u ON u.id = a.user_id
         WHERE $1::bigint IS NULL OR a.user_id = $1
         ORDER BY a.id DESC LIMIT $2",
        vec![Bind::BigInt(user), Bind::BigInt(Some(limit.into()))],
    );
    statement.load(pool).await
}
