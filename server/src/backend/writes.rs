//! Writing to the catalogue, up to the moment when every instance shows what was written.

use cache::{Cache, Key};

use super::{
    namespaces::CARD,
    reads::{card_tags, load_cards},
};
use crate::{
    catalog::edit::{self, EditRow, ProductEdit},
    db::{DbError, Pool},
    invalidation::{Acknowledged, Invalidation, NotAcknowledged, TransactionId},
};

/// Cards that are put back into the cache after one change: a page full.
const MOST_CARDS: usize = 24;

/// Writes to the catalogue. Cheap to clone.
#[derive(Clone)]
pub struct CatalogWriter {
    pool: Pool,
    cache: Cache,
    invalidation: Invalidation,
}

/// Why a product was not changed, or not known to be shown as changed.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is no product with this id.
    #[error("there is no such product")]
    Missing,
    /// Nothing was written.
    #[error(transparent)]
    Database(#[from] DbError),
    /// It was written.
    #[error(transparent)]
    NotAcknowledged(#[from] NotAcknowledged),
}

impl CatalogWriter {
    /// Writes to the database behind `pool`; what is saved is put into `cache` at once.
    pub fn new(pool: Pool, cache: Cache, invalidation: Invalidation) -> Self {
        Self {
            pool,
            cache,
            invalidation,
        }
    }

    /// Changes a product and waits until no instance shows it as it was. Its card is put back into
    /// the cache (write-through), so that the next reader need not load it.
    pub async fn edit(&self, id: i64, edit: &ProductEdit) -> Result<Acknowledged, WriteError> {
        let mut connection = self.pool.get().await?;
        let rows: Vec<EditRow> = edit::edit(id, edit).load_on(&mut connection).await?;
        let Some(row) = rows.into_iter().next() else {
            return Err(WriteError::Missing);
        };
        drop(connection);
        let xid = TransactionId::from(row.xid);
        Ok(self.settle(xid, &[id]).await?)
    }

    /// Waits until no instance shows what was before the committed transaction `xid`, which changed `products`. Their cards
    /// are put back into the cache, the first ones of very many.
    pub async fn settle(
        &self,
        xid: TransactionId,
        products: &[i64],
    ) -> Result<Acknowledged, NotAcknowledged> {
        let mut connection = self.pool.get().await?;
        let acknowledged = self.invalidation.acknowledge(&mut connection, xid).await?;
        drop(connection);
        let first = products.get(..MOST_CARDS).unwrap_or(products);
        self.put_cards_back(first).await;
        Ok(acknowledged)
    }

    /// Spares the next reader a load. Should it fail, he loads the cards himself.
    async fn put_cards_back(&self, ids: &[i64]) {
        let pool = self.pool.clone();
        let load = move |ids| load_cards(pool.clone(), ids);
        let put = self
            .cache
            .put_through(&CARD, ids, Key::of, card_tags, load)
            .await;
        if let Err(error) = put {
            tracing::debug!(%error, ?ids, "saved cards are not in the cache yet");
        }
    }
}
