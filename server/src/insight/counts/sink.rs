//! Adding batches of counts to PostgreSQL.

use cache::{Batch, Sink};
use diesel::{QueryableByName, sql_types::BigInt};

use super::page::parted;
use crate::db::{Bind, DbError, Pool, Statement};

/// One statement, so one transaction: what is not known yet is noted and added, or nothing is.
///
/// Of processes that bring the same batch at once, one inserts its id; the others wait for its
/// commit and leave the batch out. Ids come before pages, and both in order, so that no two
/// processes wait for each other.
const COUNT: &str = "
    WITH fresh AS (
        INSERT INTO count_batches (id)
        SELECT id FROM unnest($1::text[]) AS given (id) ORDER BY id
        ON CONFLICT DO NOTHING
        RETURNING id
    ), amounts AS (
        SELECT kind, key, sum(amount)::bigint AS amount
        FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
                 AS given (id, kind, key, amount)
        JOIN fresh USING (id)
        GROUP BY kind, key
        ORDER BY kind, key
    ), counted AS (
        INSERT INTO page_counts AS known (kind, key, count)
        SELECT kind, key, amount FROM amounts
        ON CONFLICT (kind, key) DO UPDATE
            SET count = known.count + excluded.count, last_at = excluded.last_at
    )
    SELECT count(*) AS count FROM fresh";

/// Adds page counts to PostgreSQL, each batch once.
#[derive(Clone)]
pub struct PageCountSink {
    pool: Pool,
}

/// A row with one number.
#[derive(QueryableByName)]
pub(super) struct Counted {
    /// The number.
    #[diesel(sql_type = BigInt)]
    pub(super) count: i64,
}

impl PageCountSink {
    /// Over the connections of `pool`.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl Sink for PageCountSink {
    type Error = DbError;

    async fn commit(&self, batches: &[Batch]) -> Result<(), DbError> {
        let rows: Vec<Counted> = statement(batches).load(&self.pool).await?;
        let fresh = rows.first().map_or(0, |row| row.count);
        tracing::debug!(given = batches.len(), fresh, "counts are in PostgreSQL");
        Ok(())
    }
}

/// Pages of a kind this program does not know, which a newer one beside it may count, are left out.
fn statement(batches: &[Batch]) -> Statement {
    let (mut ids, mut kinds, mut keys, mut amounts) = (vec![], vec![], vec![], vec![]);
    for batch in batches {
        for (counter_key, amount) in &batch.amounts {
            if let Some((kind, key)) = parted(counter_key) {
                ids.push(batch.id.clone());
                kinds.push(kind.name().to_owned());
                keys.push(key.to_owned());
                amounts.push(i64::try_from(*amount).unwrap_or(i64::MAX));
            }
        }
    }
    let given = batches.iter().map(|batch| batch.id.clone()).collect();
    let binds = vec![
        Bind::Texts(Some(given)),
        Bind::Texts(Some(ids)),
        Bind::Texts(Some(kinds)),
        Bind::Texts(Some(keys)),
        Bind::BigInts(amounts),
    ];
    Statement::new("insight.count", COUNT, binds)
}
