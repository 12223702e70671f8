//! From the staging table into the catalogue.

use tokio_postgres::Transaction;

use super::{indexes, products, slugs, taxonomy};
use crate::import::progress::{Progress, Unit};

/// Lines written by one statement: enough that its fixed cost is nothing, few enough that progress
/// is seen and the triggers' transition tables stay small.
const LINES_AT_ONCE: i64 = 25_000;

/// What a load did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

/// What becomes of the indexes of an empty catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexes {
    /// They are put aside for the load, which locks readers out.
    PutAside,
    /// They stay, so that nobody waits.
    Keep,
}

/// Merges the sealed staging table into the catalogue: makes brands and categories as needed,
/// creates the new products and updates those that differ.
pub async fn merge(
    transaction: &Transaction<'_>,
    indexes: Indexes,
    progress: &Progress,
) -> anyhow::Result<Counts> {
    let step = progress.step("sorting out names", Unit::Items, None);
    taxonomy::create(transaction).await?;
    slugs::assign(transaction).await?;
    drop(step);
    let dropped = match indexes {
        Indexes::PutAside => indexes::drop_if_empty(transaction).await?,
        Indexes::Keep => indexes::Dropped::none(),
    };
    let counts = write_products(transaction, progress).await?;
    dropped.restore(transaction, progress).await?;
    Ok(counts)
}

async fn write_products(
    transaction: &Transaction<'_>,
    progress: &Progress,
) -> anyhow::Result<Counts> {
    let row = transaction
        .query_one(
            "SELECT count(*), coalesce(max(line), 0) FROM import_stage",
            &[],
        )
        .await?;
    let (rows, last): (i64, i64) = (row.get(0), row.get(1));
    let row = transaction
        .query_one("SELECT count(*) FROM import_match", &[])
        .await?;
    let matched: i64 = row.get(0);

    let step = progress.step("writing products", Unit::Items, u64::try_from(rows).ok());
    let mut counts = Counts::default();
    let mut from = 1;
    while from <= last {
        let to = from + LINES_AT_ONCE;
        if matched > 0 {
            counts.updated += products::update(transaction, from, to).await?;
        }
        if matched < rows {
            counts.created += products::insert(transaction, from, to).await?;
        }
        // Rows are spread evenly over the lines, near enough.
        step.reach(u64::try_from(rows * (to - 1).min(last) / last).unwrap_or_default());
        from = to;
    }
    counts.unchanged = u64::try_from(matched)
        .unwrap_or_default()
        .saturating_sub(counts.updated);
    Ok(counts)
}
