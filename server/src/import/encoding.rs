//! Encodings of text: what is not UTF-8 is made so while it is read.

use std::io::{self, BufRead, ErrorKind, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// How the text of a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    /// Of which Latin-1 is a part, but for control characters.
    #[serde(rename = "windows-1252")]
    Windows1252,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1252, Self::Utf16Le, Self::Utf16Be];

    /// As it stands in forms and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// The encoding of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// `reader` in UTF-8. What is UTF-8 passes as it is, so that a bad byte is a fault of its line alone.
    pub fn decoded(self, reader: Box<dyn BufRead + Send>) -> Box<dyn Read + Send> {
        let encoding = match self {
            Self::Utf8 => return Box::new(reader),
            Self::Windows1252 => WINDOWS_1252,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        };
        Box::new(Decoded {
            reader,
            decoder: encoding.new_decoder_with_bom_removal(),
            text: Vec::new(),
            taken: 0,
            has_ended: false,
        })
    }
}

/// Bytes that are decoded at once.
const AT_ONCE: usize = 64 * 1024;

struct Decoded {
    reader: Box<dyn BufRead + Send>,
    decoder: Decoder,
    /// Decoded and not yet taken, but for the first `taken` bytes.
    text: Vec<u8>,
    taken: usize,
    has_ended: bool,
}

impl Decoded {
    fn decode(&mut self) -> io::Result<()> {
        let available = self.reader.fill_buf()?;
        let bytes = available.get(..AT_ONCE).unwrap_or(available);
        self.has_ended = bytes.is_empty();
        let most = self.decoder.max_utf8_buffer_length(bytes.len());
        self.text.resize(most.ok_or(ErrorKind::OutOfMemory)?, 0);
        let (_, read, written, has_errors) =
            self.decoder
                .decode_to_utf8(bytes, &mut self.text, self.has_ended);
        self.reader.consume(read);
        self.text.truncate(written);
        self.taken = 0;
        if has_errors {
            let words = "the text is not what its encoding says";
            return Err(io::Error::new(ErrorKind::InvalidData, words));
        }
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.has_ended {
            self.decode()?;
        }
        let rest = self.text.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let (Some(from), Some(to)) = (rest.get(..count), buffer.get_mut(..count)) else {
            return Ok(0);
        };
        to.copy_from_slice(from);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn read(encoding: Encoding, bytes: Vec<u8>) -> io::Result<String> {
        // Characters are cut in two wherever they may be.
        let reader = BufReader::with_capacity(3, Cursor::new(bytes));
        io::read_to_string(encoding.decoded(Box::new(reader)))
    }

    #[test]
    fn each_becomes_utf_8() {
        let text = "id,title\n1,Crème \u{1f600}\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(Encoding::Utf16Le, le.clone()).unwrap(), text);
        assert_eq!(read(Encoding::Utf16Be, be).unwrap(), text);
        let marked = [vec![0xff, 0xfe], le].concat();
        assert_eq!(read(Encoding::Utf16Le, marked).unwrap(), text);
        assert_eq!(read(Encoding::Utf8, text.into()).unwrap(), text);
        let latin = b"Cr\xe8me \x80".to_vec();
        assert_eq!(read(Encoding::Windows1252, latin).unwrap(), "Crème €");
    }

    #[test]
    fn what_cannot_be_decoded_is_an_error() {
        // Half of a pair, and half of a character.
        assert!(read(Encoding::Utf16Le, vec![0x3d, 0xd8, 0x41, 0x00]).is_err());
        assert!(read(Encoding::Utf16Le, vec![0x41]).is_err());
    }
}
