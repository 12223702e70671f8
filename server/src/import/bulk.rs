//! The bulk loader: many products in one transaction.
//!
//! Rows are copied into a temporary staging table and merged from there by a few statements over
//! the whole set, so the cost of a row is that of storing it. Importing a file and making the demo
//! catalogue both end here: [`begin`], [`StageWriter`] feeding [`copy`], [`seal`], [`merge`],
//! [`finish`], [`acknowledge`], [`tidy`].

mod compare;
mod indexes;
mod merge;
mod products;
mod slugs;
mod stage;
mod taxonomy;

use anyhow::Context as _;
use tokio_postgres::{Client, Config, IsolationLevel, NoTls, Transaction};

use super::progress::{Progress, Unit};
use crate::{
    db::{self, DbError},
    invalidation::{self, Acknowledged, NotAcknowledged, TransactionId},
};

pub use compare::{Comparison, Preview, compare, preview};
pub use merge::{Counts, Indexes, merge};
pub use slugs::{TakenSlug, discard_taken, taken};
pub use stage::{Blocks, StageWriter, copy, seal, writer};

/// Connects to the database at `url` for a load. `program` is by what name the load is known there, and to the panel.
pub async fn connect(url: &str, program: &str) -> anyhow::Result<Client> {
    let mut config: Config = url.parse().context("cannot connect to the database")?;
    config.application_name(program);
    let (client, connection) = config
        .connect(NoTls)
        .await
        .context("cannot connect to the database")?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "the connection to the database ended");
        }
    });
    client
        .batch_execute("SET temp_buffers = '64MB'; SET statement_timeout = 0")
        .await
        .context("cannot prepare the connection for a load")?;
    Ok(client)
}

/// Another load is at work.
#[derive(Debug, thiserror::Error)]
#[error("another import or seed is at work on this database")]
pub struct Busy;

/// Opens the transaction of a load and makes its staging table. Refuses while another load runs ([`Busy`]):
/// two at once could give out the same slug.
pub async fn begin(client: &mut Client) -> anyhow::Result<Transaction<'_>> {
    let transaction = client.transaction().await;
    alone(transaction.context("cannot begin the load")?).await
}

/// The same for a load that is to see nothing that others commit meanwhile: whatever it looks at first is what it changes, or it
/// fails.
pub async fn begin_fixed(client: &mut Client) -> anyhow::Result<Transaction<'_>> {
    let builder = client.build_transaction();
    let transaction = builder
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()
        .await;
    alone(transaction.context("cannot begin the load")?).await
}

/// Opens a transaction that only looks, beside loads and others like it, and makes its staging table. It is to be rolled back.
pub async fn begin_looking(client: &mut Client) -> anyhow::Result<Transaction<'_>> {
    let transaction = client.transaction().await;
    ready(transaction.context("cannot begin the check")?).await
}

async fn alone(transaction: Transaction<'_>) -> anyhow::Result<Transaction<'_>> {
    let alone: bool = transaction
        .query_one(
            "SELECT pg_try_advisory_xact_lock(hashtext('vitrine'), hashtext('load'))",
            &[],
        )
        .await?
        .get(0);
    if !alone {
        return Err(Busy.into());
    }
    ready(transaction).await
}

async fn ready(transaction: Transaction<'_>) -> anyhow::Result<Transaction<'_>> {
    transaction
        .batch_execute("SET LOCAL work_mem = '128MB'; SET LOCAL vitrine.by = 'import'")
        .await?;
    stage::create(&transaction).await?;
    Ok(transaction)
}

/// Whether the catalogue holds no product.
pub async fn is_empty(transaction: &Transaction<'_>) -> anyhow::Result<bool> {
    let row = transaction
        .query_one("SELECT NOT EXISTS (SELECT FROM products)", &[])
        .await?;
    Ok(row.get(0))
}

/// Empties the catalogue: products, brands and categories. Returns how many products went. The history does not keep
/// them: it would be a second catalogue. Old addresses of what goes lead nowhere any more.
pub async fn clear(transaction: &Transaction<'_>) -> anyhow::Result<u64> {
    transaction
        .batch_execute("SET LOCAL vitrine.history = 'off'")
        .await?;
    let gone = transaction.execute("DELETE FROM products", &[]).await?;
    transaction
        .batch_execute(
            "DELETE FROM brands; DELETE FROM categories;
             DELETE FROM brand_slugs; DELETE FROM brand_merges;
             DELETE FROM category_paths; DELETE FROM category_merges;
             SET LOCAL vitrine.history = 'on'",
        )
        .await?;
    Ok(gone)
}

/// Commits what was loaded, or takes it back and passes the error on. The transaction's number is for [`acknowledge`].
pub async fn finish<T>(
    transaction: Transaction<'_>,
    loaded: anyhow::Result<T>,
) -> anyhow::Result<(T, TransactionId)> {
    let loaded = match loaded {
        Ok(loaded) => TransactionId::of(&transaction)
            .await
            .map(|xid| (loaded, xid))
            .context("cannot finish the load"),
        Err(error) => Err(error),
    };
    match loaded {
        Ok(loaded) => {
            transaction
                .commit()
                .await
                .context("cannot commit; look whether anything was written")?;
            Ok(loaded)
        }
        Err(error) => {
            // Waited for, so that another load can begin at once. Should the connection be gone, the
            // server has rolled back already.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}

/// Waits until every running instance shows what the load `xid` committed to the database at `url`.
pub async fn acknowledge(url: &str, xid: TransactionId) -> Result<Acknowledged, NotAcknowledged> {
    let mut connection = db::connect(url)
        .await
        .map_err(|error| DbError::Unavailable(error.to_string()))?;
    // PostgreSQL itself tells the instances that there is something new.
    invalidation::acknowledge(&mut connection, None, xid).await
}

/// Lets the planner know what was loaded, and lets scans of an index alone skip the table. The load
/// is done by then: a failure is only a warning.
pub async fn tidy(client: &Client, progress: &Progress) {
    let step = progress.step("tidying up", Unit::Items, None);
    // Each by itself: VACUUM cannot run among others.
    for statement in ["VACUUM (ANALYZE) products", "ANALYZE brands, categories"] {
        if let Err(error) = client.batch_execute(statement).await {
            step.warn(&format!(
                "the products are in, but {statement} failed: {error}"
            ));
        }
    }
}
