//! Checking a file, and importing it: in the background, each in one transaction.
//!
//! The check fills the staging table, compares it with the catalogue and rolls back. The import does the same again in a
//! transaction that sees nothing of what others commit meanwhile (`REPEATABLE READ`); it goes on only if it would do just
//! what the check told, and writes that it is done in that very transaction. So it cannot be half done, nor done and unknown.

mod failure;
mod report;

use std::{future::Future, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use app::model::imports::ImportCheck;
use tokio::sync::OwnedSemaphorePermit;
use tokio_postgres::Transaction;
use tokio_util::sync::CancellationToken;

use self::{
    failure::{Changed, words},
    report::{report, token},
};
use super::{events::note, folder::Folder, page_of, store, store::ImportRow};
use crate::{
    audit::{Event, Origin},
    editing::outcome,
    import::{
        Interrupted, Job,
        bulk::{self, Counts, Indexes},
        layout::Layout,
        prepare,
        progress::{Progress, Told, Unit},
        reject::Rejects,
        source::Input,
        unless,
    },
    invalidation::TransactionId,
    state::AppState,
};

/// How often whoever is at work says so.
const BEAT: Duration = Duration::from_millis(500);

/// Rows that are described one by one.
const ERRORS: usize = 100;

/// Products that are shown as they would become.
const PREVIEW: i64 = 20;

/// Who wants it.
#[derive(Debug, Clone)]
pub(super) struct Whose {
    pub(super) user: i64,
    pub(super) origin: Origin,
}

/// What is to be done.
pub(super) struct Work {
    pub(super) state: AppState,
    pub(super) row: ImportRow,
    pub(super) whose: Whose,
    /// Held while it goes on.
    pub(super) _place: OwnedSemaphorePermit,
}

impl Work {
    /// Checks the file, in the background.
    pub(super) fn check(self) {
        self.spawn("uploaded", |work, told, stop| async move {
            let report = check(&work, &Progress::Told(told), stop.cancelled()).await?;
            let report = serde_json::to_string(&report)?;
            store::checked(&work.state.pool, work.row.id, report).await?;
            Ok(())
        });
    }

    /// Imports it, in the background.
    pub(super) fn import(self) {
        self.spawn("checked", |work, told, stop| async move {
            import(&work, &Progress::Told(told), stop.cancelled()).await
        });
    }

    /// Does something in a task of its own, and says how it goes. If it fails, nothing was written, and the import is `before`.
    fn spawn<F>(
        self,
        before: &'static str,
        act: impl FnOnce(Arc<Self>, Arc<Told>, CancellationToken) -> F + Send + 'static,
    ) where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let tasks = self.state.imports.tasks.clone();
        let work = Arc::new(self);
        let stop = work.state.shutdown.child_token();
        let telling = {
            let (work, stop) = (Arc::clone(&work), stop.clone());
            async move {
                let told = Arc::new(Told::default());
                let acting = act(Arc::clone(&work), Arc::clone(&told), stop.clone());
                tokio::select! {
                    done = acting => done,
                    () = keep_saying(&work, &told, &stop) => Ok(()),
                }
            }
        };
        tasks.spawn(async move {
            // A panic in there must not leave it looking as if somebody were at work.
            let done = tokio::spawn(telling).await;
            let done = done.unwrap_or_else(|error| Err(error.into()));
            if let Err(error) = done {
                work.fail(before, &error).await;
            }
        });
    }

    async fn fail(&self, before: &str, error: &anyhow::Error) {
        let id = self.row.id;
        tracing::info!(
            import = id,
            error = format!("{error:#}"),
            "an import was given up"
        );
        // What was told is not so any more: it has to be checked again.
        let before = if error.is::<Changed>() {
            "uploaded"
        } else {
            before
        };
        let words = words(error, self.state.shutdown.is_cancelled());
        if let Err(error) = store::back(&self.state.pool, id, before, &words).await {
            // Its silence will tell.
            tracing::warn!(%error, "it cannot be said that an import was given up");
        }
        if error.is::<Interrupted>() {
            let about = format!("import {id}");
            let Whose { user, origin } = &self.whose;
            let noted = note(&self.state, Event::ImportStopped, *user, &about, origin).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "it cannot be noted that an import was stopped");
            }
        }
    }

    fn job(&self) -> anyhow::Result<Job> {
        let folder = Folder::new(&self.state.config.uploads);
        let row = &self.row;
        Ok(Job {
            input: Input::File(folder.file(&row.stored)),
            name: row.file_name.clone(),
            layout: serde_json::from_value::<Layout>(row.layout.clone())?,
            limit: Some(self.state.config.uploads.unpacked),
            rejects: Rejects::new(Some(folder.rejects(&row.stored))).showing(ERRORS),
        })
    }
}

/// Says again and again that somebody is at work, and stops them if they are to.
async fn keep_saying(work: &Work, told: &Told, stop: &CancellationToken) {
    let mut beat = tokio::time::interval(BEAT);
    loop {
        beat.tick().await;
        match store::beat(&work.state.pool, work.row.id, told.at()).await {
            Ok(true) => stop.cancel(),
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "it cannot be said how far an import is"),
        }
    }
}

