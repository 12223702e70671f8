//! What may become a password.

use std::fmt;

/// A password somebody wants to have, of acceptable length.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Fewest characters of a new password.
    pub const MIN_CHARS: usize = 8;
    /// Most characters of a password.
    pub const MAX_CHARS: usize = 128;
    /// Fewest characters of a password that need not be thought about again (NIST SP 800-63B, section 3.1.1.2, asks for
    /// so many where nothing but the password protects).
    pub const COMFORTABLE_CHARS: usize = 15;

    /// Takes the text as it was typed: nothing is trimmed, cut or folded.
    pub fn parse(typed: String) -> Result<Self, PasswordLengthError> {
        match typed.chars().count() {
            0..Self::MIN_CHARS => Err(PasswordLengthError::TooShort),
            Self::MIN_CHARS..=Self::MAX_CHARS => Ok(Self(typed)),
            _ => Err(PasswordLengthError::TooLong),
        }
    }

    /// Whether a longer one would be better.
    pub fn is_short(&self) -> bool {
        self.0.chars().nth(Self::COMFORTABLE_CHARS - 1).is_none()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(..)")
    }
}

/// Why a text cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordLengthError {
    /// Fewer than [`Password::MIN_CHARS`].
    #[error("a password has at least {} characters", Password::MIN_CHARS)]
    TooShort,
    /// More than [`Password::MAX_CHARS`].
    #[error("a password has at most {} characters", Password::MAX_CHARS)]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(
            Password::parse("é".repeat(7)).unwrap_err(),
            PasswordLengthError::TooShort
        );
        assert!(Password::parse("é".repeat(8)).is_ok());
        assert!(Password::parse("é".repeat(128)).is_ok());
        assert_eq!(
            Password::parse("é".repeat(129)).unwrap_err(),
            PasswordLengthError::TooLong
        );
    }

    #[test]
    fn fifteen_characters_are_not_short() {
        let is_short = |text: String| Password::parse(text).unwrap().is_short();
        assert!(is_short("é".repeat(14)));
        assert!(!is_short("é".repeat(15)));
    }

    #[test]
    fn a_password_is_not_printed() {
        let password = Password::parse("right horse".to_owned()).unwrap();
        assert!(!format!("{password:?}").contains("horse"));
    }
}
