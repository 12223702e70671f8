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
