//! Letting go of what has served.

use super::sink::Counted;
use crate::db::{Bind, DbError, Pool, Statement};

/// Searches that were asked less often in all say something about a person rather than about the shop.
const RARE: i64 = 3;

/// Days for which a rare search is kept, so that the shop can see of the last week what was missing.
const RARE_DAYS: i32 = 7;

/// Days for which anything is kept of a search.
const DAYS: i32 = 90;

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

/// Forgets searches that were asked once or twice and not within the last week, some thousands at most; gives of how many
/// days and words.
pub async fn forget_rare_searches(pool: &Pool) -> Result<i64, DbError> {
    let statement = Statement::new(
        "insight.forget_rare_searches",
        "WITH rare AS (
             SELECT words FROM searches GROUP BY words
             HAVING sum(asked) < $1 AND max(day) < (now() AT TIME ZONE 'UTC')::date - $2
             LIMIT 5000
         ), held AS (
             SELECT s.day, s.words FROM searches s JOIN rare USING (words) FOR UPDATE OF s SKIP LOCKED
         ), gone AS (
             DELETE FROM searches s USING held WHERE (s.day, s.words) = (held.day, held.words) RETURNING s.day
         )
         SELECT count(*) AS count FROM gone",
        vec![Bind::BigInt(Some(RARE)), Bind::Int(Some(RARE_DAYS))],
    );
    run(statement, pool).await
}

/// Forgets searches of days longer ago than three months, some thousands at most; gives of how many days and words.
pub async fn forget_old_days(pool: &Pool) -> Result<i64, DbError> {
    let statement = Statement::new(
        "insight.forget_old_days",
        "WITH held AS (
             SELECT day, words FROM searches
             WHERE day < (now() AT TIME ZONE 'UTC')::date - $1
             ORDER BY day, words LIMIT 20000 FOR UPDATE SKIP LOCKED
         ), gone AS (
             DELETE FROM searches s USING held WHERE (s.day, s.words) = (held.day, held.words) RETURNING s.day
         )
         SELECT count(*) AS count FROM gone",
        vec![Bind::Int(Some(DAYS))],
    );
    run(statement, pool).await
}

async fn run(statement: Statement, pool: &Pool) -> Result<i64, DbError> {
    let rows: Vec<Counted> = statement.load(pool).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}
