//! How common words are, as PostgreSQL's statistics have it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use diesel::{
    QueryableByName,
    sql_types::{Float4, Text},
};
use tokio_util::sync::CancellationToken;

use crate::db::{DbError, Pool, Statement};

/// Time between two looks at the statistics. They change when the table is analysed, which a good part of its rows must
/// change for.
const EVERY: Duration = Duration::from_mins(10);

/// Time until another attempt after a failure.
const RETRY: Duration = Duration::from_secs(10);

/// The commonest words of the catalogue. Cheap to clone; clones share what is known.
///
/// Only the choice between words goes by it, never whether an answer is right.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    shares: Arc<RwLock<HashMap<String, f32>>>,
}

#[derive(Debug, QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    lexeme: String,
    #[diesel(sql_type = Float4)]
    share: f32,
}

impl Frequencies {
    /// For words of known frequency.
    #[cfg(test)]
    pub(crate) fn of<const N: usize>(known: [(&str, f32); N]) -> Self {
        let shares = known.map(|(word, share)| (word.to_owned(), share)).into();
        Self {
            shares: Arc::new(RwLock::new(shares)),
        }
    }

    /// The share of all products that contain a word. Of those too rare to be in the statistics, longer ones are taken
    /// for rarer.
    pub fn share(&self, lexeme: &str) -> f32 {
        let shares = self.shares.read().unwrap_or_else(PoisonError::into_inner);
        let length = u16::try_from(lexeme.len()).unwrap_or(u16::MAX);
        let rare = 1e-4 / f32::from(length.max(1));
        shares.get(lexeme).copied().unwrap_or(rare)
    }

    /// Reads the statistics now.
    pub async fn refresh(&self, pool: &Pool) -> Result<(), DbError> {
        let statement = Statement::new(
            "catalog.frequencies",
            "SELECT lexeme, share
             FROM pg_stats,
                  unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (lexeme, share)
             WHERE schemaname = current_schema AND tablename = 'products' AND attname = 'search'
               AND lexeme IS NOT NULL AND share IS NOT NULL",
            vec![],
        );
        let rows: Vec<Row> = statement.load(pool).await?;
        let shares = rows.into_iter().map(|row| (row.lexeme, row.share));
        *self.shares.write().unwrap_or_else(PoisonError::into_inner) = shares.collect();
        Ok(())
    }

    /// Keeps them up to date until `stop` is cancelled.
    pub async fn follow(self, pool: Pool, stop: CancellationToken) {
        loop {
            let pause = match self.refresh(&pool).await {
                Ok(()) => EVERY,
                Err(error) => {
                    tracing::debug!(%error, "word statistics are as before");
                    RETRY
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}
