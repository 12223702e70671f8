//! Every constant that decides what stands before what.

/// From how many matches on no word is left out: a page's worth.
pub(crate) const MINIMUM: usize = 24;

/// How many products are looked for where words are left out: more than anybody looks through. Those with less of the query
/// come later, so that they cost nothing but themselves; among a hundred first ones a product with half of it is often what
/// was meant.
pub(crate) const RELAXED: usize = 200;

/// How much of a query each word is, beside its rarity in quarters of a logarithm (nothing for what all products have, 80
/// for what one in a million has). So two words are more of a query than most single ones, and of as many the rarer.
pub(crate) const EACH_WORD: u32 = 40;

/// A field of a product, as far as words in it weigh differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The name.
    Name,
    /// Brand, categories and stock number.
    Label,
    /// The values of properties.
    Values,
    /// Description and the names of properties.
    Text,
}

/// Where in a product a word can stand, more closely than it matters for ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The name.
    Name,
    /// The brand's name.
    Brand,
    /// The names of the category and of those above it.
    Category,
    /// The stock number.
    StockNumber,
    /// The value of a property.
    Value,
    /// The name of a property.
    Property,
    /// The description.
    Description,
}

impl Place {
    /// All there are.
    pub(crate) const ALL: [Self; 7] = [
        Self::Name,
        Self::Brand,
        Self::Category,
        Self::StockNumber,
        Self::Value,
        Self::Property,
        Self::Description,
    ];

    /// What words weigh here.
    pub(crate) fn field(self) -> Field {
        match self {
            Self::Name => Field::Name,
            Self::Brand | Self::Category | Self::StockNumber => Field::Label,
            Self::Value => Field::Values,
            Self::Property | Self::Description => Field::Text,
        }
    }
}

/// How the words of a field count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighting {
    /// What one occurrence weighs.
    pub(crate) weight: f32,
    /// How much the field's length takes from that: 0 nothing, 1 in proportion.
    pub(crate) length_penalty: f32,
    /// The length that takes nothing and gives nothing: a constant, so that no other product changes a weight.
    pub(crate) pivot: f32,
}

/// How the words of each field count, in the order of [`Field`].
pub(crate) const WEIGHTINGS: [Weighting; 4] = [
    Weighting {
        weight: 4.0,
        length_penalty: 0.6,
        pivot: 9.0,
    },
    Weighting {
        weight: 2.5,
        length_penalty: 0.3,
        pivot: 6.0,
    },
    Weighting {
        weight: 0.5,
        length_penalty: 0.5,
        pivot: 30.0,
    },
    Weighting {
        weight: 0.6,
        length_penalty: 0.7,
        pivot: 60.0,
    },
];

/// What part of an occurrence a part or a joined form of a compound is.
pub(crate) const PART: f32 = 0.8;

/// How soon more occurrences add little: the weighted frequency that gives half of the most a word can give.
pub(crate) const SATURATION: f32 = 2.5;

/// The least a word counts, however common it is.
pub(crate) const LEAST_IDF: f32 = 0.25;

/// What it adds to each word's score that brand, category or stock number contain it.
pub(crate) const LABEL_BONUS: f32 = 0.4;

/// What it adds that the name has all words.
pub(crate) const NAME_BONUS: f32 = 1.0;

/// What it adds that the name has them next to each other and in order.
pub(crate) const PHRASE_BONUS: f32 = 0.8;

/// What it adds that the name begins with them so.
pub(crate) const BEGINNING_BONUS: f32 = 0.3;

/// What it adds that the name is nothing else.
pub(crate) const EQUAL_BONUS: f32 = 2.0;

/// The most that being liked adds.
pub(crate) const PRIOR: f32 = 0.1;
