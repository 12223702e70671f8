//! In which categories products are.

use std::collections::HashMap;

use app::error::AppError;
use cache::Key;

use super::{
    CatalogBackend,
    namespaces::CARD,
    reads::{card_tags, load_cards},
};
use crate::{
    error::visible,
    telemetry::{Trace, carried},
};

impl CatalogBackend {
    /// Paths of the categories that products on sale are in, by the products' keys: what their cards know beside what they
    /// show. Of products that were just found it costs no statement.
    pub async fn category_paths(&self, ids: &[i64]) -> Result<HashMap<i64, String>, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let (pool, trace) = (self.pool.clone(), Trace::current());
        let load = move |missing| carried(trace.clone(), load_cards(pool.clone(), missing));
        let cards = self
            .cache
            .get_many(&CARD, ids, Key::of, card_tags, load)
            .await
            .map_err(visible)?;
        let path = |id: Option<i32>| taxonomy.trail(id?).pop().map(|crumb| crumb.path);
        let paths = cards.iter();
        Ok(paths
            .filter_map(|(id, card)| Some((*id, path(card.category_id)?)))
            .collect())
    }
}
