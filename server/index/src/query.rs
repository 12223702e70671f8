//! What is searched for: the words of a question as they were understood, and what the understanding may look at.

/// What is searched for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Query {
    /// What is asked for, in the order it was typed.
    pub(crate) groups: Vec<Group>,
    /// Terms no result may have.
    pub(crate) excluded: Vec<String>,
}

/// A word of the query with everything that stands for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Group {
    /// The word as it was understood, to be shown.
    pub(crate) surface: String,
    /// Terms any of which will do, with weights of at most 1.
    pub(crate) alternatives: Vec<(String, f32)>,
    /// It must be there in any case: it was quoted.
    pub(crate) required: bool,
    /// It counts if it is there, but need not be.
    pub(crate) optional: bool,
}

/// The words of all products.
pub(crate) trait Vocabulary {
    /// How many products there are.
    fn documents(&self) -> usize;
    /// How many of them have this term.
    fn frequency(&self, term: &str) -> usize;
}
