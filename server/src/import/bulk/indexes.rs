//! The indexes of an empty products table are cheaper to make after the load than to keep up
//! during it.

use anyhow::Context as _;
use tokio_postgres::Transaction;

use crate::import::progress::{Progress, Unit};

/// The statements that make the dropped indexes again.
#[derive(Debug)]
pub(super) struct Dropped(Vec<String>);

impl Dropped {
    /// All indexes stay.
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }
}

/// Drops every index of `products` that no constraint needs, if the table is empty; a table with
/// rows in it keeps them all.
pub(super) async fn drop_if_empty(transaction: &Transaction<'_>) -> anyhow::Result<Dropped> {
    if !super::is_empty(transaction).await? {
        return Ok(Dropped(Vec::new()));
    }
    transaction
        .batch_execute("LOCK TABLE products IN ACCESS EXCLUSIVE MODE")
        .await?;
    // Somebody may have written between the look and the lock.
    if !super::is_empty(transaction).await? {
        return Ok(Dropped(Vec::new()));
    }
    let rows = transaction
        .query(
            "SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
             FROM pg_index i
             WHERE i.indrelid = 'products'::regclass
               AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
             ORDER BY i.indexrelid",
            &[],
        )
        .await?;
    let mut definitions = Vec::with_capacity(rows.len());
    for row in &rows {
        transaction
            .batch_execute(row.get(0))
            .await
            .context("cannot put an index aside")?;
        definitions.push(row.get(1));
    }
    Ok(Dropped(definitions))
}

impl Dropped {
    /// Makes them again.
    pub(super) async fn restore(
        self,
        transaction: &Transaction<'_>,
        progress: &Progress,
    ) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let step = progress.step("making indexes", Unit::Items, Some(self.0.len() as u64));
        transaction
            .batch_execute("SET LOCAL maintenance_work_mem = '512MB'")
            .await?;
        for (made, definition) in (1..).zip(&self.0) {
            transaction
                .batch_execute(definition)
                .await
                .context("cannot make an index again")?;
            step.reach(made);
        }
        Ok(())
    }
}
