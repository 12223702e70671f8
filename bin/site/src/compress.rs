//! Compressed siblings, made once here so that the server never compresses a file.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files::SiteFiles;

/// Extensions of what compresses well; pictures and fonts are compressed already.
const COMPRESSIBLE: &[&str] = &[
    "css",
    "html",
    "js",
    "json",
    "map",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Adds `<file>.br` (quality 11) and `<file>.gz` (level 9) wherever that makes a file smaller.
///
/// # Errors
/// When an encoder fails, naming the file.
pub(crate) fn add_siblings(files: &mut SiteFiles) -> Result<()> {
    let mut siblings = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| is_compressible(path)) {
        let context = || format!("compressing {path}");
        siblings.push((
            format!("{path}.br"),
            bytes.len(),
            brotli(bytes).with_context(context)?,
        ));
        siblings.push((
            format!("{path}.gz"),
            bytes.len(),
            gzip(bytes).with_context(context)?,
        ));
    }
    for (path, original_bytes, compressed) in siblings {
        if compressed.len() < original_bytes {
            files.insert(path, compressed);
        }
    }
    Ok(())
}

fn is_compressible(path: &str) -> bool {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| COMPRESSIBLE.contains(&extension))
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    fn with_siblings(path: &str, bytes: &[u8]) -> SiteFiles {
        let mut files = SiteFiles::default();
        files.insert(path.to_owned(), bytes.to_vec());
        add_siblings(&mut files).unwrap();
        files
    }

    #[test]
    fn siblings_hold_the_same_contents() {
        let text = "a shelf of oak, ".repeat(200).into_bytes();
        let files = with_siblings("pkg/a.css", &text);

        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut files.get("pkg/a.css.br").unwrap(), &mut plain).unwrap();
        assert_eq!(plain, text);

        let mut plain = Vec::new();
        GzDecoder::new(files.get("pkg/a.css.gz").unwrap())
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
    }

    #[test]
    fn a_file_that_would_grow_stays_alone() {
        assert_eq!(with_siblings("a.txt", b"x").len(), 1);
    }

    #[test]
    fn pictures_stay_alone() {
        assert_eq!(with_siblings("a.png", &[0; 4000]).len(), 1);
    }
}
