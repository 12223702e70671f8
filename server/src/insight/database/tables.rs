//! The tables and what PostgreSQL counted of them.

use app::model::database::TableFacts;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Double, Nullable, Text},
};

use crate::db::{DbError, Pool, Statement};

/// A table.
#[derive(Debug, Clone, Default, QueryableByName)]
pub(super) struct TableRow {
    /// As it stands in SQL.
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    #[diesel(sql_type = BigInt)]
    pub(super) bytes: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) rows: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) dead_rows: i64,
    /// Rows that changed since its statistics were taken.
    #[diesel(sql_type = BigInt)]
    pub(super) changed: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) whole_reads: i64,
    /// Rows that were read by reading all of it.
    #[diesel(sql_type = BigInt)]
    pub(super) rows_of_whole_reads: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) index_reads: i64,
    #[diesel(sql_type = Nullable<Double>)]
    pub(super) hit_percent: Option<f64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) vacuumed: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) analyzed: Option<i64>,
}

/// Who asks for a table's size waits for whoever has locked it. So that of a locked one is the size it had when it was
/// last vacuumed or analyzed: this page is wanted most when something is locked.
const TABLES: &str = "
    WITH locked AS MATERIALIZED (
        SELECT l.relation FROM pg_locks l
        WHERE l.mode = 'AccessExclusiveLock' AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    )
    SELECT s.relid::regclass::text AS name,
           CASE WHEN s.relid IN (SELECT relation FROM locked)
                     OR EXISTS (SELECT FROM pg_index i JOIN locked ON locked.relation = i.indexrelid WHERE i.indrelid = s.relid)
                THEN c.relpages * 8192::bigint ELSE pg_total_relation_size(s.relid) END AS bytes,
           s.n_live_tup AS rows, s.n_dead_tup AS dead_rows, s.n_mod_since_analyze AS changed,
           s.seq_scan AS whole_reads, s.seq_tup_read AS rows_of_whole_reads, coalesce(s.idx_scan, 0) AS index_reads,
           (100.0 * io.heap_blks_hit / nullif(io.heap_blks_hit + io.heap_blks_read, 0))::float8 AS hit_percent,
           extract(epoch FROM now() - greatest(s.last_vacuum, s.last_autovacuum))::bigint AS vacuumed,
           extract(epoch FROM now() - greatest(s.last_analyze, s.last_autoanalyze))::bigint AS analyzed
    FROM pg_stat_user_tables s
    JOIN pg_class c ON c.oid = s.relid
    LEFT JOIN pg_statio_user_tables io ON io.relid = s.relid
    ORDER BY bytes DESC, name LIMIT 100";

/// The largest ones of this database.
pub(super) async fn tables(pool: &Pool) -> Result<Vec<TableRow>, DbError> {
    Statement::new("panel.tables", TABLES, vec![])
        .load(pool)
        .await
}

impl TableRow {
    /// As pages have it.
    pub(super) fn wire(self) -> TableFacts {
        TableFacts {
            name: self.name,
            rows: self.rows,
            dead_rows: self.dead_rows,
            bytes: self.bytes,
            whole_reads: self.whole_reads,
            index_reads: self.index_reads,
            hit_percent: self.hit_percent,
            vacuumed: self.vacuumed,
            analyzed: self.analyzed,
        }
    }
}
