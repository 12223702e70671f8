//! What a session is called wherever it is kept.

use std::fmt;

use sha2::{Digest, Sha256};
use tower_sessions::session::Id;

/// SHA-256 of a session's id as the cookie has it. Who learns it cannot make a cookie of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionKey([u8; 32]);

impl SessionKey {
    /// The key of the session with this id.
    pub fn of(id: Id) -> Self {
        Self(Sha256::digest(id.to_string()).into())
    }

    /// The key that [`Display`](fmt::Display) wrote.
    pub fn parse(hex: &str) -> Option<Self> {
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        let mut key = [0; 32];
        if !rest.is_empty() || pairs.len() != key.len() {
            return None;
        }
        for (octet, pair) in key.iter_mut().zip(pairs) {
            *octet = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(key))
    }

    /// The key with these octets.
    pub(super) fn from_bytes(octets: &[u8]) -> Option<Self> {
        octets.try_into().ok().map(Self)
    }

    /// Its octets.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// In lower case only: one key, one writing.
fn digit(hex: u8) -> Option<u8> {
    match hex {
        b'0'..=b'9' => Some(hex - b'0'),
        b'a'..=b'f' => Some(hex - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for SessionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|octet| write!(formatter, "{octet:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = SessionKey::of(Id(7));
        assert_eq!(SessionKey::parse(&key.to_string()), Some(key));
    }

    #[test]
    fn nothing_else_is_a_key() {
        let key = SessionKey::of(Id(7)).to_string();
        let long = format!("{key}00");
        let other = [&key[..63], "é", &key.to_uppercase(), &long, ""];
        assert!(other.iter().all(|text| SessionKey::parse(text).is_none()));
    }
}
