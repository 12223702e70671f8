//! What made-up visitors look for.

use form_urlencoded::Serializer;
use rand::{Rng, seq::IndexedRandom as _};

/// Different searches.
const SEARCHES: usize = 400;

/// What some of them add.
const FILTERS: [&str; 5] = [
    "&rating=4",
    "&stock=1",
    "&sort=price",
    "&page=2",
    "&sort=newest",
];

/// Addresses, the one asked for most first.
pub(super) struct Wishes {
    addresses: Vec<String>,
    /// For each address the sum of the weights up to it: 1/n for the n-th (Zipf's law with exponent 1).
    sums: Vec<f64>,
}

impl Wishes {
    /// Searches for words of these names of products, and the front page.
    pub(super) fn among(names: Vec<String>) -> Self {
        let mut random = rand::rng();
        let words = |name: &String| -> Vec<String> {
            let words = name.split(|letter: char| !letter.is_alphanumeric());
            let long = words.filter(|word| word.chars().count() > 2);
            long.map(str::to_lowercase).collect()
        };
        let names: Vec<_> = names
            .iter()
            .map(words)
            .filter(|words| !words.is_empty())
            .collect();
        let mut addresses = vec!["/".to_owned()];
        for _ in 0..SEARCHES {
            let Some(words) = names.choose(&mut random) else {
                break;
            };
            let wanted = random.random_range(1..=words.len().min(2));
            let text = words[words.len() - wanted..].join(" ");
            let query = Serializer::new(String::new())
                .append_pair("q", &text)
                .finish();
            let filter = if random.random_ratio(3, 10) {
                FILTERS.choose(&mut random)
            } else {
                None
            };
            addresses.push(format!("/search?{query}{}", filter.unwrap_or(&"")));
        }
        let mut sum = 0.0;
        let weights = (1_u32..).map(|rank| 1.0 / f64::from(rank));
        let sums = weights.take(addresses.len()).map(|weight| {
            sum += weight;
            sum
        });
        Self {
            sums: sums.collect(),
            addresses,
        }
    }

    /// The next wish.
    pub(super) fn next(&self, random: &mut impl Rng) -> String {
        let all = self.sums.last().copied().unwrap_or_default();
        let drawn = random.random::<f64>() * all;
        let place = self.sums.partition_point(|sum| *sum < drawn);
        self.addresses.get(place).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_wished_for_most() {
        let wishes = Wishes::among(vec!["Oak desk & lamp".to_owned(), "Red chair".to_owned()]);
        assert_eq!(wishes.addresses.len(), SEARCHES + 1);
        let mut random = rand::rng();
        let fronts = (0..10_000)
            .filter(|_| wishes.next(&mut random) == "/")
            .count();
        // One in 6.57, which is the sum of 1/n up to 401.
        assert!((1_300..1_750).contains(&fronts), "{fronts}");
    }

    #[test]
    fn without_products_there_is_the_front_page() {
        let wishes = Wishes::among(Vec::new());
        assert_eq!(wishes.next(&mut rand::rng()), "/");
    }
}
