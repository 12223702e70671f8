//! What a loaded value depends on, and hence how long it may be kept.

use crate::clock::{Position, Standpoint};
use crate::tag::Tag;
use crate::validator::Validator;

/// What a loaded value depends on, and whether it is to be kept.
///
/// A list of tags is enough for most values: `vec![Tag::new("product", 42)].into()`. One that was made of an answer which
/// can be asked for again is also [`validated`](Self::validated).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependencies {
    pub(crate) tags: Vec<Tag>,
    pub(crate) validators: Vec<Validator>,
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
            keep: Keep::Short,
            ..tags.into()
        }
    }

    /// For a value that answers those who wait for it now and nobody after them.
    pub fn uncached() -> Self {
        Self {
            keep: Keep::Not,
            ..Vec::new().into()
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

    /// The same, and on these answers: they must have been taken while the value was loaded, or through the view that
    /// this comes from.
    #[must_use]
    pub fn validated(mut self, by: impl IntoIterator<Item = Validator>) -> Self {
        self.validators.extend(by);
        self
    }

    /// The tags it depends on.
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The answers it depends on.
    pub fn validators(&self) -> &[Validator] {
        &self.validators
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
            validators: Vec::new(),
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
