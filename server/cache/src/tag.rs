//! Tags: what an entry depends on.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The kind of tags of whole namespaces.
const NAMESPACE: &str = "namespace";

/// The name of something an entry depends on, such as `product:42` or `catalog`. Cheap to clone.
///
/// Tags travel in the entry. They are compared as text, so every writer of a tag must spell it alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Tag(Arc<str>);

impl Tag {
    /// A tag for one thing of a kind: `Tag::new("product", 42)` is `product:42`.
    pub fn new(kind: &str, id: impl fmt::Display) -> Self {
        Self(format!("{kind}:{id}").into())
    }

    /// A tag for something of which there is one: `Tag::named("catalog")` is `catalog`.
    pub fn named(name: &str) -> Self {
        Self(name.into())
    }

    /// The tag of everything that a namespace holds. Entries do not carry it: the clock knows of which namespace they are.
    /// What is made of them does.
    pub fn of_namespace(name: &str) -> Self {
        Self::new(NAMESPACE, name)
    }

    /// The namespace that this is the tag of.
    pub(crate) fn namespace(&self) -> Option<&str> {
        let (kind, name) = self.0.split_once(':')?;
        (kind == NAMESPACE).then_some(name)
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn mark(&self) -> Mark {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        Mark(hasher.finish())
    }
}

impl From<String> for Tag {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0.as_ref().to_owned()
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tag's hash, which this process compares instead of the text.
///
/// Two tags with one mark are taken for the same: at worst an entry is dropped without need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mark(u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_its_kind_and_id() {
        assert_eq!(Tag::new("product", 42).as_str(), "product:42");
        assert_eq!(Tag::named("catalog").to_string(), "catalog");
        assert_ne!(Tag::new("product", 1), Tag::new("brand", 1));
    }

    #[test]
    fn a_namespace_has_a_tag() {
        let tag = Tag::of_namespace("card");
        assert_eq!(tag.as_str(), "namespace:card");
        assert_eq!(tag.namespace(), Some("card"));
        assert_eq!(Tag::new("product", 1).namespace(), None);
        assert_eq!(Tag::named("namespace").namespace(), None);
    }
}
