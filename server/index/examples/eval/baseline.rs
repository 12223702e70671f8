//! Plain BM25 (k1 = 1.2, b = 0.75), any word, to be compared with.

use std::collections::HashMap;

use index::{Product, words};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// A product's title, and all that is told of it, as terms.
pub(crate) struct Text {
    title: Vec<String>,
    all: Vec<String>,
}

impl Text {
    pub(crate) fn of(product: &Product) -> Self {
        let title = words(&product.name);
        let mut all = title.clone();
        all.extend(product.brand.iter().flat_map(|brand| words(&brand.name)));
        all.extend(product.category_names.iter().flat_map(|name| words(name)));
        all.extend(words(&product.sku));
        for (key, value) in &product.attributes {
            all.extend(words(key));
            all.extend(words(value));
        }
        all.extend(words(&product.description));
        Self { title, all }
    }
}

/// One field's postings.
#[derive(Default)]
struct Field {
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
}

impl Field {
    fn add(&mut self, terms: &[String]) {
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

    fn score(&self, terms: &[String], weight: f64, scores: &mut HashMap<usize, f64>) {
        let documents = float(self.lengths.len());
        let average = self.lengths.iter().sum::<f64>() / documents.max(1.0);
        for term in terms {
            let Some(having) = self.postings.get(term) else {
                continue;
            };
            let number = float(having.len());
            let idf = (1.0 + (documents - number + 0.5) / (number + 0.5)).ln();
            for (at, count) in having {
                let length = 1.0 - B + B * self.lengths[*at] / average.max(1.0);
                *scores.entry(*at).or_default() +=
                    weight * idf * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
    }
}

/// BM25 over everything, with the title's on top.
pub(crate) struct Baseline {
    title: Field,
    all: Field,
    weight: f64,
}

impl Baseline {
    pub(crate) fn new(texts: impl Iterator<Item = Text>, weight: f64) -> Self {
        let mut baseline = Self {
            title: Field::default(),
            all: Field::default(),
            weight,
        };
        for text in texts {
            baseline.title.add(&text.title);
            baseline.all.add(&text.all);
        }
        baseline
    }

    /// The places of the best products.
    pub(crate) fn best(&self, query: &str, most: usize) -> Vec<usize> {
        let mut terms = words(query);
        terms.sort();
        terms.dedup();
        let mut scores = HashMap::new();
        self.all.score(&terms, 1.0, &mut scores);
        if self.weight > 0.0 {
            self.title.score(&terms, self.weight, &mut scores);
        }
        let mut found: Vec<(usize, f64)> = scores.into_iter().collect();
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        found.truncate(most);
        found.into_iter().map(|(at, _)| at).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and products")]
fn float(count: usize) -> f64 {
    count as f64
}
