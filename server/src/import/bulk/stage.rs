//! The staging table, and the way rows reach it.

use anyhow::Context as _;
use bytes::Bytes;
use futures::SinkExt as _;
use tokio::sync::mpsc;
use tokio_postgres::Transaction;

use crate::import::{
    copy_text::CopyText,
    product::{Product, STAGE_COLUMNS},
};

/// Bytes of rows gathered before they are sent.
const BLOCK_BYTES: usize = 256 * 1024;
/// Blocks on their way at once: what the writer may be ahead of the database.
const BLOCKS_AHEAD: usize = 8;

/// Blocks of rows on their way to [`copy`].
pub type Blocks = mpsc::Receiver<Bytes>;

/// Gathers products into blocks; lives on a thread of its own.
#[derive(Debug)]
pub struct StageWriter {
    rows: CopyText,
    blocks: mpsc::Sender<Bytes>,
}

/// The copying stopped, and says itself why.
#[derive(Debug, thiserror::Error)]
#[error("the database takes no more rows")]
pub struct CopyStopped;

/// A writer of rows and the blocks it makes.
pub fn writer() -> (StageWriter, Blocks) {
    let (sender, blocks) = mpsc::channel(BLOCKS_AHEAD);
    (
        StageWriter {
            rows: CopyText::default(),
            blocks: sender,
        },
        blocks,
    )
}

impl StageWriter {
    /// Appends a product. Blocks the thread while the database is behind.
    pub fn push(&mut self, product: &Product) -> Result<(), CopyStopped> {
        product.write(&mut self.rows);
        if self.rows.len() >= BLOCK_BYTES {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Sends what is left.
    pub fn finish(mut self) -> Result<(), CopyStopped> {
        if self.rows.is_empty() {
            Ok(())
        } else {
            self.flush()
        }
    }

    fn flush(&mut self) -> Result<(), CopyStopped> {
        self.blocks
            .blocking_send(Bytes::from(self.rows.take()))
            .map_err(|_| CopyStopped)
    }
}

/// Makes the staging table; it lasts as long as the transaction.
pub(super) async fn create(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "CREATE TEMP TABLE import_stage (
                 line bigint NOT NULL, given integer NOT NULL, sku text NOT NULL,
                 slug text, slug_short text NOT NULL, slug_long text NOT NULL,
                 status text NOT NULL, name text NOT NULL, description text NOT NULL,
                 brand text, brand_slug text, category_path text, category_names text,
                 price_minor bigint, compare_at_minor bigint, currency text NOT NULL,
                 rating real, review_count integer NOT NULL, stock integer, image text,
                 attributes jsonb NOT NULL, created_us bigint, original text
             ) ON COMMIT DROP",
        )
        .await
        .context("cannot make the staging table")
}

/// Copies all `blocks` into the staging table. Returns the number of rows.
pub async fn copy(transaction: &Transaction<'_>, mut blocks: Blocks) -> anyhow::Result<u64> {
    let statement = format!("COPY import_stage ({STAGE_COLUMNS}) FROM STDIN");
    let sink = transaction.copy_in::<_, Bytes>(&statement).await?;
    let mut sink = std::pin::pin!(sink);
    while let Some(block) = blocks.recv().await {
        sink.send(block)
            .await
            .context("cannot copy rows to the database")?;
    }
    sink.finish()
        .await
        .context("cannot copy rows to the database")
}

/// Makes the staged rows ready to be merged: findable by line, known to the planner, and matched
/// with the products that are there already.
pub async fn seal(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    transaction
        .batch_execute(
            "ALTER TABLE import_stage ADD PRIMARY KEY (line);
             ANALYZE import_stage;
             CREATE TEMP TABLE import_match ON COMMIT DROP AS
                 SELECT s.line, p.id AS product_id FROM import_stage s JOIN products p USING (sku);
             ALTER TABLE import_match ADD PRIMARY KEY (line);
             ANALYZE import_match;",
        )
        .await
        .context("cannot prepare the staged rows")
}
