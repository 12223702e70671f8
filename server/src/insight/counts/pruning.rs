//! Letting go of what has served.

use super::sink::Counted;
use crate::db::{DbError, Pool, Statement};

/// Forgets the ids of batches that were counted more than a day ago; gives how many.
///
/// Only after a drain that saw all of Redis: then no copy of them waits there. Two things could
/// still bring such a batch back, and count it twice: a process that lost PostgreSQL's answer to a
/// commit and did not reach PostgreSQL again for a day, and a Redis set back by more than a day.
pub async fn forget_batches(pool: &Pool) -> Result<i64, DbError> {
    let statement = Statement::new(
        "insight.forget_batches",
        "WITH gone AS (
             DELETE FROM count_batches WHERE at < now() - interval '1 day' RETURNING id
         )
         SELECT count(*) AS count FROM gone",
        vec![],
    );
    run(statement, pool).await
}

/// Forgets searches that were asked once, more than 30 days ago, some thousands at most; gives how
/// many.
///
/// Most searches are never asked again, and would come to be most of the table.
pub async fn forget_single_searches(pool: &Pool) -> Result<i64, DbError> {
    let statement = Statement::new(
        "insight.forget_single_searches",
        "WITH gone AS (
             DELETE FROM page_counts WHERE kind = 'search' AND count = 1 AND key = ANY (ARRAY(
                 SELECT key FROM page_counts
                 WHERE kind = 'search' AND count = 1 AND last_at < now() - interval '30 days'
                 ORDER BY last_at LIMIT 5000
                 FOR UPDATE SKIP LOCKED
             ))
             RETURNING key
         )
         SELECT count(*) AS count FROM gone",
        vec![],
    );
    run(statement, pool).await
}

async fn run(statement: Statement, pool: &Pool) -> Result<i64, DbError> {
    let rows: Vec<Counted> = statement.load(pool).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}
