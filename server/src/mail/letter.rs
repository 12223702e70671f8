//! What is sent.

use std::fmt;

/// A mail of plain text to one address.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Address of who gets it.
    pub to: String,
    /// What it is about.
    pub subject: &'static str,
    /// The text. ASCII is sent as it is, so that links stay whole.
    pub text: String,
}

impl fmt::Debug for Letter {
    /// Leaves out what belongs in no log: an address, and links that open something.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}
