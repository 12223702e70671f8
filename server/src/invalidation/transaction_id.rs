//! The number of a transaction.

use diesel::{QueryableByName, sql_types::BigInt};
use diesel_async::AsyncPgConnection;

use crate::db::{DbError, Statement};

/// The expression that gives the number of the transaction it runs in, and makes it have one.
pub(crate) const CURRENT: &str = "SELECT pg_current_xact_id()::text::bigint AS xid";

/// PostgreSQL's number of a transaction that writes (`xid8`: it is never used twice).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransactionId(i64);

/// From what a writing statement returned of [`pg_current_xact_id()`](CURRENT).
impl From<i64> for TransactionId {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    xid: i64,
}

impl TransactionId {
    /// The transaction that is open on `connection`. To be asked before it is committed.
    pub async fn current(connection: &mut AsyncPgConnection) -> Result<Self, DbError> {
        let rows: Vec<Row> = Statement::new("transaction.id", CURRENT, vec![])
            .load_on(connection)
            .await?;
        // A SELECT without FROM gives one row. No transaction has the number 0.
        Ok(Self(rows.first().map_or(0, |row| row.xid)))
    }

    /// The transaction that is open on the connection of a bulk load.
    pub(crate) async fn of(
        transaction: &tokio_postgres::Transaction<'_>,
    ) -> Result<Self, tokio_postgres::Error> {
        Ok(Self(transaction.query_one(CURRENT, &[]).await?.get(0)))
    }

    /// PostgreSQL's number of it.
    pub fn number(self) -> i64 {
        self.0
    }
}
