//! BM25 over all text with the title's on top, any word: what a search has to do better than.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.

use std::collections::HashMap;

use index::words;

use super::measure::{DEPTH, Ranked};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// One product's texts.
#[derive(Debug, Clone)]
pub struct Text {
    /// What the judgments call the product.
    pub sku: String,
    pub title: String,
    /// Everything else that is said of it.
    pub rest: String,
}

/// The products' words, counted.
#[derive(Default)]
pub struct Bm25 {
    skus: Vec<String>,
    title: Field,
    all: Field,
}

/// How often each word stands in a part of each product.
#[derive(Default)]
struct Field {
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
}

impl Bm25 {
    /// Takes one more product in.
    pub fn push(&mut self, text: Text) {
        let mut all = words(&text.title);
        self.title.push(&all);
        all.extend(words(&text.rest));
        self.all.push(&all);
        self.skus.push(text.sku);
    }
}

impl Ranked for Bm25 {
    async fn best(&mut self, query: &str) -> anyhow::Result<Vec<String>> {
        let mut terms = words(query);
        terms.sort();
        terms.dedup();
        let mut scores = HashMap::new();
        self.all.score(&terms, &mut scores);
        self.title.score(&terms, &mut scores);
        let mut found: Vec<(usize, f64)> = scores.into_iter().collect();
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let best = found.into_iter().take(DEPTH);
        Ok(best.map(|(at, _)| self.skus[at].clone()).collect())
    }
}

impl Field {
    fn push(&mut self, terms: &[String]) {
        let at = self.lengths.len();
        for term in terms {
            let list = self.postings.entry(term.clone()).or_default();
            match list.last_mut() {
                Some((newest, count)) if *newest == at => *count += 1.0,
                _ => list.push((at, 1.0)),
            }
        }
        self.lengths.push(float(terms.len()));
    }

    fn score(&self, terms: &[String], scores: &mut HashMap<usize, f64>) {
        let products = float(self.lengths.len());
        let average = self.lengths.iter().sum::<f64>() / products.max(1.0);
        for list in terms.iter().filter_map(|term| self.postings.get(term)) {
            let having = float(list.len());
            let rarity = (1.0 + (products - having + 0.5) / (having + 0.5)).ln();
            for (at, count) in list {
                let length = 1.0 - B + B * self.lengths[*at] / average.max(1.0);
                *scores.entry(*at).or_default() +=
                    rarity * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are fewer words than 2^52"
)]
fn float(count: usize) -> f64 {
    count as f64
}
