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
        let acknowledged = self
            .invalidation
            .acknowledge(&mut connection, TransactionId::from(row.xid))
            .await?;
        drop(connection);
        self.put_card_back(id).await;
        Ok(acknowledged)
    }

    /// Spares the next reader a load. Should it fail, he loads the card himself.
    async fn put_card_back(&self, id: i64) {
        let pool = self.pool.clone();
        let load = move |ids| load_cards(pool.clone(), ids);
        let put = self
            .cache
            .put_through(&CARD, &[id], Key::of, card_tags, load)
            .await;
        if let Err(error) = put {
            tracing::debug!(%error, id, "a saved card is not in the cache yet");
        }
    }
}
