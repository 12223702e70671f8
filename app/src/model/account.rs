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

impl Role {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Viewer => "Viewer",
            Self::Editor => "Editor",
            Self::Admin => "Administrator",
        }
    }
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

/// An account as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReport {
    /// Whose it is.
    pub user: CurrentUser,
    /// Whether a code is asked for after the password.
    pub second_factor: bool,
    /// By which sessions somebody is logged in, the last used first.
    pub sessions: Vec<OpenSession>,
}

/// How an account stands with its second factor: codes that an app makes, asked for at log-in after the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactor {
    /// The password is enough.
    Off,
    /// A secret is there for an app to take, which has not shown yet that it has it.
    Begun(SecretToShare),
    /// Codes are asked for.
    On {
        /// How many recovery codes are left.
        recovery_codes: i64,
    },
}

/// A secret in the forms in which apps take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretToShare {
    /// To be typed: base32 in groups.
    pub text: String,
    /// To be opened on the phone itself: an `otpauth:` address.
    pub address: String,
    /// That address, to be seen by a camera.
    pub picture: QrPicture,
}

/// A QR code as shapes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrPicture {
    /// Modules to a side, without the quiet zone around them.
    pub side: usize,
    /// The dark modules, each a square of side 1: the `d` of an SVG path.
    pub path: String,
}
