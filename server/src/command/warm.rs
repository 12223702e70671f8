//! `vitrine warm`.

use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::{config::Config, router, state::AppState, warm};

/// Time to join the log of changes: without it nothing can be kept.
const JOIN_PATIENCE: Duration = Duration::from_secs(5);

/// Time the lease has to be given back at the end.
const STOP_PATIENCE: Duration = Duration::from_secs(1);

/// Makes the pages that people ask for most and leaves them in Redis for all instances.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let state = AppState::new(config)?;
    state.invalidation.start();
    if !state.invalidation.joined(JOIN_PATIENCE).await {
        bail!("PostgreSQL does not answer; nothing can be warmed");
    }
    let warmed = warm::warm(&router::build(&state), &state.pool)
        .await
        .context("cannot tell which pages people ask for")?;
    state.cache.flush_pending().await;
    state.shutdown.cancel();
    state.invalidation.stopped(STOP_PATIENCE).await;
    println!("{warmed}");
    Ok(())
}
