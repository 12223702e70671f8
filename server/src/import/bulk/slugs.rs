//! Which slug each new product gets, and which demanded slugs cannot be had.

use anyhow::Context as _;
use tokio_postgres::Transaction;

/// A row that demands the slug of another product.
#[derive(Debug)]
pub struct TakenSlug {
    pub line: u64,
    pub slug: String,
    /// The line as it was read.
    pub original: Option<String>,
}

/// Rows whose own slug belongs to a product with another number, in the order of their lines.
pub async fn taken(transaction: &Transaction<'_>) -> anyhow::Result<Vec<TakenSlug>> {
    let rows = transaction
        .query(
            "SELECT s.line, s.slug, s.original
             FROM import_stage s JOIN products p ON p.slug = s.slug
             WHERE p.sku <> s.sku ORDER BY s.line",
            &[],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TakenSlug {
                line: u64::try_from(row.get::<_, i64>(0))?,
                slug: row.get(1),
                original: row.get(2),
            })
        })
        .collect()
}

/// Drops the rows [`taken`] names from the load.
pub async fn discard_taken(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "CREATE TEMP TABLE import_discard ON COMMIT DROP AS
                 SELECT s.line FROM import_stage s JOIN products p ON p.slug = s.slug
                 WHERE p.sku <> s.sku;
             DELETE FROM import_match m USING import_discard d WHERE m.line = d.line;
             DELETE FROM import_stage s USING import_discard d WHERE s.line = d.line;",
        )
        .await
        .context("cannot drop rows from the load")
}

/// The forms tried in turn. Of several rows that want the same one the first gets it, so the same
/// file always gives the same slugs.
const FORMS: [&str; 3] = [
    "s.slug_short",
    "s.slug_long",
    "s.slug_long || '-' || left(md5(s.sku), 12)",
];

/// Writes the slug of every new product into `import_slug`.
pub(super) async fn assign(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "CREATE TEMP TABLE import_slug (line bigint PRIMARY KEY, slug text NOT NULL UNIQUE)
                 ON COMMIT DROP;
             INSERT INTO import_slug SELECT line, slug FROM import_stage WHERE slug IS NOT NULL;
             ANALYZE import_slug;",
        )
        .await
        .context("cannot note the slugs demanded")?;
    for form in FORMS {
        let given = assign_form(transaction, form)
            .await
            .context("cannot give out slugs")?;
        tracing::debug!(form, given, "slugs given out");
    }
    Ok(())
}

async fn assign_form(transaction: &Transaction<'_>, form: &str) -> anyhow::Result<u64> {
    let statement = format!(
        "INSERT INTO import_slug (line, slug)
         SELECT line, slug FROM (
             SELECT DISTINCT ON (slug) s.line, {form} AS slug FROM import_stage s
             WHERE NOT EXISTS (SELECT FROM import_match m WHERE m.line = s.line)
               AND NOT EXISTS (SELECT FROM import_slug g WHERE g.line = s.line)
             ORDER BY 2, s.line
         ) AS wanted
         WHERE NOT EXISTS (SELECT FROM products p WHERE p.slug = wanted.slug)
           AND NOT EXISTS (SELECT FROM import_slug g WHERE g.slug = wanted.slug)"
    );
    let given = transaction.execute(&statement, &[]).await?;
    transaction.batch_execute("ANALYZE import_slug").await?;
    Ok(given)
}
