//! What may be meant by the beginning of a query: queries people ask, words, brands and products.
//!
//! Asked at every key stroke, so the work is bounded: a beginning stands for its most widespread words only. Which those
//! are, and what is answered, depends on the contents alone.

mod asked;
mod bitmaps;
mod brands;
mod earlier;
mod ends;
mod products;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::analysis::{fold, term_of};
use crate::core::Core;
use crate::index::Index;
use crate::product::Brand;
use crate::query::Vocabulary;
use crate::understanding::understand;

pub(crate) use asked::Asked;
pub(crate) use bitmaps::Bitmaps;
use brands::brands;
use earlier::Earlier;
use ends::Ends;
use products::products;

/// How many of each kind are proposed at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limits {
    /// Queries.
    pub queries: usize,
    /// Brands.
    pub brands: usize,
    /// Products.
    pub products: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queries: 6,
            brands: 3,
            products: 5,
        }
    }
}

/// What may be meant, the likeliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    /// Queries that have results.
    pub queries: Vec<String>,
    /// Brands.
    pub brands: Vec<Brand>,
    /// Products by number, the most popular first.
    pub products: Vec<i64>,
}

impl Index {
    /// What may be meant by the beginning of a query.
    ///
    /// The last word is taken for the beginning of one, those before it for whole words. If no word begins so, one mistake
    /// is allowed for.
    pub fn complete(&self, typed: &str, limits: Limits) -> Completions {
        complete(&self.read(), self.asked(), self.bitmaps(), typed, limits)
    }
}

fn complete(
    core: &Core,
    asked: &Asked,
    bitmaps: &Bitmaps,
    typed: &str,
    limits: Limits,
) -> Completions {
    let folded = fold(typed);
    let Some(ends) = Ends::of(&folded, &core.dictionary) else {
        return Completions::default();
    };
    let (query, reading) = understand(&ends.before, false, &core.dictionary, core);
    let earlier = Earlier::of(core, bitmaps, &query);
    let before = if reading.corrections.is_empty() {
        ends.before.clone()
    } else {
        format!("{} ", reading.corrected())
    };
    let together = |count: usize, term: &str| match &earlier {
        Some(earlier) => earlier.count_with(core, bitmaps, term),
        None => count,
    };
    let words = queries(core, &before, &ends, together, limits.queries);
    Completions {
        queries: asked.before(core, &folded, words, limits.queries),
        brands: brands(core, &folded, &ends.last, limits.brands),
        products: products(core, &ends, earlier.as_ref(), limits.products),
    }
}

/// What was typed with its last word finished in ways that products have together with the words before. Of singular
/// and plural the more widespread one. `together` tells of a term, and of how many products have it, how many of those
/// have the words before.
fn queries(
    core: &Core,
    before: &str,
    ends: &Ends,
    together: impl Fn(usize, &str) -> usize,
    most: usize,
) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (word, count) in &ends.words {
        let term = term_of(word);
        if word.bytes().all(|byte| byte.is_ascii_digit()) || known.contains(&term) {
            continue;
        }
        let together = together(*count, &term);
        if together > 0 && core.frequency(&term) > 0 {
            found.push((together, word));
        }
        known.push(term);
        if known.len() >= ends::PROPOSED {
            break;
        }
    }
    // Stable: equal ones stay as widespread as they are.
    found.sort_by_key(|(together, _)| std::cmp::Reverse(*together));
    found
        .into_iter()
        .take(most)
        .map(|(_, word)| format!("{before}{word}"))
        .collect()
}
