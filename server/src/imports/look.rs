//! Looking at a file that came: whether it can be read to its end, and how it seems to be meant.

use std::{
    io::{self, BufRead as _, Read as _},
    path::Path,
};

use crate::import::{
    layout::{self, Layout},
    sniff::{self, Sampled},
    source::Input,
};

/// Bytes of a file by which its format and its columns are told.
const HEAD: usize = 256 * 1024;

/// Reads a file to its end; how it seems to be meant, or what is wrong with it, in words.
pub(super) fn look(path: &Path, limit: u64) -> Result<(Layout, Vec<Sampled>), String> {
    let read = || -> anyhow::Result<(Vec<u8>, bool, bool)> {
        let source = Input::File(path.to_owned()).open()?;
        let (mut reader, _) = source.split();
        let mut head = Vec::new();
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        let mut text = Utf8::default();
        text.take(&head);
        let mut total = head.len() as u64;
        let is_whole = reader.fill_buf()?.is_empty();
        loop {
            let bytes = reader.fill_buf()?;
            if bytes.is_empty() {
                return Ok((head, text.is_valid(), is_whole));
            }
            let count = bytes.len();
            text.take(bytes);
            total += count as u64;
            if total > limit {
                let limit = limit >> 20;
                anyhow::bail!("Unpacked, it is larger than {limit} MiB.");
            }
            reader.consume(count);
        }
    };
    let (head, is_utf8, is_whole) = read().map_err(|error| words(&error))?;
    let (format, encoding) = sniff::sniff(&head, is_utf8)?;
    let text = sniff::text(&head, encoding);
    sniff::layout(&text, format, encoding, is_whole)
}

/// The columns of a file that is read in another way.
pub(super) fn look_again(path: &Path, layout: &Layout) -> anyhow::Result<(Layout, Vec<Sampled>)> {
    let (mut reader, _) = Input::File(path.to_owned()).open()?.split();
    let mut head = Vec::new();
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let is_whole = reader.fill_buf()?.is_empty();
    let text = sniff::text(&head, layout.encoding);
    let columns = sniff::columns(&text, layout, is_whole).map_err(anyhow::Error::msg)?;
    let names = columns.iter().map(|column| column.name.as_str());
    let layout = Layout {
        columns: layout::guess(names),
        ..layout.clone()
    };
    Ok((layout, columns))
}

/// What is wrong with a file that cannot be read to its end. Nothing of ours is told: neither path nor error.
fn words(error: &anyhow::Error) -> String {
    let io = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    match io.map(io::Error::kind) {
        Some(io::ErrorKind::UnexpectedEof) => {
            "The gzip data is cut short: half of the file is missing."
        }
        Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
            "The gzip data is damaged."
        }
        Some(_) => "The file cannot be read.",
        None => {
            let last = error.chain().last().map(ToString::to_string);
            return sentence(&last.unwrap_or_default());
        }
    }
    .to_owned()
}

/// With a capital and an end.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(letters).collect();
    if text.ends_with('.') {
        text
    } else {
        format!("{text}.")
    }
}

/// Whether all that it has taken is UTF-8, however it was cut.
#[derive(Default)]
struct Utf8 {
    /// The beginning of a character whose rest is still to come.
    rest: Vec<u8>,
    is_bad: bool,
}

impl Utf8 {
    fn take(&mut self, bytes: &[u8]) {
        if self.is_bad {
            return;
        }
        let joined;
        let bytes = if self.rest.is_empty() {
            bytes
        } else {
            joined = [&self.rest, bytes].concat();
            &joined
        };
        let rest = match std::str::from_utf8(bytes) {
            Ok(_) => Vec::new(),
            Err(error) if error.error_len().is_none() => bytes
                .get(error.valid_up_to()..)
                .unwrap_or_default()
                .to_vec(),
            Err(_) => {
                self.is_bad = true;
                Vec::new()
            }
        };
        self.rest = rest;
    }

    fn is_valid(&self) -> bool {
        !self.is_bad && self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_told_however_it_is_cut() {
        let is_valid = |bytes: &[u8]| {
            let mut text = Utf8::default();
            for byte in bytes {
                text.take(&[*byte]);
            }
            text.is_valid()
        };
        assert!(is_valid("Crème \u{1f600}".as_bytes()));
        assert!(!is_valid(b"Cr\xe8me"));
        assert!(!is_valid(b"Cr\xc3"));
    }
}
