//! Queries that people ask.

use std::sync::{Arc, PoisonError, RwLock};

use crate::analysis::{folded, words};
use crate::core::Core;
use crate::index::Index;
use crate::query::Vocabulary;

/// Queries that people ask, for an index to propose.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    queries: RwLock<Arc<[AskedQuery]>>,
}

/// One of them.
#[derive(Debug)]
struct AskedQuery {
    /// Folded.
    text: String,
    terms: Vec<String>,
    /// How many are asked more.
    place: usize,
}

impl Index {
    /// Sets which queries people ask, the most asked first, in place of those set before.
    ///
    /// They are proposed before anything else as long as products have each of their words; whether they are fit to be
    /// shown is for the caller to know.
    pub fn set_asked(&self, queries: &[String]) {
        let mut known: Vec<AskedQuery> = queries
            .iter()
            .enumerate()
            .map(|(place, query)| AskedQuery {
                text: folded(query),
                terms: words(query),
                place,
            })
            .filter(|query| !query.terms.is_empty())
            .collect();
        known.sort_by(|one, other| (&one.text, one.place).cmp(&(&other.text, other.place)));
        known.dedup_by(|later, first| later.text == first.text);
        self.asked().set(known.into());
    }
}

impl Asked {
    /// Puts the queries that begin as typed before `others`, which complete the same; no two that mean the same, and `most`
    /// in all.
    pub(super) fn before(
        &self,
        core: &Core,
        typed: &str,
        others: Vec<String>,
        most: usize,
    ) -> Vec<String> {
        let queries = self.get();
        let mut beginning = beginning(&queries, typed);
        beginning.retain(|query| query.terms.iter().all(|term| core.frequency(term) > 0));
        beginning.sort_by_key(|query| query.place);
        let mut proposed: Vec<(Vec<String>, String)> = Vec::new();
        let others = others.into_iter().map(|text| (words(&text), text));
        let asked = beginning
            .into_iter()
            .map(|query| (query.terms.clone(), query.text.clone()));
        for (terms, text) in asked.chain(others) {
            if proposed.len() == most {
                break;
            }
            if !proposed.iter().any(|(known, _)| *known == terms) {
                proposed.push((terms, text));
            }
        }
        proposed.into_iter().map(|(_, text)| text).collect()
    }

    fn get(&self) -> Arc<[AskedQuery]> {
        Arc::clone(&self.queries.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, queries: Arc<[AskedQuery]>) {
        *self.queries.write().unwrap_or_else(PoisonError::into_inner) = queries;
    }
}

/// The queries that begin as typed, however it is spaced.
fn beginning<'a>(queries: &'a [AskedQuery], typed: &str) -> Vec<&'a AskedQuery> {
    let mut text = folded(typed);
    if typed.ends_with(char::is_whitespace) {
        text.push(' ');
    }
    let first = queries.partition_point(|query| query.text < text);
    queries
        .iter()
        .skip(first)
        .take_while(|query| query.text.starts_with(&text))
        .collect()
}
