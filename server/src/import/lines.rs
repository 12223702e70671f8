//! Lines of bounded length, whatever the file holds.

use std::io::{BufRead, ErrorKind};

use anyhow::bail;

/// The longest line, and in CSV the longest record, in bytes.
pub const MAX_LINE: usize = 1024 * 1024;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// One line without its end.
#[derive(Debug, Default)]
pub struct Line {
    /// Counted from 1.
    pub number: u64,
    /// At most [`MAX_LINE`] bytes of it.
    pub bytes: Vec<u8>,
    /// Whether there were more, which are left out.
    pub cut: bool,
}

/// Reads a file line by line.
pub struct Lines<R> {
    reader: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `reader`.
    pub const fn new(reader: R) -> Self {
        Self { reader, number: 0 }
    }

    /// The next line, or `None` after the last. A byte-order mark before the first is dropped; one
    /// of UTF-16 is an error.
    pub fn next_line(&mut self) -> anyhow::Result<Option<Line>> {
        let mut line = Line {
            number: self.number + 1,
            ..Line::default()
        };
        if !self.fill(&mut line).map_err(|error| self.explain(error))? {
            return Ok(None);
        }
        self.number = line.number;
        if line.bytes.last() == Some(&b'\r') && !line.cut {
            line.bytes.pop();
        }
        if line.number == 1 {
            drop_bom(&mut line.bytes)?;
        }
        Ok(Some(line))
    }

    /// Reads up to the end of the line. `false` if the file has ended.
    fn fill(&mut self, line: &mut Line) -> std::io::Result<bool> {
        let mut any = false;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = available.iter().position(|byte| *byte == b'\n');
            let part = available
                .get(..end.unwrap_or(available.len()))
                .unwrap_or(available);
            let room = MAX_LINE - line.bytes.len();
            line.cut |= part.len() > room;
            line.bytes
                .extend_from_slice(part.get(..room).unwrap_or(part));
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    fn explain(&self, error: std::io::Error) -> anyhow::Error {
        let cut_short = error.kind() == ErrorKind::UnexpectedEof;
        let error = anyhow::Error::from(error);
        let error = if cut_short {
            error.context("the gzip data is cut short")
        } else {
            error
        };
        error.context(format!("reading failed after line {}", self.number))
    }
}

fn drop_bom(bytes: &mut Vec<u8>) -> anyhow::Result<()> {
    if bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        bail!("the file is UTF-16; it must be UTF-8");
    }
    Ok(())
}

/// `bytes` as text, or what is wrong with them.
pub fn text(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let before = bytes.get(..at).unwrap_or_default();
        let mut lines = before.split(|byte| *byte == b'\n');
        let column = lines.next_back().map_or(0, <[u8]>::len) + 1;
        let place = match lines.count() {
            0 => String::new(),
            below => format!(", {below} below its first"),
        };
        let byte = bytes.get(at).copied().unwrap_or_default();
        format!("byte {column} of the line{place} (0x{byte:02X}) is not UTF-8")
    })
}
