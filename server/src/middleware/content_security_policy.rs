//! What pages may load and run (Content Security Policy Level 3).

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::HeaderValue;
use sha2::{Digest as _, Sha256};

/// All but the scripts that stand in pages. Nothing is allowed that is not named:
///
/// - scripts, styles, pictures and requests of this site alone. `data:` is for pictures in the style.
/// - `wasm-unsafe-eval` lets WebAssembly be compiled, and no text be run as a script.
/// - forms go to this site; nobody lays our pages under their own; no `<base>` moves our addresses.
const POLICY: &str = "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; img-src 'self' data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/// The policy of every answer. `inline_scripts` are those that stand in pages; they are named by their hashes, for a nonce
/// would be the same in each copy of a page that is kept.
pub fn content_security_policy(inline_scripts: &[String]) -> HeaderValue {
    let hashes = inline_scripts.iter().map(|script| {
        let hash = BASE64_STANDARD.encode(Sha256::digest(script));
        format!(" 'sha256-{hash}'")
    });
    let policy: String = [POLICY.to_owned()].into_iter().chain(hashes).collect();
    // ASCII throughout, whatever the scripts are.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_named_by_its_hash() {
        let policy = content_security_policy(&["alert(1)".to_owned()]);
        // As `openssl dgst -sha256 -binary | base64` has it.
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(policy.to_str().unwrap().ends_with(hash), "{policy:?}");
    }
}
