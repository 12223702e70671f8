//! Imports through the browser: `/admin/import`, forms that need no script.
//!
//! A file is [uploaded](upload), its columns are [said](forms), it is [checked](work) against the catalogue and then
//! imported, in the background. All reading, checking and writing is that of [`crate::import`]; here is who may, what is kept
//! in between, and how far it has come. What is known of an import stands in the database, so any instance can show it and
//! stop it; the file is in a [folder].

mod events;
mod folder;
mod forms;
mod live;
mod look;
mod rejects;
mod store;
mod upload;
mod work;

use std::{fmt::Write as _, sync::Arc, time::Duration};

use axum::{
    Router,
    routing::{get, post},
};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

pub(crate) use self::live::progress;
pub use self::{
    folder::Folder,
    store::{ImportRow, latest, one},
};
use crate::state::AppState;

/// The page that files are brought to.
pub(crate) const PAGE: &str = "/admin/import";

/// The page of one import.
const ONE: &str = "/admin/import/{import}";

/// Files that one instance takes at a time, and files that it checks or imports at a time.
const AT_ONCE: usize = 3;

/// How often what is old is removed.
const CLEANING: Duration = Duration::from_hours(1);

/// What an instance is doing for imports.
#[derive(Debug, Clone)]
pub struct Imports {
    tasks: TaskTracker,
    uploads: Arc<Semaphore>,
    work: Arc<Semaphore>,
}

impl Default for Imports {
    fn default() -> Self {
        Self {
            tasks: TaskTracker::new(),
            uploads: Arc::new(Semaphore::new(AT_ONCE)),
            work: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Imports {
    /// Waits until what is at work has stopped and said so; no longer than `patience`.
    pub async fn finish(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("stopping with an import still at work");
        }
    }
}

/// The forms, and what goes with their pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PAGE, post(upload::upload))
        .route(ONE, post(forms::submit))
        .route("/admin/import/{import}/rejects", get(rejects::rejects))
        .route("/admin/import/{import}/live", get(live::live))
}

/// Whether this is a request that brings a file: it takes longer, and has more in it, than all others.
pub(crate) fn is_upload(method: &http::Method, path: &str) -> bool {
    method == http::Method::POST && path == PAGE
}

/// The page of the import of this number.
fn page_of(import: i64) -> String {
    format!("{PAGE}/{import}")
}

/// In hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Removes what is old, again and again: files after a day, what is known of imports after a year.
pub async fn keep_up(state: AppState) {
    loop {
        let folder = Folder::new(&state.config.uploads);
        match tokio::task::spawn_blocking(move || folder.clean()).await {
            Ok(Err(error)) => tracing::warn!(%error, "old uploads cannot be removed"),
            Ok(Ok(gone)) if gone > 0 => tracing::info!(gone, "removed old uploads"),
            _ => {}
        }
        if let Err(error) = store::prune(&state.pool).await {
            tracing::debug!(%error, "old imports cannot be forgotten");
        }
        tokio::time::sleep(CLEANING).await;
    }
}
