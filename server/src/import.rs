//! Getting products into the catalogue from files.
//!
//! `docs/IMPORT.md` says what a file may hold. A file is imported whole or not at all.

pub mod bulk;
pub mod check;
pub mod copy_text;
pub mod csv;
pub mod field;
pub mod formula;
pub mod lines;
pub mod product;
pub mod progress;
pub mod reader;
pub mod record;
pub mod reject;
pub mod report;
pub mod slug;
pub mod source;
pub mod text;
pub mod write;

use std::{future::Future, path::PathBuf};

use anyhow::{Context as _, anyhow, bail};
use tokio_postgres::{NoTls, Transaction};

use bulk::Counts;
use field::Field;
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
    let loaded = tokio::select! {
        loaded = load(&transaction, options, progress) => loaded,
        () = interrupt => {
            // The rollback comes in any case; this only spares it waiting for a long statement.
            let _ = cancel.cancel_query(NoTls).await;
            Err(anyhow!("interrupted; nothing was written"))
        }
    };
    let ((counts, mut reading), xid) = bulk::finish(transaction, loaded).await?;
    let acknowledged = bulk::acknowledge(url, xid).await;

    bulk::tidy(&client, progress).await;
    Ok(Report {
        counts,
        acknowledged,
        rejected: reading.rejects.total(),
        rejects_file: reading.rejects.keep()?,
        lacking: reading.lacking,
    })
}

async fn load(
    transaction: &Transaction<'_>,
    options: &Options,
    progress: Progress,
) -> anyhow::Result<(Counts, Reading)> {
    let mut reading = stage(transaction, options, progress).await?;
    bulk::seal(transaction).await?;
    refuse_taken_slugs(transaction, &mut reading).await?;
    let bad = reading.rejects.total();
    if bad > 0 && (!options.skip_bad || reading.products == 0) {
        return Err(reading.rejects.to_error().into());
    }
    let counts = bulk::merge(transaction, progress).await?;
    Ok((counts, reading))
}

/// Reads the input on a thread of its own while its products flow into the staging table.
async fn stage(
    transaction: &Transaction<'_>,
    options: &Options,
    progress: Progress,
) -> anyhow::Result<Reading> {
    let name = options.input.name();
    let format = options
        .format
        .map_or_else(|| record::format_of(&name), Ok)
        .with_context(|| name.clone())?;
    let rejects = Rejects::new(options.rejects_path()?);
    let source = options.input.open()?;
    let (writer, blocks) = bulk::writer();
    let step = progress.step("reading", Unit::Bytes, source.size);
    let reading =
        tokio::task::spawn_blocking(move || reader::read(source, format, rejects, writer, &step));
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
