//! What is typed into the form of a category or a brand.

use crate::model::pairs::first;

/// The form of a category or a brand, as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedForm {
    /// Its name.
    pub name: String,
    /// What stands for it in addresses; empty: what follows from the name.
    pub slug: String,
    /// The key of the category above a new one; empty: none.
    pub parent: String,
    /// The version that the form was made of; 0 if it says none.
    pub version: i64,
}

impl NamedForm {
    /// What a browser sent. Of a field that is given twice, the first counts; a missing one is empty.
    pub fn parse(body: &str) -> Self {
        let text = |name| first(body, name).unwrap_or_default();
        Self {
            name: text("name"),
            slug: text("slug"),
            parent: text("parent"),
            version: text("version").parse().unwrap_or_default(),
        }
    }
}
