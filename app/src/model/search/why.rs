//! Why a product is a result, and what its place comes from.

use serde::{Deserialize, Serialize};

use crate::model::catalog::ProductSummary;

/// Why a product is a result of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The product.
    pub product: ProductSummary,
    /// The place that the shop itself put it at, counted from 1, if it did.
    pub pinned: Option<u32>,
    /// The words of the search in the order typed.
    pub words: Vec<WhyWord>,
    /// What the product gains beside its words; only what is more than nothing.
    pub bonuses: Vec<WhyBonus>,
}

/// A word of a search, and what a product has of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhyWord {
    /// As it was typed, but for case and accents.
    pub typed: String,
    /// Whether it counts where it is there, but decides nothing: `for`, `with` and the like.
    pub optional: bool,
    /// `None`: the product lacks it.
    pub found: Option<WhyFound>,
}

/// What a product has of a word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhyFound {
    /// The product's own word.
    pub word: String,
    /// What that is to the word that was typed.
    pub way: WordWay,
    /// Where it stands; never empty.
    pub places: Vec<WordPlace>,
    /// Part of all that the product's place comes from, in whole percent.
    pub percent: u32,
}

/// What a product gains beside its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhyBonus {
    /// For what.
    pub kind: BonusKind,
    /// Part of all that the product's place comes from, in whole percent.
    pub percent: u32,
}

/// What a word of a product is to one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordWay {
    /// The same, be it in singular or plural.
    Exact,
    /// Another form of it.
    Stem,
    /// Written as one with its neighbours, or a part of it.
    Compound,
    /// Means the same.
    Synonym,
    /// What was probably meant.
    Corrected,
    /// Begins so.
    Prefix,
}

impl WordWay {
    /// As said behind the word; nothing where there is nothing to say.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Self::Exact => None,
            Self::Stem => Some("another form of it"),
            Self::Compound => Some("the same in one word, or in several"),
            Self::Synonym => Some("which means the same"),
            Self::Corrected => Some("which was probably meant"),
            Self::Prefix => Some("which begins so"),
        }
    }
}

/// Where in a product a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordPlace {
    /// The name.
    Name,
    /// The maker's name.
    Brand,
    /// The names of its categories.
    Category,
    /// The owner's number.
    ItemNumber,
    /// The value of a property.
    Value,
    /// The name of a property.
    Property,
    /// The description.
    Description,
}

impl WordPlace {
    /// As said behind "in the".
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Brand => "brand",
            Self::Category => "category",
            Self::ItemNumber => "item number",
            Self::Value => "properties",
            Self::Property => "names of properties",
            Self::Description => "description",
        }
    }
}

/// For what a product gains beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BonusKind {
    /// All words stand in the name.
    Name,
    /// They stand there next to each other, as typed.
    Phrase,
    /// The name begins with them.
    Beginning,
    /// The name is nothing else.
    Equal,
    /// It is liked.
    Popularity,
}

impl BonusKind {
    /// As said beside its part.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "All words are in the name",
            Self::Phrase => "They stand there as you typed them",
            Self::Beginning => "The name begins with them",
            Self::Equal => "The name is just that",
            Self::Popularity => "Well liked: ratings and reviews",
        }
    }
}
