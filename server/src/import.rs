//! Getting products into the catalogue from files.
//!
//! `docs/IMPORT.md` says what a file may hold. A file is imported whole or not at all.

pub mod bounded;
pub mod bulk;
pub mod check;
pub mod copy_text;
pub mod csv;
pub mod encoding;
pub mod field;
pub mod formula;
pub mod layout;
pub mod lines;
pub mod product;
pub mod progress;
pub mod reader;
pub mod record;
pub mod reject;
pub mod report;
pub mod slug;
pub mod sniff;
pub mod source;
pub mod text;
pub mod write;

use std::{future::Future, path::PathBuf};

use anyhow::{Context as _, bail};
use tokio_postgres::{CancelToken, NoTls, Transaction};

use bulk::{Counts, Indexes};
use field::Field;
use layout::Layout;
use progress::{Progress, Unit};
use reader::Reading;
use record::Format;
use reject::{Fault, Rejects};
use report::Report;
use source::Input;

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct Options {
    pub input: Input,
    /// `None`: what the input's name says.
    pub format: Option<Format>,
    /// Whether to leave bad lines out instead of failing.
    pub skip_bad: bool,
    /// Where lines left out are kept. `None`: beside the input.
    pub rejects: Option<PathBuf>,
}

/// Imports a file into the catalogue of the database at `url`, in one transaction. If `interrupt`
/// comes to pass before that is committed, nothing is written.
///
/// Fails with [`reject::BadLines`] if there are bad lines and they are not to be skipped, or if there
/// are no good ones.
pub async fn import(
    url: &str,
    options: &Options,
    progress: Progress,
    interrupt: impl Future<Output = ()>,
) -> anyhow::Result<Report> {
    let mut client = bulk::connect(url, "vitrine import").await?;
    let cancel = client.cancel_token();
    let transaction = bulk::begin(&mut client).await?;
    let loading = load(&transaction, options, &progress);
    let loaded = unless(interrupt, &cancel, loading).await;
    let ((counts, mut reading), xid) = bulk::finish(transaction, loaded).await?;
    let acknowledged = bulk::acknowledge(url, xid).await;

    bulk::tidy(&client, &progress).await;
    Ok(Report {
        counts,
        acknowledged,
        rejected: reading.rejects.total(),
        rejects_file: reading.rejects.keep()?,
        lacking: reading.lacking,
    })
}

/// Somebody does not want it any more.
#[derive(Debug, thiserror::Error)]
#[error("interrupted; nothing was written")]
pub struct Interrupted;

/// What `work` gives, or [`Interrupted`] if `interrupt` comes to pass before. The connection is the one of `cancel`.
pub async fn unless<T>(
    interrupt: impl Future<Output = ()>,
    cancel: &CancelToken,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    tokio::select! {
        done = work => done,
        () = interrupt => {
            // The rollback comes in any case; this only spares it waiting for a long statement.
            let _ = cancel.cancel_query(NoTls).await;
            Err(Interrupted.into())
        }
    }
}

async fn load(
    transaction: &Transaction<'_>,
    options: &Options,
    progress: &Progress,
) -> anyhow::Result<(Counts, Reading)> {
    let reading = prepare(transaction, options.job()?, progress).await?;
    let bad = reading.rejects.total();
    if bad > 0 && (!options.skip_bad || reading.products == 0) {
        return Err(reading.rejects.to_error().into());
    }
    let counts = bulk::merge(transaction, Indexes::PutAside, progress).await?;
    Ok((counts, reading))
}

/// A file that is to be read, and how.
#[derive(Debug)]
pub struct Job {
    pub input: Input,
    /// What it is called in messages.
    pub name: String,
    pub layout: Layout,
    /// Bytes that it may unpack to; any number if none is given.
    pub limit: Option<u64>,
    /// Collects bad lines.
    pub rejects: Rejects,
}

/// Fills the staging table with all good products of a file, ready to be merged or compared.
pub async fn prepare(
    transaction: &Transaction<'_>,
    job: Job,
    progress: &Progress,
) -> anyhow::Result<Reading> {
    let mut reading = stage(transaction, job, progress).await?;
    bulk::seal(transaction).await?;
    refuse_taken_slugs(transaction, &mut reading).await?;
    Ok(reading)
}

/// Reads the input on a thread of its own while its products flow into the staging table.
async fn stage(
    transaction: &Transaction<'_>,
    job: Job,
    progress: &Progress,
) -> anyhow::Result<Reading> {
    let Job {
        input,
        name,
        layout,
        limit,
        rejects,
    } = job;
    let source = input.open()?.read_as(layout.encoding, limit);
    let (writer, blocks) = bulk::writer();
    let step = progress.step("reading", Unit::Bytes, source.size);
    let reading =
        tokio::task::spawn_blocking(move || reader::read(source, &layout, rejects, writer, &step));
    bulk::copy(transaction, blocks).await?;
    reading
        .await?
        .with_context(|| format!("cannot import {name}"))
}

/// Rejects the rows that insist on the slug of another product.
async fn refuse_taken_slugs(
    transaction: &Transaction<'_>,
    reading: &mut Reading,
) -> anyhow::Result<()> {
    let taken = bulk::taken(transaction).await?;
    if taken.is_empty() {
        return Ok(());
    }
    for row in taken {
        let fault = Fault::new(
            Field::Slug.name(),
            format!("{:?} is that of another product", row.slug),
        );
        let original = row.original.unwrap_or_default();
        reading.rejects.add(row.line, fault, original.as_bytes())?;
        reading.products = reading.products.saturating_sub(1);
    }
    bulk::discard_taken(transaction).await
}

impl Options {
    fn job(&self) -> anyhow::Result<Job> {
        let name = self.input.name();
        let format = self
            .format
            .map_or_else(|| record::format_of(&name), Ok)
            .with_context(|| name.clone())?;
        Ok(Job {
            input: self.input.clone(),
            name,
            layout: Layout::plain(format),
            limit: None,
            rejects: Rejects::new(self.rejects_path()?),
        })
    }

    /// Where to keep lines left out; `None` if none are to be left out.
    fn rejects_path(&self) -> anyhow::Result<Option<PathBuf>> {
        if !self.skip_bad {
            return Ok(None);
        }
        let path = match (&self.rejects, &self.input) {
            (Some(path), _) => path.clone(),
            (None, Input::File(input)) => {
                let mut path = input.clone().into_os_string();
                path.push(".rejects.jsonl");
                path.into()
            }
            (None, Input::Stdin) => PathBuf::from("stdin.rejects.jsonl"),
        };
        if let Input::File(input) = &self.input
            && let (Ok(input), Ok(path)) = (input.canonicalize(), path.canonicalize())
            && input == path
        {
            bail!("the rejects would overwrite the file itself");
        }
        Ok(Some(path))
    }
}
