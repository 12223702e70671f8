//! Which object stands for a product.

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Bag,
    Ball,
    Book,
    Bottle,
    Box,
    Cat,
    Chair,
    Guitar,
    Hammer,
    Headphones,
    Lamp,
    Laptop,
    Pan,
    Plant,
    Shirt,
    Teddy,
    Towels,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Bag,
        Self::Ball,
        Self::Book,
        Self::Bottle,
        Self::Box,
        Self::Cat,
        Self::Chair,
        Self::Guitar,
        Self::Hammer,
        Self::Headphones,
        Self::Lamp,
        Self::Laptop,
        Self::Pan,
        Self::Plant,
        Self::Shirt,
        Self::Teddy,
        Self::Towels,
    ];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bag => "bag",
            Self::Ball => "ball",
            Self::Book => "book",
            Self::Bottle => "bottle",
            Self::Box => "box",
            Self::Cat => "cat",
            Self::Chair => "chair",
            Self::Guitar => "guitar",
            Self::Hammer => "hammer",
            Self::Headphones => "headphones",
            Self::Lamp => "lamp",
            Self::Laptop => "laptop",
            Self::Pan => "pan",
            Self::Plant => "plant",
            Self::Shirt => "shirt",
            Self::Teddy => "teddy",
            Self::Towels => "towels",
        }
    }

    /// The kind of that name; a box for any other.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .unwrap_or(Self::Box)
    }

    /// The kind for a category, by the words of its path (`kitchen-and-dining/cookware`); the
    /// widest level that says something decides. A box if none does.
    pub fn of_category(path: &str) -> Self {
        path.split(['/', '-'])
            .find_map(of_word)
            .unwrap_or(Self::Box)
    }

    /// Words in category names that call for it.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Bag => &["bag", "bags", "backpack", "backpacks", "luggage", "travel"],
            Self::Ball => &["sport", "sports", "fitness", "outdoors", "balls"],
            Self::Book => &[
                "book",
                "books",
                "stationery",
                "kindle",
                "magazines",
                "office",
            ],
            Self::Bottle => &["beauty", "care", "cosmetics", "health", "fragrance"],
            Self::Box => &[],
            Self::Cat => &["pet", "pets", "cats", "dogs"],
            Self::Chair => &["furniture", "chair", "chairs", "sofas", "desks"],
            Self::Guitar => &["music", "musical", "instruments", "guitars"],
            Self::Hammer => &["tool", "tools", "diy", "hardware", "automotive", "workshop"],
            Self::Headphones => &["electronics", "audio", "headphones", "headsets", "speakers"],
            Self::Lamp => &["lighting", "light", "lights", "lamp", "lamps"],
            Self::Laptop => &[
                "computer",
                "computers",
                "pc",
                "laptop",
                "laptops",
                "notebook",
            ],
            Self::Pan => &["kitchen", "cookware", "dining", "coffee", "grocery", "food"],
            Self::Plant => &["garden", "plant", "plants", "flowers"],
            Self::Shirt => &[
                "clothing", "fashion", "apparel", "shirts", "shoes", "jewelry",
            ],
            Self::Teddy => &["toy", "toys", "games", "baby", "collectible"],
            Self::Towels => &[
                "household",
                "home",
                "bath",
                "bedding",
                "laundry",
                "textiles",
            ],
        }
    }
}

fn of_word(word: &str) -> Option<Kind> {
    Kind::ALL
        .into_iter()
        .find(|kind| kind.words().contains(&word))
}
