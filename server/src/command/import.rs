//! `vitrine import`: products from a file.

use std::{path::PathBuf, time::Instant};

use clap::Args;
use indicatif::HumanCount;

use crate::import::{
    Options, import,
    progress::Progress,
    record::Format,
    report::{Lacking, Report},
    source::Input,
};

/// Create and update products from a file of JSON lines or CSV, all or nothing.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// The file, plain or gzipped; `-` for standard input.
    pub file: PathBuf,

    /// The file's format, if its name does not tell.
    #[arg(long)]
    pub format: Option<Format>,

    /// Leave bad lines out and keep them in a file instead of importing nothing.
    #[arg(long)]
    pub skip_bad: bool,

    /// Where to keep the lines left out [default: FILE.rejects.jsonl].
    #[arg(long, value_name = "PATH", requires = "skip_bad")]
    pub rejects: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(args: ImportArgs, database_url: &str) -> anyhow::Result<()> {
    let started = Instant::now();
    let input = if args.file.as_os_str() == "-" {
        Input::Stdin
    } else {
        Input::File(args.file)
    };
    let options = Options {
        input,
        format: args.format,
        skip_bad: args.skip_bad,
        rejects: args.rejects,
    };
    let report = import(database_url, &options, Progress::on_stderr(), interrupted()).await?;
    println!(
        "{} in {:.1} s",
        summary(&report),
        started.elapsed().as_secs_f64()
    );
    println!("{}", super::live(&report.acknowledged));
    if let Some(lacking) = describe(&report.lacking) {
        println!("products without: {lacking}");
    }
    if let Some(path) = &report.rejects_file {
        println!("rejected lines: {}", path.display());
    }
    Ok(())
}

fn summary(report: &Report) -> String {
    let counts = report.counts;
    format!(
        "created {}, updated {}, unchanged {}, rejected {}",
        HumanCount(counts.created),
        HumanCount(counts.updated),
        HumanCount(counts.unchanged),
        HumanCount(report.rejected),
    )
}

fn describe(lacking: &Lacking) -> Option<String> {
    let parts: Vec<String> = lacking
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(field, count)| format!("{} {}", field.name(), HumanCount(count)))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Waits for Ctrl-C; forever where it cannot be noticed.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
