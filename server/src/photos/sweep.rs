//! Removing files that nobody speaks of any more: no product, and no change in the history from where one could come back.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

use diesel_async::AsyncConnection as _;

use super::folder::{Folder, Stored, is_old, old, remove};
use crate::{catalog::photos, db::Pool, state::AppState};

/// For how long a file stays in any case: pages that were kept somewhere may name it still.
const GRACE: Duration = Duration::from_hours(7 * 24);

/// How often it is looked for them.
const RHYTHM: Duration = Duration::from_hours(24);

/// How long a server that has just started has other things to do.
const LATER: Duration = Duration::from_mins(10);

/// Files that are judged by one statement.
const AT_ONCE: usize = 1_000;

/// Removes what nobody speaks of, day by day. Should several instances do so, the later ones find nothing.
pub async fn keep_up(state: AppState) {
    tokio::time::sleep(LATER).await;
    let folder = Folder::new(&state.config.pictures);
    loop {
        match sweep(&state.pool, &folder, GRACE).await {
            Ok(gone) if gone > 0 => tracing::info!(gone, "removed files of photographs"),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "files of photographs cannot be looked through"),
        }
        tokio::time::sleep(RHYTHM).await;
    }
}

/// Removes the files that are older than `grace` and that nobody speaks of; gives how many.
pub async fn sweep(pool: &Pool, folder: &Folder, grace: Duration) -> anyhow::Result<usize> {
    let folder = folder.clone();
    let shards = tokio::task::spawn_blocking(move || folder.shards()).await??;
    let mut gone = 0;
    for shard in shards {
        let found = tokio::task::spawn_blocking(move || old(&shard, grace)).await??;
        for some in found.chunks(AT_ONCE) {
            gone += sweep_some(pool, some, grace).await?;
        }
    }
    Ok(gone)
}

/// Nobody begins to speak of one of them while it is judged and removed.
async fn sweep_some(pool: &Pool, files: &[Stored], grace: Duration) -> anyhow::Result<usize> {
    let hashes: BTreeSet<&String> = files.iter().filter_map(|file| file.hash.as_ref()).collect();
    let hashes: Vec<String> = hashes.into_iter().cloned().collect();
    let mut connection = pool.get().await?;
    connection
        .transaction(async |connection| {
            photos::seize_files(connection).await?;
            let unused: BTreeSet<String> = photos::unused(connection, hashes)
                .await?
                .into_iter()
                .collect();
            let is_unused = |file: &&Stored| match &file.hash {
                Some(hash) => unused.contains(hash),
                None => true,
            };
            let unused = files.iter().filter(is_unused).map(|file| file.path.clone());
            let unused: Vec<PathBuf> = unused.collect();
            let removed = tokio::task::spawn_blocking(move || remove_old(&unused, grace));
            Ok::<_, anyhow::Error>(removed.await?)
        })
        .await
}

/// One that was brought again meanwhile is young.
fn remove_old(files: &[PathBuf], grace: Duration) -> usize {
    let old = files.iter().filter(|path| is_old(path, grace));
    old.map(|path: &PathBuf| remove(Path::new(path))).count()
}
