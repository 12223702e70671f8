//! How well results agree with judgments, and how long they took.

use std::{collections::HashMap, fmt, time::Duration};

use super::judgments::Judgments;

/// Results that NDCG looks at.
const FIRST: usize = 10;

/// What came out for many queries.
#[derive(Debug, Default)]
pub struct Scores {
    ndcg: Vec<f64>,
    ndcg_of_judged: Vec<f64>,
    judged: Vec<f64>,
    reciprocal_rank: Vec<f64>,
    recall: Vec<f64>,
    empty: usize,
    times: Vec<Duration>,
}

impl Scores {
    /// Counts the results of one query, best first.
    pub(super) fn add(
        &mut self,
        query: &str,
        results: &[String],
        judgments: &Judgments,
        took: Duration,
    ) {
        self.times.push(took);
        self.empty += usize::from(results.is_empty());
        let Some(grades) = judgments.of(query) else {
            return;
        };
        self.compare(results, grades, judgments.good());
    }

    fn compare(&mut self, results: &[String], grades: &HashMap<String, u8>, good: u8) {
        let mut ideal: Vec<u8> = grades.values().copied().collect();
        ideal.sort_unstable_by(|one, other| other.cmp(one));
        let ideal = discounted(ideal.into_iter());
        if ideal > 0.0 {
            let all = results.iter().map(|id| grades.get(id).copied());
            self.ndcg
                .push(discounted(all.clone().map(Option::unwrap_or_default)) / ideal);
            self.ndcg_of_judged.push(discounted(all.flatten()) / ideal);
        }
        let is_good = |id: &String| grades.get(id).is_some_and(|grade| *grade >= good);
        let wanted = grades.values().filter(|grade| **grade >= good).count();
        if wanted > 0 {
            let first = results.iter().position(is_good);
            self.reciprocal_rank
                .push(first.map_or(0.0, |at| 1.0 / float(at + 1)));
            let found = results.iter().filter(|id| is_good(id)).count();
            self.recall.push(float(found) / float(wanted));
        }
        let page = &results[..results.len().min(FIRST)];
        if !page.is_empty() {
            let known = page.iter().filter(|id| grades.contains_key(*id)).count();
            self.judged.push(float(known) / float(page.len()));
        }
    }

    /// NDCG of the first ten results, those that nobody judged being of no use: 0 to 1.
    pub fn ndcg(&self) -> f64 {
        mean(&self.ndcg)
    }

    /// The head of the table that `Display` writes lines of.
    pub const HEAD: &'static str =
        "NDCG@10  of judged  judged    MRR  recall@100   empty   median     p95   worst";

    fn time(&self, percent: usize) -> f64 {
        let mut times = self.times.clone();
        times.sort();
        let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times
            .get(at)
            .map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:7.4}  {:9.4}  {:5.0}%  {:5.3}  {:10.4}  {:>6}  {:4.1} ms {:4.1} ms {:4.1} ms",
            self.ndcg(),
            mean(&self.ndcg_of_judged),
            mean(&self.judged) * 100.0,
            mean(&self.reciprocal_rank),
            mean(&self.recall),
            format!("{}/{}", self.empty, self.times.len()),
            self.time(50),
            self.time(95),
            self.time(100),
        )
    }
}

/// Gains of the first results, each worth less the further down it stands.
fn discounted(grades: impl Iterator<Item = u8>) -> f64 {
    grades
        .take(FIRST)
        .enumerate()
        .map(|(at, grade)| (f64::from(grade).exp2() - 1.0) / float(at + 2).log2())
        .sum()
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / float(values.len())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are fewer results than 2^52"
)]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(results: &[&str]) -> Scores {
        let mut judgments = Judgments::default();
        for (product, grade) in [("a", 3), ("b", 2), ("c", 0)] {
            judgments.add("q".to_owned(), product.to_owned(), grade);
        }
        let results: Vec<String> = results.iter().map(|id| (*id).to_owned()).collect();
        let mut scores = Scores::default();
        scores.add("q", &results, &judgments, Duration::from_millis(1));
        scores
    }

    #[test]
    fn the_best_order_has_an_ndcg_of_one() {
        let scores = scores(&["a", "b", "c"]);
        assert!((scores.ndcg() - 1.0).abs() < 1e-9);
        assert!((mean(&scores.recall) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_nobody_judged_costs_its_place_unless_it_is_left_out() {
        let scores = scores(&["x", "a", "b"]);
        let ideal = 7.0 + 3.0 / 3_f64.log2();
        let late = (7.0 / 3_f64.log2() + 3.0 / 4_f64.log2()) / ideal;
        assert!((scores.ndcg() - late).abs() < 1e-9);
        assert!((mean(&scores.ndcg_of_judged) - 1.0).abs() < 1e-9);
        assert!((mean(&scores.reciprocal_rank) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn nothing_found_is_counted() {
        let scores = scores(&[]);
        assert_eq!(scores.empty, 1);
        assert!(scores.ndcg() < 1e-9);
    }
}
