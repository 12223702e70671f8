//! Telling a statement to end.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Nullable, Text},
};

use super::comment::name_and_text;
use crate::db::{Bind, DbError, Pool, Statement};

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancelled {
    /// The process was told to end it; the statement's name, if it said one.
    Sent(Option<String>),
    /// That process runs it no more: it has ended, or another one has begun.
    Ended,
    /// The process is the one that numbers changes for all instances.
    OnDuty,
    /// PostgreSQL does not let this role cancel it.
    Refused,
}

/// The process that numbers changes holds a lock for as long as it is on duty. As SQL, of the activity `a`.
macro_rules! is_on_duty {
    () => {
        "EXISTS (SELECT FROM pg_locks l
                 WHERE l.pid = a.pid AND l.granted AND l.locktype = 'advisory' AND l.objsubid = 2
                   AND l.classid::bigint = hashtext('vitrine')::bigint & 4294967295
                   AND l.objid::bigint = hashtext('relay duty')::bigint & 4294967295)"
    };
}
pub(super) use is_on_duty;

/// A number of a process is given again, so it says nothing without the time at which its statement began.
const CANCEL: &str = concat!(
    "SELECT found.query, found.on_duty,
            CASE WHEN NOT found.on_duty THEN pg_cancel_backend(found.pid) END AS cancelled
     FROM (
         SELECT a.pid, a.query, ",
    is_on_duty!(),
    " AS on_duty
         FROM pg_stat_activity a
         WHERE a.pid = $1 AND (extract(epoch FROM a.query_start) * 1000000)::bigint = $2
           AND a.state = 'active' AND a.datname = current_database()
           AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
     ) AS found"
);

#[derive(Debug, QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    query: String,
    #[diesel(sql_type = Bool)]
    on_duty: bool,
    /// Nothing if it was not tried.
    #[diesel(sql_type = Nullable<Bool>)]
    cancelled: Option<bool>,
}

/// Has PostgreSQL cancel what the process `pid` of this database runs, if it is still the statement that began at `began`,
/// in microseconds since 1970.
pub async fn cancel(pool: &Pool, pid: i32, began: i64) -> Result<Cancelled, DbError> {
    let binds = vec![Bind::Int(Some(pid)), Bind::BigInt(Some(began))];
    let found: Result<Vec<Found>, _> = Statement::new("database.cancel", CANCEL, binds)
        .load(pool)
        .await;
    let found = match found {
        Err(DbError::Other(error)) if is_refusal(&error) => return Ok(Cancelled::Refused),
        found => found?,
    };
    Ok(match found.into_iter().next() {
        None => Cancelled::Ended,
        Some(found) if found.on_duty => Cancelled::OnDuty,
        Some(found) if found.cancelled != Some(true) => Cancelled::Ended,
        Some(found) => Cancelled::Sent(name_and_text(&found.query).0),
    })
}

/// SQLSTATE 42501, of which diesel keeps only the message.
fn is_refusal(error: &diesel::result::Error) -> bool {
    error.to_string().starts_with("permission denied")
}
