//! Pages to look at: searches with every filter and order, categories, products, the front page.

use app::model::search::{SearchQuery, SortOrder};
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};

/// What questions are made of.
pub(super) struct Vocabulary {
    pub(super) words: Vec<String>,
    pub(super) brands: Vec<String>,
    pub(super) categories: Vec<String>,
}

/// A random search. Few kinds of each, so that the same ones are asked again.
pub(super) fn search(dice: &mut StdRng, vocabulary: &Vocabulary) -> String {
    let mut query = SearchQuery::default();
    if dice.random_ratio(2, 3) {
        let count = dice.random_range(1..=2);
        let words: Vec<_> = vocabulary
            .words
            .choose_multiple(dice, count)
            .cloned()
            .collect();
        query.text = words.join(" ");
        match dice.random_range(0..8) {
            0 => query.text = format!("\"{}\"", query.text),
            1 => query.text = words.join(" or "),
            2 => query.text = format!("{} -{}", query.text, some(dice, &vocabulary.words)),
            _ => {}
        }
    }
    if dice.random_ratio(1, 3) {
        query.category = Some(some(dice, &vocabulary.categories));
    }
    for _ in 0..dice.random_range(0..=2) {
        if dice.random_ratio(1, 3) {
            query = query.toggle_brand(&some(dice, &vocabulary.brands));
        }
    }
    if dice.random_ratio(1, 5) {
        query.min_price = Some(dice.random_range(0..4) * 2_500);
    }
    if dice.random_ratio(1, 5) {
        query.max_price = Some(10_000 + dice.random_range(0..4) * 10_000);
    }
    if dice.random_ratio(1, 6) {
        query.min_rating = Some(dice.random_range(1..=4));
    }
    query.in_stock = dice.random_ratio(1, 5);
    query.sort = *SortOrder::ALL.choose(dice).expect("orders");
    if dice.random_ratio(1, 6) {
        query = query.at_page(2);
    }
    query.href()
}

fn some(dice: &mut StdRng, texts: &[String]) -> String {
    texts.choose(dice).cloned().unwrap_or_default()
}
