//! The plan of a statement for any values: there are none at hand for queries of diesel's, and it is the same whoever asks.

use std::fmt::Write as _;

use diesel_async::AsyncPgConnection;
use serde_json::Value;

use super::{
    Connection, DbError, Pool, Statement, Wording,
    explain::{Ended, PlanRow, has_plan, one, rolled_back},
    timed::batch,
};

/// Under this name the statement is prepared, for the connection alone and for no longer than it takes to ask.
const PREPARED: &str = "vitrine_plan";

impl Wording {
    /// Whether PostgreSQL has a plan for statements of this kind.
    pub fn has_plan(&self) -> bool {
        has_plan(&self.sql)
    }

    /// How PostgreSQL would run it whatever is bound; it is not run.
    ///
    /// Prepared, and planned as if for all values: PostgreSQL 16 can do so at once (`GENERIC_PLAN`), but only in a message
    /// that nothing may be bound to, whose rows our driver does not give.
    pub async fn generic_plan(&self, pool: &Pool) -> Result<Value, DbError> {
        let limit = pool.plan_limit();
        let mut connection = pool.get().await?;
        let prepare = format!(
            "SET LOCAL statement_timeout = {}; SET LOCAL plan_cache_mode = force_generic_plan; {}",
            limit.as_millis(),
            self.prepare()
        );
        let asking = ask(&mut connection, &prepare, self.types.len());
        let asked = tokio::time::timeout(pool.statement_deadline, asking).await;
        let asked = asked.unwrap_or_else(|_| {
            let reason = format!("no plan within {:?}", pool.statement_deadline);
            Err(DbError::Unavailable(reason))
        });
        // What is prepared outlives a transaction that is rolled back.
        let forget = format!("DEALLOCATE {PREPARED}");
        let forgotten = match &asked {
            Ok(_) => batch(&mut connection, "panel.forget", &forget)
                .await
                .is_ok(),
            Err(_) => false,
        };
        if !forgotten {
            // Nobody else is to find it: the pool opens another.
            drop(Connection::take(connection));
        }
        asked
    }

    fn prepare(&self) -> String {
        let mut sql = format!("PREPARE {PREPARED}");
        if !self.types.is_empty() {
            // Into a text it cannot fail.
            let _ = write!(sql, " ({})", self.types.join(", "));
        }
        sql + " AS " + &self.sql
    }
}

async fn ask(
    connection: &mut AsyncPgConnection,
    prepare: &str,
    values: usize,
) -> Result<Value, DbError> {
    let values = if values == 0 {
        String::new()
    } else {
        format!("({})", vec!["NULL"; values].join(", "))
    };
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE {PREPARED}{values}");
    let explain = Statement::owned("panel.plan", explain);
    let ended = connection
        .build_transaction()
        .read_only()
        .run(async |connection| -> Result<(), Ended> {
            batch(connection, "panel.prepare", prepare).await?;
            let rows: Vec<PlanRow> = explain.load_on(connection).await?;
            Err(Ended::RolledBack(rows))
        })
        .await;
    one(rolled_back(ended)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_prepared_with_the_types_it_is_sent_with() {
        let wording = |types: &[&'static str]| Wording {
            sql: "SELECT $1".into(),
            types: types.to_vec(),
        };
        assert_eq!(
            wording(&["text", "int[]"]).prepare(),
            "PREPARE vitrine_plan (text, int[]) AS SELECT $1"
        );
        assert_eq!(wording(&[]).prepare(), "PREPARE vitrine_plan AS SELECT $1");
    }
}
