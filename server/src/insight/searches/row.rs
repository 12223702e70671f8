//! What reports are made of.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Date as SqlDate, Double, Nullable, Text},
};
use time::Date;

/// A search and what came of it on some days.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct SearchRow {
    /// The words: in lower case, without accents.
    #[diesel(sql_type = Text)]
    pub words: String,
    /// How often it was asked.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    /// How often it found nothing.
    #[diesel(sql_type = BigInt)]
    pub without_result: i64,
    /// How many products it found lately; nothing if it was not asked.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub results: Option<i64>,
    /// How often a product was opened from its results.
    #[diesel(sql_type = BigInt)]
    pub clicks: i64,
}

impl SearchRow {
    /// Products opened for each time it was asked; nothing if it was not asked. Above 1 if people open several.
    pub fn click_through(&self) -> Option<f64> {
        click_through(self.clicks, self.asked)
    }
}

/// What it took to make the first page of a search on some days.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct SlowSearch {
    /// The words: in lower case, without accents.
    #[diesel(sql_type = Text)]
    pub words: String,
    /// How often it was made, since it was not kept.
    #[diesel(sql_type = BigInt)]
    pub made: i64,
    /// How long that took on average, in milliseconds.
    #[diesel(sql_type = Double)]
    pub millis: f64,
}

/// All searches of some days together.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Totals {
    /// How many different ones.
    #[diesel(sql_type = BigInt)]
    pub searches: i64,
    /// How often they were asked.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    /// How often they found nothing.
    #[diesel(sql_type = BigInt)]
    pub without_result: i64,
    /// How often a product was opened from results.
    #[diesel(sql_type = BigInt)]
    pub clicks: i64,
}

impl Totals {
    /// Products opened for each search asked; nothing if none was.
    pub fn click_through(&self) -> Option<f64> {
        click_through(self.clicks, self.asked)
    }
}

/// All searches of one day.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct SearchDay {
    /// Which, in UTC.
    #[diesel(sql_type = SqlDate)]
    pub day: Date,
    /// How often they were asked.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    /// How often they found nothing.
    #[diesel(sql_type = BigInt)]
    pub without_result: i64,
    /// How often a product was opened from results.
    #[diesel(sql_type = BigInt)]
    pub clicks: i64,
}

/// A product that was opened from the results of a search.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ClickedProduct {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its address.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// How often.
    #[diesel(sql_type = BigInt)]
    pub clicks: i64,
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn click_through(clicks: i64, asked: i64) -> Option<f64> {
    (asked > 0).then(|| clicks as f64 / asked as f64)
}