/// What the file would do.
async fn check(
    work: &Work,
    progress: &Progress,
    interrupt: impl Future<Output = ()>,
) -> anyhow::Result<ImportCheck> {
    let mut client = bulk::connect(&work.state.config.database.url, "vitrine import").await?;
    let cancel = client.cancel_token();
    let transaction = bulk::begin_looking(&mut client).await?;
    let checking = async {
        let mut reading = prepare(&transaction, work.job()?, progress).await?;
        let _step = progress.step("comparing", Unit::Items, None);
        let comparison = bulk::compare(&transaction).await?;
        let preview = bulk::preview(&transaction, PREVIEW).await?;
        reading.rejects.keep()?;
        Ok(report(&work.row, &reading, &comparison, preview))
    };
    let checked = unless(interrupt, &cancel, checking).await;
    // The connection would end it as well, but later.
    let _ = transaction.rollback().await;
    checked
}

/// What was committed.
struct Imported {
    counts: Counts,
    rejected: u64,
    act: Option<i64>,
}

/// Does what the check told, or nothing.
async fn import(
    work: &Work,
    progress: &Progress,
    interrupt: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let mut client = bulk::connect(&work.state.config.database.url, "vitrine import").await?;
    let cancel = client.cancel_token();
    let transaction = bulk::begin_fixed(&mut client).await?;
    let loaded = unless(interrupt, &cancel, load(work, &transaction, progress)).await;
    let (imported, xid) = bulk::finish(transaction, loaded).await?;
    Folder::new(&work.state.config.uploads).remove(&work.row.stored);
    let silent = Progress::Silent;
    tokio::join!(settled(work, &imported, xid), bulk::tidy(&client, &silent));
    Ok(())
}

async fn load(
    work: &Work,
    transaction: &Transaction<'_>,
    progress: &Progress,
) -> anyhow::Result<Imported> {
    let told = work.row.report.clone().context("it was never checked")?;
    let told: ImportCheck = serde_json::from_value(told)?;
    name_act(work, transaction).await?;
    let mut reading = prepare(transaction, work.job()?, progress).await?;
    let step = progress.step("comparing", Unit::Items, None);
    let comparison = bulk::compare(transaction).await?;
    drop(step);
    if token(&work.row, &reading, &comparison) != told.token {
        return Err(Changed.into());
    }
    let counts = bulk::merge(transaction, Indexes::Keep, progress).await?;
    let rejected = reading.rejects.total();
    if (counts.created, counts.updated) != (told.created, told.updated) {
        return Err(Changed.into());
    }
    reading.rejects.keep()?;
    let act = note_done(work, transaction, counts, rejected).await?;
    Ok(Imported {
        counts,
        rejected,
        act,
    })
}

/// Has the history name the act after the file and who brings it, and keep all of it.
async fn name_act(work: &Work, transaction: &Transaction<'_>) -> anyhow::Result<()> {
    let what = format!("import {}", work.row.file_name);
    transaction
        .execute(
            "SELECT set_config('vitrine.user', $1, true), set_config('vitrine.what', $2, true),
                    set_config('vitrine.history', 'whole', true)",
            &[&work.whose.user.to_string(), &what],
        )
        .await?;
    Ok(())
}

/// Notes in the transaction itself that it is done, for the page and for the audit log.
async fn note_done(
    work: &Work,
    transaction: &Transaction<'_>,
    counts: Counts,
    rejected: u64,
) -> anyhow::Result<Option<i64>> {
    let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
    let row = transaction
        .query_opt(
            "UPDATE imports SET state = 'done', words = '', act = nullif(current_setting('vitrine.act', true), '')::bigint,
                    created = $2, updated = $3, unchanged = $4, rejected = $5
             WHERE id = $1 AND state = 'running' RETURNING act",
            &[
                &work.row.id,
                &number(counts.created),
                &number(counts.updated),
                &number(counts.unchanged),
                &number(rejected),
            ],
        )
        .await?;
    let Some(row) = row else {
        bail!("somebody else has begun it again");
    };
    let act: Option<i64> = row.get(0);
    let about = format!(
        "import {}: {} products, act {}",
        work.row.id,
        counts.created + counts.updated,
        act.unwrap_or_default()
    );
    let origin = work.whose.origin.clone().of_account(work.whose.user);
    transaction
        .execute(
            "INSERT INTO audit_log (event, user_id, origin, client, about) VALUES ($1, $2, $3, $4, $5)",
            &[
                &Event::ImportEnded.name(),
                &work.whose.user,
                &origin.by(),
                &origin.client(),
                &about,
            ],
        )
        .await?;
    Ok(act)
}

/// Waits until all instances go by it, and says so.
async fn settled(work: &Work, imported: &Imported, xid: TransactionId) {
    let Imported {
        counts,
        rejected,
        act,
    } = imported;
    tracing::info!(
        import = work.row.id,
        created = counts.created,
        updated = counts.updated,
        rejected,
        act,
        page = page_of(work.row.id),
        "imported"
    );
    if act.is_none() {
        return;
    }
    let words = outcome::told(&work.state, "It is in the shop", xid, Vec::new()).await;
    if let Err(error) = store::say(&work.state.pool, work.row.id, &words).await {
        tracing::debug!(%error, "it cannot be said that all go by an import");
    }
}
