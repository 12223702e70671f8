//! The fields of a product file, by the names its columns and keys bear.

/// One documented column (CSV) or key (JSONL) of a product file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Id,
    Title,
    Description,
    Brand,
    Category,
    PriceCents,
    CompareAtCents,
    Currency,
    Rating,
    ReviewCount,
    Stock,
    Slug,
    Status,
    ImageUrl,
    Attributes,
    CreatedAt,
}

impl Field {
    /// Every field, in the order they are documented.
    pub const ALL: [Self; 16] = [
        Self::Id,
        Self::Title,
        Self::Description,
        Self::Brand,
        Self::Category,
        Self::PriceCents,
        Self::CompareAtCents,
        Self::Currency,
        Self::Rating,
        Self::ReviewCount,
        Self::Stock,
        Self::Slug,
        Self::Status,
        Self::ImageUrl,
        Self::Attributes,
        Self::CreatedAt,
    ];

    /// The name it bears in a file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Description => "description",
            Self::Brand => "brand",
            Self::Category => "category",
            Self::PriceCents => "price_cents",
            Self::CompareAtCents => "compare_at_cents",
            Self::Currency => "currency",
            Self::Rating => "rating",
            Self::ReviewCount => "review_count",
            Self::Stock => "stock",
            Self::Slug => "slug",
            Self::Status => "status",
            Self::ImageUrl => "image_url",
            Self::Attributes => "attributes",
            Self::CreatedAt => "created_at",
        }
    }

    /// The field of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Its bit in [`Given`].
    pub const fn bit(self) -> i32 {
        1 << self as i32
    }
}

/// Which fields a record has at all, even if as a null: what a file does not mention, an update
/// leaves alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given(i32);

impl Given {
    /// Every field.
    pub const ALL: Self = Self((1 << Field::ALL.len()) - 1);

    /// Notes that the record has `field`.
    pub fn insert(&mut self, field: Field) {
        self.0 |= field.bit();
    }

    /// Whether the record has `field`.
    pub const fn contains(self, field: Field) -> bool {
        self.0 & field.bit() != 0
    }

    /// The set as a number: one [`Field::bit`] for each member.
    pub const fn bits(self) -> i32 {
        self.0
    }
}
