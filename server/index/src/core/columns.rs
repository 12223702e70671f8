//! What products are filtered and ordered by, one vector for each property.

use crate::number::{ordered, place};
use crate::product::Product;

/// What a product without a price has instead.
pub(crate) const NO_PRICE: i64 = i64::MIN;
/// What a product without ratings has instead of stars.
pub(crate) const NO_STARS: i8 = -1;

/// What can change about a product without its words changing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// The price, or [`NO_PRICE`].
    pub(crate) price: i64,
    /// The whole stars, or [`NO_STARS`]. No filter asks for more than that.
    pub(crate) stars: i8,
    /// The popularity as an integer that is ordered as it is.
    pub(crate) popularity: u32,
    /// Whether it can be had.
    pub(crate) in_stock: bool,
    /// When it came, in microseconds.
    pub(crate) created_at: i64,
}

impl Row {
    /// What a product has.
    pub(crate) fn of(product: &Product) -> Self {
        Self {
            price: product
                .price
                .map_or(NO_PRICE, |price| price.clamp(NO_PRICE + 1, i64::MAX - 1)),
            stars: product.rating.map_or(NO_STARS, stars),
            popularity: ordered(product.popularity),
            in_stock: product.in_stock,
            created_at: product.created_at,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` keeps within the limits of the type"
)]
fn stars(rating: f32) -> i8 {
    if rating.is_nan() {
        NO_STARS
    } else {
        (rating.floor() as i8).max(NO_STARS)
    }
}

/// The rows of all slots.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) price: Vec<i64>,
    pub(crate) stars: Vec<i8>,
    pub(crate) popularity: Vec<u32>,
    pub(crate) in_stock: Vec<bool>,
    pub(crate) created_at: Vec<i64>,
}

impl Columns {
    /// Adds the row of the next slot.
    pub(crate) fn push(&mut self, row: Row) {
        self.price.push(row.price);
        self.stars.push(row.stars);
        self.popularity.push(row.popularity);
        self.in_stock.push(row.in_stock);
        self.created_at.push(row.created_at);
    }

    /// Writes over a row.
    pub(crate) fn set(&mut self, slot: u32, row: Row) {
        let slot = place(slot);
        self.price[slot] = row.price;
        self.stars[slot] = row.stars;
        self.popularity[slot] = row.popularity;
        self.in_stock[slot] = row.in_stock;
        self.created_at[slot] = row.created_at;
    }

    /// The row of a slot.
    pub(crate) fn get(&self, slot: u32) -> Row {
        let slot = place(slot);
        Row {
            price: self.price[slot],
            stars: self.stars[slot],
            popularity: self.popularity[slot],
            in_stock: self.in_stock[slot],
            created_at: self.created_at[slot],
        }
    }

    /// Gives back memory that was set aside for more.
    pub(crate) fn shrink(&mut self) {
        self.price.shrink_to_fit();
        self.stars.shrink_to_fit();
        self.popularity.shrink_to_fit();
        self.in_stock.shrink_to_fit();
        self.created_at.shrink_to_fit();
    }

    /// About how much memory the columns take.
    pub(crate) fn memory(&self) -> usize {
        self.price.capacity() * 22
    }
}
