//! The one way of statements to PostgreSQL: each has a name, under which its times are kept.

use std::time::Instant;

use diesel::{QueryResult, pg::Pg, query_builder::AstPass, result::Error::NotFound};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _};

use super::{
    runs,
    sent::{Command, Sent},
};
use crate::telemetry;

/// Runs `statement` and notes how long it took, how many `rows` it brought or changed, and whether it failed. That there
/// was no row where one was wanted is an answer, not a failure.
pub(super) async fn timed<T>(
    sent: impl Sent,
    rows: impl FnOnce(&T) -> usize,
    statement: impl Future<Output = QueryResult<T>>,
) -> QueryResult<T> {
    let started = Instant::now();
    let outcome = statement.await;
    let duration = started.elapsed();
    let count = outcome.as_ref().map_or(0, rows);
    let failed = outcome
        .as_ref()
        .is_err_and(|error| !matches!(error, NotFound));
    tracing::debug!(target: "vitrine::sql", statement = sent.name(), rows = count, ?duration);
    telemetry::statement(sent.name(), duration, count, failed);
    runs::note(&sent, duration, count, failed);
    outcome
}

/// Writes the name in front of the statement, as a comment: so `pg_stat_activity`, `pg_stat_statements` and PostgreSQL's log
/// tell it.
pub(super) fn push_name(name: &'static str, out: &mut AstPass<'_, '_, Pg>) {
    out.push_sql("/* ");
    out.push_sql(name);
    out.push_sql(" */ ");
}

/// Runs SQL that gives no rows and has nothing bound, several statements if need be, under one name (`room.what`).
#[expect(clippy::disallowed_methods, reason = "here it has its name")]
pub async fn batch(
    connection: &mut AsyncPgConnection,
    name: &'static str,
    sql: &str,
) -> QueryResult<()> {
    let sql = format!("/* {name} */ {sql}");
    timed(Command(name), |()| 0, connection.batch_execute(&sql)).await
}
