//! The server as a whole.

use app::model::database::ServerFacts;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Double, Integer, Nullable, Text},
};

use crate::db::{DbError, Pool, Statement};

/// What the server says of itself.
#[derive(Debug, QueryableByName)]
pub(super) struct ServerRow {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Integer)]
    connections: i32,
    #[diesel(sql_type = Integer)]
    most_connections: i32,
    #[diesel(sql_type = Nullable<Double>)]
    hit_percent: Option<f64>,
    #[diesel(sql_type = BigInt)]
    counting: i64,
    /// Whether `pg_stat_statements` is installed in this database.
    #[diesel(sql_type = Bool)]
    pub(super) counts_statements: bool,
}

/// Counts survive a restart that was no crash, and PostgreSQL does not say since when it has them. They are as old as
/// its start at least, unless they were reset since.
const SERVER: &str = "
    SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
           d.numbackends AS connections,
           current_setting('max_connections')::int AS most_connections,
           (100.0 * d.blks_hit / nullif(d.blks_hit + d.blks_read, 0))::float8 AS hit_percent,
           extract(epoch FROM now() - greatest(d.stats_reset, pg_postmaster_start_time()))::bigint AS counting,
           to_regclass('pg_stat_statements') IS NOT NULL AS counts_statements
    FROM pg_stat_database d WHERE d.datname = current_database() LIMIT 1";

/// Asks the server.
pub(super) async fn server(pool: &Pool) -> Result<ServerRow, DbError> {
    let rows: Vec<ServerRow> = Statement::new("panel.server", SERVER, vec![])
        .load(pool)
        .await?;
    let none = || DbError::from(diesel::result::Error::NotFound);
    rows.into_iter().next().ok_or_else(none)
}

impl ServerRow {
    /// As pages have it.
    pub(super) fn wire(self) -> ServerFacts {
        ServerFacts {
            version: self.version,
            connections: self.connections,
            most_connections: self.most_connections,
            hit_percent: self.hit_percent,
            counting: self.counting,
        }
    }
}
