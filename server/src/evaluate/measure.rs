//! Asking all queries in one way.

use std::time::Instant;

use super::{Asked, Judgments, Scores};

/// Results looked at for each query.
pub const DEPTH: usize = 100;

/// A way to search.
pub trait Ranked {
    /// The import ids of the products found for `query`, best first, [`DEPTH`] at most.
    fn best(&mut self, query: &str) -> impl Future<Output = anyhow::Result<Vec<String>>>;
}

/// What comes out for all queries. `found` is told the results of each.
pub async fn measure(
    ranked: &mut impl Ranked,
    queries: &[Asked],
    judgments: &Judgments,
    mut found: impl FnMut(&Asked, &[String]) -> anyhow::Result<()>,
) -> anyhow::Result<Scores> {
    let mut scores = Scores::default();
    for query in queries {
        let started = Instant::now();
        let results = ranked.best(&query.text).await?;
        scores.add(&query.id, &results, judgments, started.elapsed());
        found(query, &results)?;
    }
    Ok(scores)
}
