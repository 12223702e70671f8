//! The name an account is greeted by.

/// A name: trimmed, on one line, possibly empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// Most characters of a name.
    pub const MAX_CHARS: usize = 100;

    /// The name in what was typed.
    pub fn parse(typed: &str) -> Result<Self, UserNameError> {
        let name = typed.trim();
        if name.chars().any(char::is_control) {
            Err(UserNameError::ControlCharacter)
        } else if name.chars().nth(Self::MAX_CHARS).is_some() {
            Err(UserNameError::TooLong)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserNameError {
    /// More than [`UserName::MAX_CHARS`].
    #[error("a name has at most {} characters", UserName::MAX_CHARS)]
    TooLong,
    /// A line end, a tab, or another character that is not text.
    #[error("a name is one line of plain text")]
    ControlCharacter,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(UserName::parse("  Ada \n").unwrap().as_str(), "Ada");
        assert_eq!(UserName::parse("").unwrap(), UserName::default());
        assert_eq!(
            UserName::parse("A\nda"),
            Err(UserNameError::ControlCharacter)
        );
        assert_eq!(UserName::parse("A\0"), Err(UserNameError::ControlCharacter));
        assert!(UserName::parse(&"é".repeat(100)).is_ok());
        assert_eq!(
            UserName::parse(&"é".repeat(101)),
            Err(UserNameError::TooLong)
        );
    }
}
