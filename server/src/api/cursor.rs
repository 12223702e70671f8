//! Where the next page begins, as an opaque text.
//!
//! It holds a number and a mark of what was asked for: the cursor of one question means nothing in another.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::problem::{FieldProblem, Problem};

/// Octets of the mark.
const MARK: usize = 8;

/// The cursor of the place `number` in the answers to `question`.
pub(super) fn write(number: i64, question: &str) -> String {
    let mut octets = number.to_be_bytes().to_vec();
    octets.extend(mark(question));
    URL_SAFE_NO_PAD.encode(octets)
}

/// The place that a cursor means in the answers to `question`.
pub(super) fn read(cursor: &str, question: &str) -> Result<i64, Problem> {
    let octets = URL_SAFE_NO_PAD.decode(cursor).unwrap_or_default();
    let place = octets.split_first_chunk::<8>();
    match place.filter(|(_, marked)| *marked == mark(question)) {
        Some((number, _)) => Ok(i64::from_be_bytes(*number)),
        None => Err(Problem::fields(vec![FieldProblem::new(
            "cursor",
            "This is no cursor of this question: begin without one.",
        )])),
    }
}

fn mark(question: &str) -> [u8; MARK] {
    let digest = Sha256::digest(question);
    let mut mark = [0; MARK];
    for (octet, digit) in mark.iter_mut().zip(digest.iter()) {
        *octet = *digit;
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_where_it_was_made_and_nowhere_else() {
        let cursor = write(42, "status=draft");
        assert_eq!(read(&cursor, "status=draft").unwrap(), 42);
        assert!(read(&cursor, "status=published").is_err());
        for other in ["", "x", "AAAA", &cursor[1..], &format!("{cursor}AAAA")] {
            assert!(read(other, "status=draft").is_err(), "{other}");
        }
    }
}
