//! The name that script, module and style sheet share.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::script::Script;

/// The name without a hash, also what the script is first generated under.
pub(crate) const PLAIN: &str = "vitrine";

/// Bytes of the digest that go into a name: 64 bits tell builds apart, and stay readable.
const HASH_BYTES: usize = 8;

/// The name of a build for development.
pub(crate) fn plain() -> String {
    PLAIN.to_owned()
}

/// The name of a build for release: one hash over all three, since the server knows one name.
pub(crate) fn hashed(script: &Script, style: &str) -> String {
    let mut digest = Sha256::new();
    for part in script.parts().chain([style.as_bytes()]) {
        // The length keeps a byte that moves from one part to the next from going unnoticed.
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    digest
        .finalize()
        .iter()
        .take(HASH_BYTES)
        .fold(format!("{PLAIN}."), |mut name, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(name, "{byte:02x}");
            name
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(js: &str, wasm: &[u8]) -> Script {
        Script::new(js.to_owned(), wasm.to_vec(), [])
    }

    #[test]
    fn same_contents_have_the_same_name() {
        assert_eq!(
            hashed(&script("a", b"b"), "c"),
            hashed(&script("a", b"b"), "c")
        );
    }

    #[test]
    fn each_part_changes_the_name() {
        let name = hashed(&script("a", b"b"), "c");
        assert_ne!(name, hashed(&script("x", b"b"), "c"));
        assert_ne!(name, hashed(&script("a", b"x"), "c"));
        assert_ne!(name, hashed(&script("a", b"b"), "x"));
        assert_ne!(name, hashed(&script("ab", b""), "c"));
    }

    #[test]
    fn a_name_is_the_plain_one_and_sixteen_hexadecimal_digits() {
        let name = hashed(&script("a", b"b"), "c");
        let hash = name.strip_prefix("vitrine.").unwrap();
        assert_eq!(hash.len(), 16);
        assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
