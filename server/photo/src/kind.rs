//! What a file is, by its first bytes: neither its name nor what a browser says of it is asked.

use crate::Refusal;

/// A kind of file that photographs are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ITU-T T.81.
    Jpeg,
    /// W3C Portable Network Graphics.
    Png,
    /// RFC 9649.
    WebP,
}

/// Bytes in which a file of text says what it is.
const BEGINNING: usize = 1024;

impl Kind {
    /// The kind of these bytes.
    pub fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            return Ok(Self::Jpeg);
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Self::WebP);
        }
        Err(other(bytes))
    }
}

/// What else it may be, for who took it for a photograph.
fn other(bytes: &[u8]) -> Refusal {
    let by_start: [(&[u8], &'static str); 6] = [
        (b"GIF8", "a GIF"),
        (b"BM", "a Windows bitmap"),
        (b"II*\0", "a TIFF"),
        (b"MM\0*", "a TIFF"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a zip archive"),
    ];
    for (start, name) in by_start {
        if bytes.starts_with(start) {
            return Refusal::Other(name);
        }
    }
    match bytes.get(4..12) {
        Some(b"ftypavif" | b"ftypavis") => return Refusal::Other("an AVIF"),
        Some(b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftyphevc") => {
            return Refusal::Other("a HEIC, as telephones make them");
        }
        _ => {}
    }
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    let text = String::from_utf8_lossy(beginning).to_lowercase();
    if text.contains("<svg") {
        Refusal::Other("an SVG drawing")
    } else if text.contains("<html") || text.contains("<!doctype html") || text.contains("<script")
    {
        Refusal::Other("an HTML page")
    } else {
        Refusal::Unknown
    }
}
