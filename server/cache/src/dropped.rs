//! Why an entry was not current any more.

use crate::clock::Position;
use crate::tag::Tag;

/// What made an entry out of date that somebody asked for.
///
/// Nothing is ever deleted: that an entry was dropped is noticed when it is met, so this is of what was asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The change that did; where an answer differs, the last one that is known.
    pub position: Position,
    /// What the change touched.
    pub by: By,
}

/// What an entry depended on that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// This tag: of several the one that changed last.
    Tag(Tag),
    /// A change that spares nothing.
    Everything,
    /// The source answers one of its questions otherwise.
    Answer,
}
