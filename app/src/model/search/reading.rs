//! How the words of a search were understood, and ways out where they led to nothing.

use serde::{Deserialize, Serialize};

use super::SearchQuery;

/// How the words were understood.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The words as they were searched, if they differ from what was typed.
    pub corrected: Option<String>,
    /// Words that some results lack, since nothing or little has all of them.
    pub left_out: Vec<String>,
    /// How many results have all words. Tells something only if words were left out.
    pub exact: i64,
    /// How many of the first results, where best match comes first, have all words or were put there by the shop. Tells
    /// something only if words were left out.
    pub leading: i64,
    /// Beginnings of words to mark where they are found, in lower case and without accents.
    pub highlight: Vec<String>,
}

/// A change to a search that found nothing, after which it finds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescue {
    /// What is changed, as a shopper would say it: "Without “Colour: red”".
    pub label: String,
    /// The search after the change.
    pub query: SearchQuery,
    /// Results one gets by it.
    pub count: i64,
}
