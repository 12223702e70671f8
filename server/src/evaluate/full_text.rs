//! PostgreSQL's own full-text search, as a first try would use it.

use diesel::{QueryableByName, sql_types};
use diesel_async::AsyncPgConnection;

use super::measure::{DEPTH, Ranked};
use crate::db::{self, Name as _};

/// Everything that is said of a product in one text, indexed for this session only.
const PREPARE: &str = "
    CREATE TEMP TABLE plain AS
    SELECT p.sku, to_tsvector('english', concat_ws(' ', p.name, b.name, p.description,
        (SELECT string_agg(key || ' ' || value, ' ') FROM jsonb_each_text(p.attributes)))) AS words
    FROM products p LEFT JOIN brands b ON b.id = p.brand_id
    WHERE p.status = 'published';
    CREATE INDEX ON plain USING gin (words);
    ANALYZE plain";

const SEARCH: &str = "
    SELECT sku FROM plain, plainto_tsquery('english', $1) AS query
    WHERE words @@ query
    ORDER BY ts_rank_cd(words, query) DESC, sku
    LIMIT $2";

/// `plainto_tsquery` and `ts_rank_cd` over all text.
pub struct FullText(AsyncPgConnection);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Text)]
    sku: String,
}

impl FullText {
    /// Takes the catalogue in over a connection of its own.
    pub async fn new(mut connection: AsyncPgConnection) -> anyhow::Result<Self> {
        db::batch(&mut connection, "evaluate.prepare", PREPARE).await?;
        Ok(Self(connection))
    }
}

impl Ranked for FullText {
    async fn best(&mut self, query: &str) -> anyhow::Result<Vec<String>> {
        let rows: Vec<Row> = diesel::sql_query(SEARCH)
            .bind::<sql_types::Text, _>(query)
            .bind::<sql_types::BigInt, _>(i64::try_from(DEPTH)?)
            .named("evaluate.full_text")
            .load(&mut self.0)
            .await?;
        Ok(rows.into_iter().map(|row| row.sku).collect())
    }
}
