//! An end to what a small file may unpack to.

use std::io::{self, Read};

/// Reads at most so many bytes; whoever wants more gets an error.
pub struct Bounded<R> {
    reader: R,
    left: u64,
    limit: u64,
}

impl<R> Bounded<R> {
    /// At most `limit` bytes of `reader`.
    pub const fn new(reader: R, limit: u64) -> Self {
        Self {
            reader,
            left: limit,
            limit,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => Err(io::Error::other(format!(
                "unpacked, it is larger than {} MiB",
                self.limit >> 20
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_exact() {
        let read = |limit| io::read_to_string(Bounded::new(&b"12345"[..], limit));
        assert_eq!(read(5).unwrap(), "12345");
        assert!(read(4).is_err());
    }
}
