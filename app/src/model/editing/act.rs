//! All that one act did to products, for those who look at it later.

use serde::{Deserialize, Serialize};

use super::{Change, May};

/// An act on products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActReport {
    /// Its number.
    pub id: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What it is called; empty if it did not say.
    pub what: String,
    /// The act that it takes back, as a whole or in part.
    pub undoes: Option<i64>,
    /// How many products it changed, made or removed.
    pub products: i64,
    /// How many of them it made.
    pub made: i64,
    /// How many of them it removed.
    pub removed: i64,
    /// How many of those it made are not kept one by one.
    pub loaded: i64,
    /// Some of its changes, in their order.
    pub changes: Vec<ActChange>,
    /// The number of the last of them, if there are more.
    pub next: Option<i64>,
    /// How many products stayed as they were, though all of the act was to be taken back.
    pub left: i64,
    /// The first of them: key, and name unless it is gone.
    pub left_products: Vec<(i64, Option<String>)>,
    /// What whoever looks at it may do.
    pub may: May,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// What an act did to one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActChange {
    /// Key of the product.
    pub product: i64,
    /// Its title, now or when it was removed.
    pub name: String,
    /// What became of it.
    pub change: Change,
}

impl ActReport {
    /// The file that it imported, if it did.
    pub fn file(&self) -> Option<&str> {
        self.what.strip_prefix("import ")
    }

    /// Whether whoever looks at it may take it back: to take back what was made is to remove it,
    /// and nobody knows what those were that came with very many.
    pub fn may_undo(&self) -> bool {
        self.loaded == 0 && self.may.edit && (self.made == 0 || self.may.delete)
    }
}
