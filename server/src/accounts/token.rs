//! What a link in a mail proves: that whoever opens it reads that mailbox.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

const OCTETS: usize = 32;

/// 256 random bits, for one use. The database has only their hash.
#[derive(Clone)]
pub struct Token([u8; OCTETS]);

impl Token {
    /// One that nobody can guess.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The token in what a form sent; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let octets = URL_SAFE_NO_PAD.decode(text).ok()?;
        octets.try_into().ok().map(Self)
    }

    /// As it stands in a link: letters, digits, `-` and `_`.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// As it stands in the database. Without salt or stretching: nobody tries out 256 random bits.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_link() {
        let token = Token::random();
        let text = token.to_text();
        assert_eq!(text.len(), 43);
        assert_eq!(Token::parse(&text).unwrap().hash(), token.hash());
        assert_ne!(Token::random().to_text(), text);
        assert!(!format!("{token:?}").contains(&text));
    }

    #[test]
    fn other_texts_are_none() {
        let text = Token::random().to_text();
        for other in [
            "",
            "x",
            &text[1..],
            &format!("{text}A"),
            &format!("{text}="),
        ] {
            assert!(Token::parse(other).is_none(), "{other}");
        }
    }
}
