//! Keys: which entry of a namespace is meant.

use std::any::type_name;
use std::fmt::{self, Write};

use postcard::ser_flavors::Flavor;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The SHA-256 of everything an answer depends on.
///
/// Equal questions have equal keys; that two different ones share a key is as unlikely as a SHA-256 collision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a statement, from its SQL and binds as text.
    ///
    /// Made for the output of diesel's `debug_query`. The text goes straight into the hash; no string is built.
    /// Binds appear in their `Debug` form there, so a bind type whose `Debug` hides part of the value must not be used.
    pub fn of_statement(sql_and_binds: impl fmt::Display) -> Self {
        let mut hash = HashSink::of_kind("statement");
        match write!(hash, "{sql_and_binds}") {
            Ok(()) => hash.finish(),
            Err(error) => Self::unanswerable("statement", &error),
        }
    }

    /// The key of a typed request, from its type's name and its serialised form.
    ///
    /// Normalise the request first: trim, fold case, sort what has no order, fill in defaults. What is not normalised
    /// makes two keys of one question.
    pub fn of<R: Serialize + ?Sized>(request: &R) -> Self {
        let mut hash = HashSink::of_kind("request");
        hash.field(type_name::<R>());
        match postcard::serialize_with_flavor(request, hash) {
            Ok(key) => key,
            Err(error) => Self::unanswerable(type_name::<R>(), &error),
        }
    }

    /// A key no entry has, for a question that could not be written out in full.
    ///
    /// A hash of the part that was written could equal another question's, and that would be a wrong answer; a key of its
    /// own is only a miss.
    fn unanswerable(what: &str, error: &dyn fmt::Display) -> Self {
        tracing::warn!(what, %error, "a cache key could not be made, this read is not cached");
        Self(rand::random())
    }
}

impl fmt::Display for Key {
    /// 64 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Feeds text or serialised bytes to SHA-256 as they are produced.
struct HashSink(Sha256);

impl HashSink {
    /// Starts with the kind of question, so that a statement and a request never share a key.
    fn of_kind(kind: &str) -> Self {
        let mut sink = Self(Sha256::new());
        sink.field(kind);
        sink
    }

    /// Adds a text whose end stays recognisable, whatever follows.
    fn field(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }

    fn finish(self) -> Key {
        Key(self.0.finalize().into())
    }
}

impl fmt::Write for HashSink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

impl Flavor for HashSink {
    type Output = Key;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.update([byte]);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.update(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Key> {
        Ok(self.finish())
    }
}

#[cfg(test)]
mod tests;
