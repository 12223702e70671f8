//! What runs in this database, beside the question for it.

use std::collections::HashSet;

use app::model::database::{Level, Next, RunningStatement};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Integer, Nullable, Text},
};

use super::{cancel::is_on_duty, comment::name_and_text};
use crate::{
    db::{DbError, Pool, Statement, is_known},
    insight::literals::redact,
};

/// Seconds beyond which a statement of a shop is worth a look.
const LONG: i64 = 5;

/// Seconds beyond which a transaction that does nothing is one that somebody forgot: it keeps its locks, and dead rows
/// from being cleaned up.
const FORGOTTEN: i64 = 60;

/// Finding out who blocks whom stops all locking for a moment, so it is asked only of those who wait for a lock.
const RUNNING: &str = concat!(
    "SELECT a.pid, concat_ws(', ', nullif(a.application_name, ''), a.usename) AS client,
           coalesce(a.state, '') AS state, concat_ws(': ', a.wait_event_type, a.wait_event) AS waits_for,
           coalesce(extract(epoch FROM clock_timestamp()
               - CASE WHEN a.state = 'active' THEN a.query_start ELSE a.state_change END), 0)::bigint AS seconds,
           left(a.query, 2000) AS query,
           CASE WHEN a.wait_event_type = 'Lock' THEN pg_blocking_pids(a.pid) ELSE '{}' END::int[] AS blocked_by,
           CASE WHEN a.state = 'active' AND NOT ",
    is_on_duty!(),
    " THEN (extract(epoch FROM a.query_start) * 1000000)::bigint END AS began
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND a.backend_type = 'client backend' AND a.state <> 'idle'
    ORDER BY seconds DESC, a.pid LIMIT 50"
);

#[derive(Debug, QueryableByName)]
struct ActivityRow {
    #[diesel(sql_type = Integer)]
    pid: i32,
    #[diesel(sql_type = Text)]
    client: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    waits_for: String,
    #[diesel(sql_type = BigInt)]
    seconds: i64,
    #[diesel(sql_type = Text)]
    query: String,
    #[diesel(sql_type = Array<Integer>)]
    blocked_by: Vec<i32>,
    /// When it began, in microseconds since 1970; nothing if it must not be cancelled, or does not run.
    #[diesel(sql_type = Nullable<BigInt>)]
    began: Option<i64>,
}

/// Asks for it; those that have run longest come first.
pub(super) async fn running(pool: &Pool) -> Result<Vec<RunningStatement>, DbError> {
    let rows: Vec<ActivityRow> = Statement::new("panel.running", RUNNING, vec![])
        .load(pool)
        .await?;
    Ok(rows.into_iter().map(wire).collect())
}

fn wire(row: ActivityRow) -> RunningStatement {
    let (name, text) = name_and_text(&row.query);
    let (level, next) = judge(&row);
    let sql = redact(text, &HashSet::new());
    RunningStatement {
        level,
        pid: row.pid,
        is_known: name.as_deref().is_some_and(is_known),
        name,
        sql,
        client: row.client,
        state: row.state,
        waits_for: row.waits_for,
        seconds: row.seconds,
        blocked_by: row.blocked_by,
        began: row.began,
        next,
    }
}

fn judge(row: &ActivityRow) -> (Level, Option<Next>) {
    let ActivityRow { pid, seconds, .. } = row;
    if let Some(blocker) = row.blocked_by.first() {
        let words = format!(
            "It waits for process {blocker}. If that one has no right to take so long, end it; its transaction is undone."
        );
        let sql = format!("SELECT pg_terminate_backend({blocker});");
        let level = if *seconds >= LONG {
            Level::Bad
        } else {
            Level::Watch
        };
        return (level, Some(Next::sql(words, sql)));
    }
    match row.state.as_str() {
        "active" if *seconds >= LONG => {
            let words = "If nobody waits for its result, cancel it. Then look at its plan.";
            (Level::Watch, Some(Next::words(words)))
        }
        state if state.starts_with("idle in transaction") && *seconds >= FORGOTTEN => {
            let words = "Somebody forgot to commit: it holds its locks, and keeps dead rows from being cleaned up. \
                         End it; it is undone.";
            let sql = format!("SELECT pg_terminate_backend({pid});");
            (Level::Bad, Some(Next::sql(words, sql)))
        }
        _ => (Level::Good, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(state: &str, seconds: i64, blocked_by: &[i32]) -> ActivityRow {
        ActivityRow {
            pid: 7,
            client: "psql, ada".to_owned(),
            state: state.to_owned(),
            waits_for: String::new(),
            seconds,
            query: "/* test.name */ SELECT 'secret', 4711".to_owned(),
            blocked_by: blocked_by.to_vec(),
            began: Some(1_795_309_450_000_001),
        }
    }

    #[test]
    fn what_takes_too_long_or_waits_says_what_to_do() {
        let told = |state, seconds, blocked_by: &[i32]| {
            let running = wire(row(state, seconds, blocked_by));
            (running.level, running.next.and_then(|next| next.sql))
        };
        assert_eq!(told("active", 1, &[]), (Level::Good, None));
        assert_eq!(told("active", 5, &[]), (Level::Watch, None));
        assert_eq!(told("idle in transaction", 5, &[]), (Level::Good, None));
        let end = |pid| Some(format!("SELECT pg_terminate_backend({pid});"));
        assert_eq!(told("idle in transaction", 60, &[]), (Level::Bad, end(7)));
        assert_eq!(told("active", 1, &[9, 8]), (Level::Watch, end(9)));
        assert_eq!(told("active", 6, &[9]), (Level::Bad, end(9)));
    }

    #[test]
    fn its_name_is_told_and_its_values_are_not() {
        let running = wire(row("active", 1, &[]));
        assert_eq!(running.name.as_deref(), Some("test.name"));
        assert_eq!(running.sql, "SELECT '…', …");
    }
}
