//! Lines that cannot be imported: what is said about them, and the file they are kept in.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde_json::json;

/// How many bad lines are described one by one.
const SHOWN: usize = 20;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field at fault; `line` if it is the whole line.
    pub field: String,
    pub reason: String,
}

impl Fault {
    /// A fault of `field`.
    pub fn new(field: &str, reason: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            reason: reason.into(),
        }
    }

    /// A fault of the line as a whole.
    pub fn of_line(reason: impl Into<String>) -> Self {
        Self::new("line", reason)
    }
}

/// A line that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number; in CSV that of the record's first line.
    pub line: u64,
    pub fault: Fault,
}

/// Lines are bad, and they were not to be skipped.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.describe())]
pub struct BadLines {
    /// The first of them.
    pub first: Vec<BadLine>,
    /// How many there are.
    pub total: u64,
}

impl BadLines {
    fn describe(&self) -> String {
        let (lines, are) = if self.total == 1 {
            ("line", "is")
        } else {
            ("lines", "are")
        };
        let mut parts = vec![format!(
            "{} {lines} {are} bad; nothing was written",
            self.total
        )];
        parts.extend(self.first.iter().map(|BadLine { line, fault }| {
            format!("line {line}, {}: {}", fault.field, fault.reason)
        }));
        let more = self.total.saturating_sub(self.first.len() as u64);
        if more > 0 {
            parts.push(format!("and {more} more"));
        }
        parts.join("\n  ")
    }
}

/// Collects bad lines.
#[derive(Debug)]
pub struct Rejects {
    first: Vec<BadLine>,
    total: u64,
    /// How many are described one by one.
    shown: usize,
    file: Option<RejectsFile>,
}

impl Rejects {
    /// Counts them, and if there is a `path` keeps them for that file.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self {
            first: Vec::new(),
            total: 0,
            shown: SHOWN,
            file: path.map(RejectsFile::new),
        }
    }

    /// The same, describing so many of them one by one.
    #[must_use]
    pub fn showing(self, shown: usize) -> Self {
        Self { shown, ..self }
    }

    /// The first of them, in the order of the file.
    pub fn first(&self) -> Vec<BadLine> {
        let mut first = self.first.clone();
        first.sort_by_key(|bad| bad.line);
        first
    }

    /// Adds a line. `original` is the line as it was read.
    pub fn add(&mut self, line: u64, fault: Fault, original: &[u8]) -> anyhow::Result<()> {
        if let Some(file) = &mut self.file {
            file.write(line, &fault, original)?;
        }
        self.total += 1;
        if self.first.len() < self.shown {
            self.first.push(BadLine { line, fault });
        }
        Ok(())
    }

    /// How many there are.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The error that describes them.
    pub fn to_error(&self) -> BadLines {
        BadLines {
            first: self.first.clone(),
            total: self.total,
        }
    }

    /// Puts the file in its place. Returns where it is, if there were any lines to keep.
    pub fn keep(&mut self) -> anyhow::Result<Option<PathBuf>> {
        self.file.as_mut().map_or(Ok(None), RejectsFile::keep)
    }
}

/// Grows under a name of its own, so that an import that fails leaves an older file alone.
#[derive(Debug)]
struct RejectsFile {
    path: PathBuf,
    unfinished: PathBuf,
    file: Option<BufWriter<File>>,
}

impl RejectsFile {
    fn new(path: PathBuf) -> Self {
        let mut unfinished = path.clone().into_os_string();
        unfinished.push(format!(".{}.part", std::process::id()));
        Self {
            path,
            unfinished: unfinished.into(),
            file: None,
        }
    }

    fn write(&mut self, line: u64, fault: &Fault, original: &[u8]) -> anyhow::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(create(&self.unfinished)?),
        };
        let entry = json!({
            "line": line,
            "field": fault.field,
            "reason": fault.reason,
            "original": String::from_utf8_lossy(original),
        });
        writeln!(file, "{entry}")
            .with_context(|| format!("cannot write {}", self.unfinished.display()))
    }

    fn keep(&mut self) -> anyhow::Result<Option<PathBuf>> {
        let Some(mut file) = self.file.take() else {
            return Ok(None);
        };
        file.flush()
            .and_then(|()| fs::rename(&self.unfinished, &self.path))
            .with_context(|| format!("cannot write {}", self.path.display()))?;
        Ok(Some(self.path.clone()))
    }
}

impl Drop for RejectsFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // Nobody is left to tell if this fails.
            let _ = fs::remove_file(&self.unfinished);
        }
    }
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}
