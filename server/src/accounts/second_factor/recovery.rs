//! Codes for the day on which the app is lost.

use std::fmt;

use base32::Alphabet;
use sha2::{Digest as _, Sha256};

const OCTETS: usize = 15;
/// Characters without hyphens.
const LENGTH: usize = OCTETS * 8 / 5;
/// Characters between two hyphens.
const GROUP: usize = 6;
/// Letters and digits that are not taken for each other when they are read from paper.
const ALPHABET: Alphabet = Alphabet::Crockford;

/// 120 random bits, for one use. The database has only their hash.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; OCTETS]);

impl RecoveryCode {
    /// How many an account has.
    pub const COUNT: usize = 10;

    /// One that nobody can guess.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The code in what was typed, in small or capital letters, however it is spaced; nothing if it is none.
    pub fn parse(typed: &str) -> Option<Self> {
        let bare: String = typed
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .collect();
        let octets = (bare.len() == LENGTH).then(|| base32::decode(ALPHABET, &bare));
        octets??.try_into().ok().map(Self)
    }

    /// As it stands in the database. Without salt or stretching: nobody tries out 120 random bits (ASVS 5.0, 6.5.2).
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}

/// As it is written down: four groups of six.
impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = base32::encode(ALPHABET, &self.0);
        for (number, character) in text.chars().enumerate() {
            if number > 0 && number % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{character}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_back_from_paper() {
        let code = RecoveryCode::random();
        let text = code.to_string();
        assert_eq!(text.len(), 4 * GROUP + 3, "{text}");
        let typed = [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            format!(" {} ", text.replace('-', " ")),
            text.replace('0', "o").replace('1', "l"),
        ];
        for typed in typed {
            assert_eq!(RecoveryCode::parse(&typed), Some(code.clone()), "{typed}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        let text = RecoveryCode::random().to_string();
        for other in ["", "123456", &text[1..], &format!("{text}0"), "é"] {
            assert_eq!(RecoveryCode::parse(other), None, "{other}");
        }
    }

    #[test]
    fn no_log_has_one() {
        assert_eq!(format!("{:?}", RecoveryCode::random()), "RecoveryCode(..)");
    }
}
