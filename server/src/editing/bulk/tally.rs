//! What would come of an act, as its page tells it.

use std::fmt::Write as _;

use app::model::{
    editing::{BulkQuery, PriceRange, Refused, Tally},
    money::{Money, grouped_count},
};
use sha2::{Digest as _, Sha256};

use super::wish::Problem;
use crate::catalog::{
    bulk::{Change, TallyRow},
    rules::MOST_AT_ONCE,
};

/// Sums up what was counted; a problem if it is too much for one act.
pub fn tally(query: &BulkQuery, change: &Change, rows: &[TallyRow]) -> Result<Tally, Problem> {
    let sum = |count: fn(&TallyRow) -> i64| rows.iter().map(count).sum::<i64>();
    let chosen = sum(|row| row.chosen);
    if chosen > MOST_AT_ONCE {
        let words = format!(
            "At most {} products can be changed at once, and these are more. Please narrow the list by its filters, and do it in parts.",
            grouped_count(MOST_AT_ONCE)
        );
        return Err(("", words));
    }
    let currency = match change {
        Change::Price(_, currency) => currency,
        _ => "",
    };
    let refused = [
        (sum(|row| row.unpriced), "without a price".to_owned()),
        (
            sum(|row| row.beyond),
            "more expensive than anything may be".to_owned(),
        ),
        (
            sum(|row| row.elsewhere),
            format!("not priced in {currency}"),
        ),
    ];
    let refused = refused
        .into_iter()
        .filter(|(products, _)| *products > 0)
        .map(|(products, why)| Refused { products, why });
    Ok(Tally {
        chosen,
        will: sum(|row| row.will),
        already: sum(|row| row.already),
        refused: refused.collect(),
        prices: rows.iter().filter_map(prices).collect(),
        token: token(query, rows),
    })
}

fn prices(row: &TallyRow) -> Option<PriceRange> {
    let range = |lowest: Option<i64>, highest: Option<i64>| {
        let [lowest, highest] = [lowest?, highest?].map(|minor| Money::new(minor, &*row.currency));
        Some([lowest, highest])
    };
    let before = range(row.lowest_before, row.highest_before);
    let after = range(row.lowest_after, row.highest_after);
    after.as_ref()?;
    Some(PriceRange {
        products: row.will,
        before,
        after,
    })
}

/// Names what is asked for and all that was counted.
fn token(query: &BulkQuery, rows: &[TallyRow]) -> String {
    let digest = Sha256::digest(format!("{}\n{rows:?}", query.href()));
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
