//! Comparing results with judgments.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use super::milliseconds;

/// Grades of products by query.
pub(crate) struct Judgments {
    by_query: HashMap<String, HashMap<String, i32>>,
    /// From this grade on a product is what was wanted.
    good: i32,
}

impl Judgments {
    /// From lines of `query_id, query, product_id, grade, …`, or `query_id, product_id, grade`.
    pub(crate) fn new(lines: Vec<String>) -> Self {
        let mut by_query: HashMap<String, HashMap<String, i32>> = HashMap::new();
        let mut best = 0;
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let (query, product, grade) = match fields.as_slice() {
                [query, _, product, grade, ..] | [query, product, grade] => {
                    (*query, *product, *grade)
                }
                _ => continue,
            };
            let Ok(grade) = grade.parse() else { continue };
            best = best.max(grade);
            by_query
                .entry(query.to_owned())
                .or_default()
                .insert(product.to_owned(), grade);
        }
        Self {
            by_query,
            good: if best >= 3 { 2 } else { 1 },
        }
    }

    /// The grades for a query, and from which grade on a product is good.
    pub(crate) fn of(&self, query: &str) -> Option<(&HashMap<String, i32>, i32)> {
        self.by_query.get(query).map(|grades| (grades, self.good))
    }
}

/// How well results agree with judgments, each a mean over queries.
#[derive(Default)]
pub(crate) struct Scores {
    all: Vec<f64>,
    judged: Vec<f64>,
    first: Vec<f64>,
    recall: Vec<f64>,
    share: Vec<f64>,
    empty: usize,
    asked: usize,
    times: Vec<Duration>,
}

impl Scores {
    /// Counts the results of one query.
    pub(crate) fn add(
        &mut self,
        results: &[String],
        grades: Option<(&HashMap<String, i32>, i32)>,
        time: Duration,
    ) {
        self.asked += 1;
        self.times.push(time);
        self.empty += usize::from(results.is_empty());
        let Some((grades, good)) = grades else { return };
        let mut best: Vec<f64> = grades.values().map(|grade| gain(*grade)).collect();
        best.sort_by(|one, other| other.total_cmp(one));
        let ideal = discounted(best.into_iter());
        if ideal > 0.0 {
            let gains = results
                .iter()
                .map(|id| grades.get(id).map_or(0.0, |grade| gain(*grade)));
            self.all.push(discounted(gains) / ideal);
            self.judged.push(
                discounted(
                    results
                        .iter()
                        .filter_map(|id| grades.get(id))
                        .map(|grade| gain(*grade)),
                ) / ideal,
            );
        }
        let wanted = grades.values().filter(|grade| **grade >= good).count();
        if wanted > 0 {
            let is_good = |id: &String| grades.get(id).is_some_and(|grade| *grade >= good);
            self.first.push(
                results
                    .iter()
                    .position(is_good)
                    .map_or(0.0, |at| 1.0 / float(at + 1)),
            );
            self.recall
                .push(float(results.iter().filter(|id| is_good(id)).count()) / float(wanted));
        }
        let page = results.len().min(10);
        if page > 0 {
            let known = results
                .iter()
                .take(page)
                .filter(|id| grades.contains_key(*id))
                .count();
            self.share.push(float(known) / float(page));
        }
    }

    /// What the last query came to.
    pub(crate) fn last(&self) -> String {
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        format!(
            "NDCG {:.3}, of judged {:.3}, recall {:.3}",
            last(&self.all),
            last(&self.judged),
            last(&self.recall)
        )
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut times = self.times.clone();
        times.sort();
        let at = |hundredths: usize| {
            times
                .get(times.len().saturating_sub(1) * hundredths / 100)
                .copied()
                .unwrap_or_default()
        };
        write!(
            f,
            "NDCG@10 {:.4}, of judged {:.4} ({:.2} of the first 10), MRR {:.4}, recall@100 {:.4}, empty {}/{}, {} / {} / {} (median, 95 %, worst)",
            mean(&self.all),
            mean(&self.judged),
            mean(&self.share),
            mean(&self.first),
            mean(&self.recall),
            self.empty,
            self.asked,
            milliseconds(at(50)),
            milliseconds(at(95)),
            milliseconds(at(100)),
        )
    }
}

fn gain(grade: i32) -> f64 {
    2_f64.powi(grade) - 1.0
}

fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    gains
        .take(10)
        .enumerate()
        .map(|(rank, gain)| gain / float(rank + 2).log2())
        .sum()
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        0.0
    } else {
        values.iter().sum::<f64>() / float(values.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of queries and results")]
fn float(count: usize) -> f64 {
    count as f64
}
