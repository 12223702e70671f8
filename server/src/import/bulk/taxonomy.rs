//! Brands and categories that staged rows name and the catalogue lacks.

use anyhow::Context as _;
use tokio_postgres::Transaction;

/// Makes the missing ones. A brand is known by its slug and a category by its path, so names that
/// differ only in case or accents are one; the name first seen stays.
///
/// Nobody moves a category meanwhile: one that is made below it would have the path of where that was.
pub(super) async fn create(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext('vitrine'), hashtext('taxonomy'))",
        )
        .await
        .context("cannot hold the categories")?;
    create_brands(transaction)
        .await
        .context("cannot add brands")?;
    create_categories(transaction)
        .await
        .context("cannot add categories")
}

async fn create_brands(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "INSERT INTO brands (slug, name)
             SELECT brand_slug, brand FROM (
                 SELECT DISTINCT ON (brand_slug) brand_slug, brand, line FROM import_stage
                 WHERE brand_slug IS NOT NULL ORDER BY brand_slug, line
             ) AS named
             WHERE NOT EXISTS (SELECT FROM brands b WHERE b.slug = brand_slug)
             ORDER BY line
             ON CONFLICT (slug) DO NOTHING",
        )
        .await?;
    Ok(())
}

/// Level by level from the roots, for a child needs its parent's number.
async fn create_categories(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "CREATE TEMP TABLE import_category ON COMMIT DROP AS
             SELECT min(line) AS line, string_to_array(category_path, '/') AS slugs,
                    string_to_array(category_names, chr(31)) AS names
             FROM import_stage WHERE category_path IS NOT NULL
             GROUP BY category_path, category_names",
        )
        .await?;
    let row = transaction
        .query_one(
            "SELECT coalesce(max(cardinality(slugs)), 0) FROM import_category",
            &[],
        )
        .await?;
    for level in 1..=row.get::<_, i32>(0) {
        create_level(transaction, level).await?;
    }
    Ok(())
}

async fn create_level(transaction: &Transaction<'_>, level: i32) -> anyhow::Result<()> {
    transaction
        .execute(
            "INSERT INTO categories (parent_id, path, name)
             SELECT parent.id, level.path, level.name
             FROM (
                 SELECT DISTINCT ON (path)
                     array_to_string(slugs[:$1], '/') AS path,
                     array_to_string(slugs[:$1 - 1], '/') AS parent_path,
                     names[$1] AS name, line
                 FROM import_category WHERE cardinality(slugs) >= $1
                 ORDER BY path, line
             ) AS level
             LEFT JOIN categories parent ON parent.path = level.parent_path
             WHERE NOT EXISTS (SELECT FROM categories c WHERE c.path = level.path)
             ORDER BY level.line
             ON CONFLICT (path) DO NOTHING",
            &[&level],
        )
        .await?;
    Ok(())
}
