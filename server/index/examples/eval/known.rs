//! Without judgments: products are searched for by words of their own titles, with a word too many.

use std::time::Instant;

use index::{Index, Product, Question, words};

use super::DEPTH;
use super::judge::Scores;

/// How many products are searched for.
const SOUGHT: usize = 2_000;

/// How many words of the title are typed at most.
const WORDS: usize = 4;

/// How well products are found by words of their titles with so many words of another product's title.
pub(crate) fn measure(index: &Index, products: &[(Product, String)], foreign: usize) -> Scores {
    let mut scores = Scores::default();
    let step = (products.len() / SOUGHT).max(1);
    for (at, (product, _)) in products.iter().enumerate().step_by(step) {
        let other = &products[(at * 7 + 13) % products.len()].0;
        let Some(text) = text(product, other, foreign, at) else {
            continue;
        };
        let question = Question {
            text,
            limit: DEPTH,
            ..Question::default()
        };
        let began = Instant::now();
        let answer = index.ask_anew(&question);
        let time = began.elapsed();
        let ids: Vec<String> = answer.ids.iter().map(ToString::to_string).collect();
        let wanted = [(product.id.to_string(), 1)].into_iter().collect();
        scores.add(&ids, Some((&wanted, 1)), time);
    }
    scores
}

/// Words of a product's title in order, with those of another before, between or behind them.
fn text(product: &Product, other: &Product, foreign: usize, seed: usize) -> Option<String> {
    let own = distinct(&product.name);
    let strange: Vec<String> = distinct(&other.name)
        .into_iter()
        .filter(|word| !own.contains(word))
        .take(foreign)
        .collect();
    if own.len() < WORDS || strange.len() < foreign {
        return None;
    }
    let start = seed % (own.len() - WORDS + 1);
    let mut typed = own[start..start + WORDS].to_vec();
    for word in strange {
        typed.insert(seed % (typed.len() + 1), word);
    }
    Some(typed.join(" "))
}

fn distinct(text: &str) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for word in words(text) {
        if word.len() > 1 && !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}
