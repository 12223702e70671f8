//! Tokens, by which programs prove who sends them.

use serde::{Deserialize, Serialize};

/// What a token may be used for: its name, and what that means.
pub const SCOPES: [(&str, &str); 2] = [
    ("products:read", "Read products of every status"),
    ("products:write", "Make, change and remove products"),
];

/// For how many days a token holds: as in the form, and for people.
pub const DAYS: [(&str, &str); 4] = [
    ("30", "30 days"),
    ("90", "90 days"),
    ("365", "A year"),
    ("none", "Until it is revoked"),
];

/// A token, as far as it may be seen after it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// Address of its owner's account.
    pub owner: String,
    /// Names of [`SCOPES`].
    pub scopes: Vec<String>,
    /// When it was made.
    pub made: String,
    /// Until when it holds; nothing: until it is revoked.
    pub expires: Option<String>,
    /// Whether that is over.
    pub expired: bool,
    /// How long ago it was used last, in words; nothing: never.
    pub used: Option<String>,
}

/// The page of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensPage {
    /// The last one first.
    pub tokens: Vec<Token>,
    /// Whether they are those of everybody.
    pub is_all: bool,
    /// What was done on the page before.
    pub told: Option<String>,
}
