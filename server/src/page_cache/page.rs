//! A finished page: what is kept of an answer.

use std::{
    io::{self, Write as _},
    sync::OnceLock,
};

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Octets beyond which an answer is no page.
pub(super) const LARGEST: usize = 4 * 1024 * 1024;

/// Brotli's effort, of 11: done once for many answers, but somebody waits for the first one. Beyond this the time grows
/// much faster than the page shrinks.
const BROTLI_QUALITY: i32 = 5;

/// Log2 of Brotli's window: more than any page is long.
const BROTLI_WINDOW: i32 = 20;

/// gzip's effort, of 9; its usual one.
const GZIP_LEVEL: u32 = 6;

/// Headers of an answer that belong to its page.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::CONTENT_LANGUAGE, header::LINK];

/// A finished page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Page {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    /// Names this content and no other; its forms add their own mark.
    pub(super) tag: String,
    pub(super) body: Body,
    /// How many results the search on it has.
    pub(super) found: Option<u64>,
    /// Whether it was made of something that may lack changes.
    pub(super) outdated: bool,
}

/// A page's HTML.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Body {
    /// Of a page that is not kept: not worth the effort.
    Plain(#[serde(with = "octets")] Bytes),
    /// Compressed, as browsers take it.
    Encoded {
        #[serde(with = "octets")]
        brotli: Bytes,
        /// For what does not know Brotli: made when somebody asks for it, and kept where he asked.
        #[serde(skip)]
        gzip: OnceLock<Bytes>,
    },
}

impl Page {
    /// The page of an answer. `keep`: it is made to be sent many times.
    ///
    /// Compresses, which takes milliseconds: not to be done where others wait.
    pub(super) fn new(
        status: StatusCode,
        headers: &HeaderMap,
        html: Bytes,
        keep: bool,
    ) -> io::Result<Self> {
        let kept = KEPT.iter().flat_map(|name| {
            let values = headers.get_all(name).iter();
            values.map(|value| (name.to_string(), value.as_bytes().to_vec()))
        });
        Ok(Self {
            status: status.as_u16(),
            headers: kept.collect(),
            tag: tag(&html),
            body: if keep {
                Body::Encoded {
                    brotli: to_brotli(&html)?,
                    gzip: OnceLock::new(),
                }
            } else {
                Body::Plain(html)
            },
            found: None,
            outdated: false,
        })
    }

    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or_default()
    }

    /// The headers that belong to the page.
    pub(super) fn headers(&self) -> impl Iterator<Item = (HeaderName, http::HeaderValue)> {
        self.headers.iter().filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, http::HeaderValue::from_bytes(value).ok()?))
        })
    }

    /// The HTML itself.
    pub(super) fn html(&self) -> io::Result<Bytes> {
        match &self.body {
            Body::Plain(html) => Ok(html.clone()),
            Body::Encoded { brotli, .. } => {
                let mut html = Vec::new();
                brotli::BrotliDecompress(&mut &**brotli, &mut html)?;
                Ok(html.into())
            }
        }
    }

    /// Whether its body is there in gzip's form, so that to send it costs nothing.
    pub(super) fn has_gzip(&self) -> bool {
        matches!(&self.body, Body::Encoded { gzip, .. } if gzip.get().is_some())
    }

    /// The body in gzip's form. Compresses the first time: see [`Page::new`].
    pub(super) fn gzip(&self) -> io::Result<Bytes> {
        let Body::Encoded { gzip, .. } = &self.body else {
            return to_gzip(&self.html()?);
        };
        if let Some(made) = gzip.get() {
            return Ok(made.clone());
        }
        let made = to_gzip(&self.html()?)?;
        Ok(gzip.get_or_init(|| made).clone())
    }
}

/// 128 bits of the content's SHA-256.
fn tag(html: &[u8]) -> String {
    let hash = Sha256::digest(html);
    let digits = hash.iter().take(16);
    digits
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn to_brotli(html: &[u8]) -> io::Result<Bytes> {
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: html.len(),
        ..BrotliEncoderParams::default()
    };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut &*html, &mut brotli, &params)?;
    Ok(brotli.into())
}

fn to_gzip(html: &[u8]) -> io::Result<Bytes> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
    gzip.write_all(html)?;
    Ok(gzip.finish()?.into())
}

/// Octets as one piece instead of as a list of numbers.
mod octets {
    use std::fmt;

    use bytes::Bytes;
    use serde::{Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(octets: &Bytes, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(octets)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
        from.deserialize_bytes(Octets)
    }

    struct Octets;

    impl de::Visitor<'_> for Octets {
        type Value = Bytes;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("octets")
        }

        fn visit_bytes<E: de::Error>(self, octets: &[u8]) -> Result<Bytes, E> {
            Ok(Bytes::copy_from_slice(octets))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn every_form_is_the_page() {
        let html = Bytes::from("<p>lamp</p>".repeat(1000));
        let page = Page::new(StatusCode::OK, &HeaderMap::new(), html.clone(), true).unwrap();
        assert_eq!(page.html().unwrap(), html);
        assert!(!page.has_gzip(), "nobody has asked for it");
        let gzip = page.gzip().unwrap();
        assert!(page.has_gzip());
        assert_eq!(page.gzip().unwrap(), gzip);
        let mut unpacked = Vec::new();
        let mut decoder = GzDecoder::new(&*gzip);
        decoder.read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, html);
        let Body::Encoded { brotli, .. } = &page.body else {
            panic!("a page that is kept is compressed");
        };
        assert!(brotli.len() + gzip.len() < html.len() / 10);
    }

    #[test]
    fn another_content_is_another_tag() {
        assert_eq!(tag(b"a"), tag(b"a"));
        assert_ne!(tag(b"a"), tag(b"b"));
        assert_eq!(tag(b"a").len(), 32);
    }
}
