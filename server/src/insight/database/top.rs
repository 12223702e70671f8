//! Where PostgreSQL's time went, by `pg_stat_statements`.

use std::collections::HashSet;

use app::model::database::{TopStatement, TopStatements};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Double, Nullable, Text},
};

use super::comment::name_and_text;
use crate::{
    db::{DbError, Pool, Statement, is_known},
    insight::literals::redact,
};

/// How to have PostgreSQL count statements.
const OFF: &str = "PostgreSQL does not count what its statements cost. To switch it on: set \
                   shared_preload_libraries = 'pg_stat_statements' in postgresql.conf, restart PostgreSQL, and run \
                   CREATE EXTENSION pg_stat_statements; as a superuser in this database.";

const TOP: &str = "
    SELECT left(s.query, 2000) AS query, s.calls, s.rows, s.total_exec_time AS total_ms, s.mean_exec_time AS mean_ms,
           coalesce(100 * s.total_exec_time / nullif(sum(s.total_exec_time) OVER (), 0), 0) AS share,
           (100.0 * s.shared_blks_hit / nullif(s.shared_blks_hit + s.shared_blks_read, 0))::float8 AS hit_percent
    FROM pg_stat_statements s
    WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    ORDER BY s.total_exec_time DESC LIMIT 20";

#[derive(Debug, QueryableByName)]
struct TopRow {
    #[diesel(sql_type = Nullable<Text>)]
    query: Option<String>,
    #[diesel(sql_type = BigInt)]
    calls: i64,
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Double)]
    total_ms: f64,
    #[diesel(sql_type = Double)]
    mean_ms: f64,
    #[diesel(sql_type = Double)]
    share: f64,
    #[diesel(sql_type = Nullable<Double>)]
    hit_percent: Option<f64>,
}

/// The dearest statements of this database, if the extension is installed.
pub(super) async fn top(pool: &Pool, is_installed: bool) -> Result<TopStatements, DbError> {
    if !is_installed {
        return Ok(TopStatements::Off(OFF.to_owned()));
    }
    let rows: Result<Vec<TopRow>, DbError> =
        Statement::new("panel.top", TOP, vec![]).load(pool).await;
    match rows {
        Ok(rows) => Ok(TopStatements::Known(rows.into_iter().map(wire).collect())),
        // It can be installed in a server that has not loaded it.
        Err(DbError::Other(_)) => Ok(TopStatements::Off(OFF.to_owned())),
        Err(error) => Err(error),
    }
}

fn wire(row: TopRow) -> TopStatement {
    let query = row.query.unwrap_or_default();
    let (name, text) = name_and_text(&query);
    TopStatement {
        is_known: name.as_deref().is_some_and(is_known),
        name,
        // Most come without values, but those that change the schema or passwords keep them.
        sql: redact(text, &HashSet::new()),
        calls: row.calls,
        total_ms: row.total_ms,
        share: row.share,
        mean_ms: row.mean_ms,
        rows: row.rows,
        hit_percent: row.hit_percent,
    }
}
