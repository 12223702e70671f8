//! How an entry is written down: what is known about the value, the value, and a checksum.
//!
//! ```text
//! magic "VTC" | format 1 | header (postcard) | value (postcard) | CRC-32 of all before, little-endian
//! ```

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::tag::Tag;

/// Marks the bytes as ours, followed by the version of the layout.
const MAGIC: [u8; 4] = *b"VTC\x01";

const CHECKSUM_LENGTH: usize = size_of::<u32>();

/// What is known about a value without decoding it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// The position in the log of changes before which every change is contained in the value.
    as_of: u64,
    /// How long the load took, in microseconds.
    cost_micros: u64,
    /// Length of the encoded value in bytes.
    size: u32,
    /// What the value depends on.
    tags: Vec<Tag>,
}

impl Header {
    /// How long it took to load the value.
    pub(crate) fn cost(&self) -> Duration {
        Duration::from_micros(self.cost_micros)
    }
}

/// A value and what is known about it.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry<T> {
    pub(crate) header: Header,
    pub(crate) value: T,
}

/// The bytes are not an entry of this type, whole and undamaged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undecodable;

impl From<postcard::Error> for Undecodable {
    fn from(_: postcard::Error) -> Self {
        Self
    }
}

/// Writes an entry down.
///
/// Fails for a value postcard cannot write, such as a sequence that does not tell its length.
pub(crate) fn encode<T: Serialize>(
    value: &T,
    as_of: u64,
    cost: Duration,
    tags: Vec<Tag>,
) -> Result<Vec<u8>, postcard::Error> {
    let payload = postcard::to_allocvec(value)?;
    let header = Header {
        as_of,
        cost_micros: u64::try_from(cost.as_micros()).unwrap_or(u64::MAX),
        size: u32::try_from(payload.len()).map_err(|_| postcard::Error::SerializeBufferFull)?,
        tags,
    };
    let mut bytes = postcard::to_extend(&header, MAGIC.to_vec())?;
    bytes.extend_from_slice(&payload);
    let checksum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    Ok(bytes)
}

/// Reads an entry back. Anything but exactly what [`encode`] wrote is [`Undecodable`].
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<Entry<T>, Undecodable> {
    let (body, checksum) = bytes
        .split_last_chunk::<CHECKSUM_LENGTH>()
        .ok_or(Undecodable)?;
    let contents = body.strip_prefix(&MAGIC).ok_or(Undecodable)?;
    if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
        return Err(Undecodable);
    }
    let (header, payload) = postcard::take_from_bytes::<Header>(contents)?;
    if usize::try_from(header.size) != Ok(payload.len()) {
        return Err(Undecodable);
    }
    let (value, rest) = postcard::take_from_bytes(payload)?;
    // Left-over bytes mean that the value was written by a type with more fields.
    if !rest.is_empty() {
        return Err(Undecodable);
    }
    Ok(Entry { header, value })
}

#[cfg(test)]
mod tests;
