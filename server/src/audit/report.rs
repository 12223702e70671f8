//! Reading the audit log.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use time::{OffsetDateTime, UtcOffset, macros::format_description};

use crate::db::{Bind, DbError, Pool, Statement};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct AuditRow {
    /// Its number: a later event has a higher one.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
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
    /// What an administrator's act was about.
    #[diesel(sql_type = Nullable<Text>)]
    pub about: Option<String>,
}

impl AuditRow {
    /// What happened, and what it was about if that is said.
    pub fn what(&self) -> String {
        match &self.about {
            Some(about) => format!("{}: {about}", self.event),
            None => self.event.clone(),
        }
    }
}

/// Which events are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Of this account alone.
    pub user: Option<i64>,
    /// Only those before the event of this number.
    pub before: Option<i64>,
    /// So many at most.
    pub limit: u32,
}

/// The latest events, the last one first.
pub async fn latest(pool: &Pool, wanted: Wanted) -> Result<Vec<AuditRow>, DbError> {
    let statement = Statement::new(
        "audit.latest",
        "SELECT a.id, a.at, a.event, a.user_id, u.email, a.origin, a.client, a.about
         FROM audit_log a LEFT JOIN users u ON u.id = a.user_id
         WHERE ($1::bigint IS NULL OR a.user_id = $1) AND ($2::bigint IS NULL OR a.id < $2)
         ORDER BY a.id DESC LIMIT $3",
        vec![
            Bind::BigInt(wanted.user),
            Bind::BigInt(wanted.before),
            Bind::BigInt(Some(wanted.limit.into())),
        ],
    );
    statement.load(pool).await
}

/// When something happened, to the second, in UTC.
pub fn moment(at: OffsetDateTime) -> Result<String, time::error::Format> {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    at.to_offset(UtcOffset::UTC).format(&form)
}
