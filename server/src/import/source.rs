//! Where the bytes come from: a file or standard input, plain or gzipped.

use std::{
    fs::File,
    io::{BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context as _, bail};
use flate2::bufread::MultiGzDecoder;

use super::{bounded::Bounded, encoding::Encoding};

const GZIP: &[u8] = &[0x1f, 0x8b];
/// Beginnings of files that are compressed in other ways.
const OTHER_COMPRESSIONS: [(&[u8], &str); 4] = [
    (b"PK\x03\x04", "zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zX", "xz"),
    (b"BZh", "bzip2"),
];
/// Bytes read from the system at once.
const BUFFER: usize = 256 * 1024;

/// An input to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

impl Input {
    /// What it is called in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Opens it and looks whether it is compressed.
    pub fn open(&self) -> anyhow::Result<Source> {
        match self {
            Self::Stdin => Source::new(std::io::stdin(), None),
            Self::File(path) => {
                let (file, size) = open_file(path)?;
                Source::new(file, size)
            }
        }
        .with_context(|| format!("cannot read {}", self.name()))
    }
}

fn open_file(path: &Path) -> anyhow::Result<(File, Option<u64>)> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let about = file
        .metadata()
        .with_context(|| format!("cannot open {}", path.display()))?;
    if about.is_dir() {
        bail!("{} is a directory", path.display());
    }
    Ok((file, about.is_file().then_some(about.len())))
}

/// An open input.
pub struct Source {
    /// How many bytes there are before decompression, if that is known.
    pub size: Option<u64>,
    reader: Box<dyn BufRead + Send>,
    taken: Taken,
}

/// How many bytes were taken from an input so far, before decompression.
#[derive(Debug, Clone, Default)]
pub struct Taken(Arc<AtomicU64>);

impl Taken {
    /// The number.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Source {
    fn new(input: impl Read + Send + 'static, size: Option<u64>) -> anyhow::Result<Self> {
        let taken = Taken::default();
        let mut input = Counted {
            input,
            taken: taken.clone(),
        };
        let mut start = Vec::new();
        input.by_ref().take(4).read_to_end(&mut start)?;
        if let Some((_, name)) = OTHER_COMPRESSIONS
            .iter()
            .find(|(mark, _)| start.starts_with(mark))
        {
            bail!("it is compressed by {name}; only gzip is understood");
        }
        let gzipped = start.starts_with(GZIP);
        let whole = BufReader::with_capacity(BUFFER, Cursor::new(start).chain(input));
        let reader: Box<dyn BufRead + Send> = if gzipped {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(whole)))
        } else {
            Box::new(whole)
        };
        Ok(Self {
            size,
            reader,
            taken,
        })
    }

    /// The same with all text in UTF-8; an error once there are more than `limit` bytes of it, unpacked.
    #[must_use]
    pub fn read_as(mut self, encoding: Encoding, limit: Option<u64>) -> Self {
        let bounded: Box<dyn BufRead + Send> = match limit {
            Some(limit) => {
                let bounded = Bounded::new(self.reader, limit);
                Box::new(BufReader::with_capacity(BUFFER, bounded))
            }
            None => self.reader,
        };
        self.reader = if encoding == Encoding::Utf8 {
            bounded
        } else {
            Box::new(BufReader::with_capacity(BUFFER, encoding.decoded(bounded)))
        };
        self
    }

    /// The bytes, decompressed, and the count of those taken.
    pub fn split(self) -> (Box<dyn BufRead + Send>, Taken) {
        (self.reader, self.taken)
    }
}

struct Counted<R> {
    input: R,
    taken: Taken,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.taken.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
