//! What a transaction touched, once that has a place in the log.

use diesel::{
    QueryableByName,
    sql_types::{Array, Nullable, Text},
};
use diesel_async::AsyncPgConnection;

use super::TransactionId;
use crate::db::{Bind, DbError, Statement};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<Array<Text>>)]
    tags: Option<Vec<String>>,
}

/// The tags that the transaction touched, in order; nothing if it touched everything. None before it is acknowledged.
pub async fn touched(
    connection: &mut AsyncPgConnection,
    xid: TransactionId,
) -> Result<Option<Vec<String>>, DbError> {
    let statement = Statement::new(
        "log.touched",
        "SELECT CASE WHEN bool_and(tags IS NOT NULL) IS NOT FALSE
                     THEN ARRAY(SELECT DISTINCT unnest(l.tags) FROM cache_log l WHERE l.xid = $1 ORDER BY 1) END AS tags
         FROM cache_log WHERE xid = $1",
        vec![Bind::BigInt(Some(xid.number()))],
    );
    let rows: Vec<Row> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().and_then(|row| row.tags))
}
