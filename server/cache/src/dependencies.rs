//! What a loaded value depends on, and hence how long it may be kept.

use crate::clock::{Position, Standpoint};
use crate::tag::Tag;

/// What a loaded value depends on, and whether it is to be kept.
///
/// A list of tags is enough for most values: `vec![Tag::new("product", 42)].into()`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependencies {
    pub(crate) tags: Vec<Tag>,
    pub(crate) keep: Keep,
    /// Where the view stood that the value was made through: it may lack what changed after that.
    pub(crate) since: Option<Standpoint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keep {
    /// For the namespace's time to live.
    Usual,
    /// For the shorter time that suits a negative entry.
    Short,
    /// Not at all.
    Not,
}

impl Dependencies {
    /// For a value that says that something is not there (a negative entry). It is kept for a short time only, since
    /// anybody can ask for what does not exist; `tags` name what would bring it into being.
    pub fn absent(tags: Vec<Tag>) -> Self {
        Self {
            tags,
            keep: Keep::Short,
            since: None,
        }
    }

    /// For a value that answers those who wait for it now and nobody after them.
    pub fn uncached() -> Self {
        Self {
            tags: Vec::new(),
            keep: Keep::Not,
            since: None,
        }
    }

    /// The same for a value that says that something is not there, such as a page that says so.
    #[must_use]
    pub fn into_absent(self) -> Self {
        Self {
            keep: self.keep.max(Keep::Short),
            ..self
        }
    }

    /// What it depends on.
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The position up to which a value holds every change if its load began at `loading`; nothing if what it was made
    /// of comes from another epoch.
    pub(crate) fn as_of(&self, loading: &Standpoint) -> Option<Position> {
        match &self.since {
            None => Some(loading.position),
            Some(since) if since.epoch == loading.epoch => {
                Some(since.position.min(loading.position))
            }
            Some(_) => None,
        }
    }
}

impl From<Vec<Tag>> for Dependencies {
    fn from(tags: Vec<Tag>) -> Self {
        Self {
            tags,
            keep: Keep::Usual,
            since: None,
        }
    }
}

impl<const N: usize> From<[Tag; N]> for Dependencies {
    fn from(tags: [Tag; N]) -> Self {
        Vec::from(tags).into()
    }
}
