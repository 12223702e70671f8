//! Tags: what an entry depends on.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of something an entry depends on, such as `product:42` or `catalog`.
///
/// Tags travel in the entry. They are compared as text, so every writer of a tag must spell it alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(Box<str>);

impl Tag {
    /// A tag for one thing of a kind: `Tag::new("product", 42)` is `product:42`.
    pub fn new(kind: &str, id: impl fmt::Display) -> Self {
        Self(format!("{kind}:{id}").into_boxed_str())
    }

    /// A tag for something of which there is one: `Tag::named("catalog")` is `catalog`.
    pub fn named(name: &str) -> Self {
        Self(name.into())
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_its_kind_and_id() {
        assert_eq!(Tag::new("product", 42).as_str(), "product:42");
        assert_eq!(Tag::named("catalog").to_string(), "catalog");
        assert_ne!(Tag::new("product", 1), Tag::new("brand", 1));
    }
}
