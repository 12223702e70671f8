//! The indexes and what PostgreSQL counted of them.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Nullable, Text},
};

use crate::db::{DbError, Pool, Statement};

/// An index.
#[derive(Debug, Clone, Default, QueryableByName)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of PostgreSQL's"
)]
pub(super) struct IndexRow {
    /// As it stands in SQL.
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    /// Its table, as it stands in SQL.
    #[diesel(sql_type = Text)]
    pub(super) table: String,
    #[diesel(sql_type = BigInt)]
    pub(super) bytes: i64,
    /// How often it was used.
    #[diesel(sql_type = BigInt)]
    pub(super) scans: i64,
    /// Everything that makes two indexes the same but for their names: kind, columns, order, condition.
    #[diesel(sql_type = Text)]
    pub(super) shape: String,
    /// Whether it sees to it that no value comes twice, or otherwise keeps a rule.
    #[diesel(sql_type = Bool)]
    pub(super) is_rule: bool,
    /// Whether it belongs to a constraint, and goes only with it.
    #[diesel(sql_type = Bool)]
    pub(super) is_constraint: bool,
    /// Whether a foreign key of its table is looked up by it.
    #[diesel(sql_type = Bool)]
    pub(super) serves_foreign_key: bool,
    /// Whether queries may use it.
    #[diesel(sql_type = Bool)]
    pub(super) is_valid: bool,
    /// Whether somebody is making it now.
    #[diesel(sql_type = Bool)]
    pub(super) is_being_made: bool,
    /// Octets it would have if it were made anew, by an estimate; none if there is nothing to estimate by.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) expected_bytes: Option<i64>,
}

/// The size that is expected: for each row an entry of 8 octets, the columns' average widths, rounded up to 8, and a pointer
/// of 4; pages of 8 kB, 90 % full. Only for B-trees of plain columns whose widths PostgreSQL knows.
///
/// Who asks for an index's size waits for whoever has locked it, so locked ones are left out.
const INDEXES: &str = "
    WITH widths AS MATERIALIZED (
        SELECT s.schemaname, s.tablename, s.attname, s.avg_width FROM pg_stats s
        WHERE s.schemaname <> 'pg_catalog' AND NOT s.inherited
    ), locked AS MATERIALIZED (
        SELECT l.relation FROM pg_locks l
        WHERE l.mode = 'AccessExclusiveLock' AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    )
    SELECT format('%s%I', CASE WHEN pg_table_is_visible(c.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END, c.relname)
               AS name,
           i.indrelid::regclass::text AS table,
           pg_relation_size(c.oid) AS bytes,
           coalesce(s.idx_scan, 0) AS scans,
           concat_ws(' ', i.indrelid, c.relam, i.indnkeyatts, i.indkey, '/', i.indclass, '/', i.indoption, '/', i.indcollation,
               '/', pg_get_expr(i.indexprs, i.indrelid), '/', pg_get_expr(i.indpred, i.indrelid)) AS shape,
           i.indisunique OR i.indisexclusion OR i.indisreplident OR i.indisclustered AS is_rule,
           EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')) AS is_constraint,
           EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = i.indrelid AND k.contype = 'f'
               AND k.conkey[1] = i.indkey[0]) AS serves_foreign_key,
           i.indisvalid AND i.indisready AS is_valid,
           EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid) AS is_being_made,
           CASE WHEN w.known = i.indnatts AND c.reltuples > 0 AND a.amname = 'btree' THEN
               (8192 * ceil(c.reltuples * (8 + 8 * ceil(w.width / 8.0) + 4) / (8192 * 0.9)))::bigint
           END AS expected_bytes
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i'
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_am a ON a.oid = c.relam
    LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = c.oid
    LEFT JOIN LATERAL (
        SELECT count(*) AS known, sum(widths.avg_width) AS width
        FROM unnest(i.indkey::int2[]) AS key
        JOIN pg_attribute f ON f.attrelid = i.indrelid AND f.attnum = key
        JOIN widths ON widths.schemaname = n.nspname AND widths.tablename = t.relname AND widths.attname = f.attname
    ) AS w ON true
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_temp%'
      AND NOT EXISTS (SELECT FROM locked WHERE locked.relation IN (i.indexrelid, i.indrelid))
    ORDER BY bytes DESC, name LIMIT 500";

/// The largest ones of this database.
pub(super) async fn indexes(pool: &Pool) -> Result<Vec<IndexRow>, DbError> {
    Statement::new("panel.indexes", INDEXES, vec![])
        .load(pool)
        .await
}
