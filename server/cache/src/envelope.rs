//! How an entry is written down: what is known about the value, the value, and a checksum.
//!
//! ```text
//! magic "VTC" | format 3 | header (postcard) | value (postcard) | CRC-32 of all before, little-endian
//! ```

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::entry::{Entry, Facts};
use crate::tag::Tag;
use crate::validator::Validator;

/// Marks the bytes as ours, followed by the version of the layout.
const MAGIC: [u8; 4] = *b"VTC\x03";

const CHECKSUM_LENGTH: usize = size_of::<u32>();

/// What is known about a value without decoding it; see [`Facts`].
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    as_of: u64,
    cost_micros: u64,
    loaded_at: u64,
    life_millis: u64,
    grace_millis: u64,
    /// Length of the encoded value in bytes.
    size: u32,
    tags: Vec<Tag>,
    validators: Vec<Validator>,
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
pub(crate) fn encode<T: Serialize>(value: &T, facts: &Facts) -> Result<Vec<u8>, postcard::Error> {
    let payload = postcard::to_allocvec(value)?;
    let header = Header {
        as_of: facts.as_of,
        cost_micros: whole(facts.cost.as_micros()),
        loaded_at: facts.loaded_at,
        life_millis: whole(facts.life.as_millis()),
        grace_millis: whole(facts.grace.as_millis()),
        size: u32::try_from(payload.len()).map_err(|_| postcard::Error::SerializeBufferFull)?,
        tags: facts.tags.to_vec(),
        validators: facts.validators.to_vec(),
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
    let facts = Facts::restored(
        header.tags,
        header.as_of,
        Duration::from_micros(header.cost_micros),
        header.loaded_at,
        Duration::from_millis(header.life_millis),
        Duration::from_millis(header.grace_millis),
    );
    Ok(Entry {
        value: Arc::new(value),
        facts: Arc::new(facts.validated(header.validators)),
    })
}

fn whole(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
