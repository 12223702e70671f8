//! Who is looking at the page.

use serde::{Deserialize, Serialize};

/// What an account may do; each role includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Shops.
    Customer,
    /// Sees the panel.
    Viewer,
    /// Edits the catalogue.
    Editor,
    /// Does everything.
    Admin,
}

/// The person who is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
    /// Primary key of the account.
    pub id: i64,
    /// Address used to log in.
    pub email: String,
    /// Name to greet with; may be empty.
    pub name: String,
    /// What the account may do.
    pub role: Role,
}

/// A session that somebody is logged in by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// Its name, for the form that ends it.
    pub key: String,
    /// What it is used with: "Firefox on Linux".
    pub device: String,
    /// How long ago it began, in words.
    pub began: String,
    /// How long ago it was last used, in words.
    pub seen: String,
    /// Whether this very request belongs to it.
    pub is_own: bool,
}
