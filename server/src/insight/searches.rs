//! Reading what was searched for, and what came of it.

mod days;
mod reports;
mod row;

pub use self::{
    days::Days,
    reports::{Report, by_day, clicked_products, of_words, recent, report, slowest, totals},
    row::{ClickedProduct, SearchDay, SearchRow, SlowSearch, Totals},
};
