//! Asking PostgreSQL how it runs a statement.

use std::time::Duration;

use diesel::{QueryableByName, sql_types::Json};
use diesel_async::AsyncPgConnection;
use serde_json::Value;

use super::{DbError, Pool, STATEMENT_GRACE, Statement, timed};

/// A statement that is run for its plan is given up after this time: long enough to see what is slow about it, short
/// enough to do no harm.
const LONGEST: Duration = Duration::from_secs(2);

/// How statements begin that have a plan.
const PLANNED: [&str; 6] = ["SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "VALUES"];

/// Words of statements that do more than read, or of functions whose effect outlives a transaction that is rolled back.
const WRITING: [&str; 9] = [
    "INSERT",
    "UPDATE",
    "DELETE",
    "MERGE",
    "INTO",
    "SHARE",
    "NEXTVAL",
    "SETVAL",
    "SET_CONFIG",
];

/// What PostgreSQL says to whoever writes in a transaction that may only read.
const READ_ONLY: &str = "in a read-only transaction";

#[derive(QueryableByName)]
pub(super) struct PlanRow {
    #[diesel(sql_type = Json, column_name = "QUERY PLAN")]
    plan: Value,
}

/// How a transaction ends that is never to be kept.
pub(super) enum Ended {
    RolledBack(Vec<PlanRow>),
    Failed(DbError),
}

impl From<diesel::result::Error> for Ended {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<DbError> for Ended {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

impl Statement {
    /// Whether PostgreSQL has a plan for statements of this kind.
    pub fn has_plan(&self) -> bool {
        has_plan(self.sql())
    }

    /// Whether it reads and does nothing else, as far as its words tell. PostgreSQL is asked to see to it, too.
    pub fn only_reads(&self) -> bool {
        let first = words(self.sql()).next().unwrap_or_default();
        // Locks, notes to others and signals are functions of PostgreSQL's own.
        let writes = |word: String| WRITING.contains(&word.as_str()) || word.starts_with("PG_");
        ["SELECT", "WITH"].contains(&first.as_str()) && !words(self.sql()).any(writes)
    }

    /// How PostgreSQL would run it; it is not run.
    pub async fn plan(&self, pool: &Pool) -> Result<Value, DbError> {
        one(self.explain().load(pool).await?)
    }

    /// How PostgreSQL runs it: it is run, in a transaction that may only read and is rolled back, for two seconds at most.
    /// `None` if it does more than read, be it in a function of its own.
    pub async fn measured_plan(&self, pool: &Pool) -> Result<Option<Value>, DbError> {
        let explain = self.explained("panel.measure", "ANALYZE, BUFFERS, FORMAT JSON");
        let longest = pool.plan_limit();
        let connection = pool.get().await?;
        let rows = pool.within_deadline(connection, async |connection| {
            roll_back_after(connection, &explain, longest).await
        });
        rows.await?.map(one).transpose()
    }
}

impl Pool {
    /// Time after which PostgreSQL gives up a statement that was sent for its plan.
    pub(super) fn plan_limit(&self) -> Duration {
        LONGEST.min(self.statement_deadline.saturating_sub(STATEMENT_GRACE))
    }
}

/// Whether PostgreSQL has a plan for statements that begin like this one.
pub(super) fn has_plan(sql: &str) -> bool {
    let first = words(sql).next().unwrap_or_default();
    PLANNED.contains(&first.as_str())
}

async fn roll_back_after(
    connection: &mut AsyncPgConnection,
    explain: &Statement,
    longest: Duration,
) -> Result<Option<Vec<PlanRow>>, DbError> {
    let limit = format!("SET LOCAL statement_timeout = {}", longest.as_millis());
    let ended = connection
        .build_transaction()
        .read_only()
        .run(async |connection| -> Result<(), Ended> {
            timed::batch(connection, "panel.limit", &limit).await?;
            let rows = explain.load_on(connection).await?;
            Err(Ended::RolledBack(rows))
        })
        .await;
    match rolled_back(ended) {
        Ok(rows) => Ok(Some(rows)),
        // Elsewhere that tells of a server that was turned into a replica; here it was asked for.
        Err(DbError::Unavailable(reason)) if reason.contains(READ_ONLY) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was found in a transaction that is over.
pub(super) fn rolled_back(ended: Result<(), Ended>) -> Result<Vec<PlanRow>, DbError> {
    match ended {
        Err(Ended::RolledBack(rows)) => Ok(rows),
        Err(Ended::Failed(error)) => Err(error),
        Ok(()) => Ok(Vec::new()),
    }
}

pub(super) fn one(rows: Vec<PlanRow>) -> Result<Value, DbError> {
    let none = || DbError::from(diesel::result::Error::NotFound);
    rows.into_iter().next().map(|row| row.plan).ok_or_else(none)
}

/// The words of `sql` in capitals.
fn words(sql: &str) -> impl Iterator<Item = String> {
    sql.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only_reads(sql: &'static str) -> bool {
        Statement::new("test", sql, vec![]).only_reads()
    }

    #[test]
    fn what_only_reads_may_be_run_again() {
        for sql in [
            "SELECT 1",
            "SELECT updated_at FROM t",
            "\n  select p.id FROM products p WHERE id = ANY ($1) ORDER BY id LIMIT 5",
            "WITH hot AS (SELECT 1 AS n) SELECT n FROM hot",
            "(SELECT 1) UNION (SELECT 2)",
        ] {
            assert!(only_reads(sql), "{sql}");
        }
    }

    #[test]
    fn what_may_leave_something_behind_is_never_run_again() {
        for sql in [
            "INSERT INTO t VALUES (1)",
            "WITH gone AS (DELETE FROM t RETURNING 1) SELECT * FROM gone",
            "SELECT * FROM t FOR UPDATE",
            "SELECT * FROM t FOR KEY SHARE",
            "SELECT * INTO u FROM t",
            "SELECT nextval('s')",
            "SELECT pg_try_advisory_lock(1)",
            "SELECT pg_terminate_backend(1)",
            "TRUNCATE t",
            "",
        ] {
            assert!(!only_reads(sql), "{sql}");
        }
    }

    #[test]
    fn only_some_statements_have_a_plan() {
        let has_plan = |sql| Statement::new("test", sql, vec![]).has_plan();
        assert!(has_plan("SELECT 1") && has_plan("update t SET a = 1"));
        assert!(!has_plan("TRUNCATE t") && !has_plan("LISTEN x") && !has_plan(""));
    }
}
