//! The form behind a link in a mail.

use serde::Deserialize;

use crate::accounts::Token;

/// A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    pub(super) token: String,
}

impl TokenForm {
    /// What the link proves; nothing if it was garbled on its way.
    pub(super) fn token(&self) -> Option<Token> {
        Token::parse(self.token.trim())
    }
}
