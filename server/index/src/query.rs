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
    /// The word as it was typed, but for case and accents.
    pub(crate) typed: String,
    /// The word as it was understood, to be shown.
    pub(crate) surface: String,
    /// Terms any of which will do.
    pub(crate) alternatives: Vec<Alternative>,
    /// It must be there in any case: it was quoted.
    pub(crate) required: bool,
    /// It counts if it is there, but need not be.
    pub(crate) optional: bool,
}

impl Group {
    /// Whether both are about the same word.
    pub(crate) fn means(&self, other: &Self) -> bool {
        let own = |group: &Self| {
            let first = group.alternatives.first();
            first.map(|own| (own.term.clone(), own.weight.to_bits()))
        };
        own(self) == own(other)
    }
}

/// A term that stands for a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    pub(crate) term: String,
    /// What it counts beside the word itself: at most 1.
    pub(crate) weight: f32,
    /// What it is to the word.
    pub(crate) way: Way,
}

/// What a product has to do with a word that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// It has the word itself, be it in singular or plural, or in the other of two spellings.
    Exact,
    /// It has another form of the word: `game` for `gaming`.
    Stem,
    /// It has the word written as one with its neighbours, or one of its parts: `headphones` for `head phones`,
    /// `usb` for `usbcable`, `12` for `12 furlongs`.
    Compound,
    /// It has what the shop says means the same.
    Synonym,
    /// It has what was probably meant.
    Corrected,
    /// It has a word that begins so.
    Prefix,
}

/// The words of all products.
pub(crate) trait Vocabulary {
    /// How many products there are.
    fn documents(&self) -> usize;
    /// How many of them have this term.
    fn frequency(&self, term: &str) -> usize;
}
