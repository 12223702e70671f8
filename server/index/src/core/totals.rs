//! What all products have in their rows, counted: always known.

use std::collections::BTreeMap;

use super::columns::Row;

/// How many products have which stars, which stock and which price.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// By [`stars_place`].
    pub(crate) stars: [usize; 5],
    /// Those that are sold out, and those in stock.
    pub(crate) stock: [usize; 2],
    /// By price, `NO_PRICE` among them.
    pub(crate) prices: BTreeMap<i64, usize>,
}

impl Totals {
    /// One product more with this row.
    pub(super) fn add(&mut self, row: Row) {
        self.stars[stars_place(row.stars)] += 1;
        self.stock[usize::from(row.in_stock)] += 1;
        *self.prices.entry(row.price).or_default() += 1;
    }

    /// One product less with this row.
    pub(super) fn take(&mut self, row: Row) {
        self.stars[stars_place(row.stars)] -= 1;
        self.stock[usize::from(row.in_stock)] -= 1;
        if let Some(products) = self.prices.get_mut(&row.price) {
            *products -= 1;
            if *products == 0 {
                self.prices.remove(&row.price);
            }
        }
    }

    /// About how much memory they take.
    pub(crate) fn memory(&self) -> usize {
        self.prices.len() * 24
    }
}

/// Where stars are counted: five are told like four, and none at all like less than one, for nobody can ask for either.
pub(crate) fn stars_place(stars: i8) -> usize {
    usize::try_from(stars).unwrap_or(0).min(4)
}
