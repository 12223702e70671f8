//! What an empty result can be changed into.

use std::cmp::Reverse;

use app::model::search::{FacetValue, Rescue, SearchQuery, price_input, stars_label};
use index::{Question, Without};

use super::{CatalogBackend, count, lists};
use crate::{catalog::taxonomy::Taxonomy, db::DbError};

/// Most changes looked at.
const MOST_RESCUES: usize = 12;

/// Most categories shown to browse.
const MOST_CATEGORIES: usize = 24;

/// A search with one condition less.
struct Change {
    label: String,
    query: SearchQuery,
    /// How many results it has, where the search without results tells.
    results: Option<usize>,
}

impl CatalogBackend {
    /// Changes to a search without results that give some, most results first; and the top categories, by name.
    /// `without`: of that search.
    pub(super) async fn ways_out(
        &self,
        query: &SearchQuery,
        without: &Without,
        taxonomy: &Taxonomy,
    ) -> Result<(Vec<Rescue>, Vec<FacetValue>), DbError> {
        let mut changes = changes(query, without);
        changes.retain(|change| change.results != Some(0));
        let mut rescues = Vec::new();
        for change in changes.into_iter().take(MOST_RESCUES) {
            let count = match change.results {
                Some(results) => count(results),
                None => self.total(lists::question(&change.query, taxonomy)).await?,
            };
            if count > 0 {
                rescues.push(Rescue {
                    label: change.label,
                    query: change.query,
                    count,
                });
            }
        }
        rescues.sort_by_key(|rescue| Reverse(rescue.count));
        let categories = self.top_categories(taxonomy).await?.into_iter();
        let browse = categories.filter(|(_, products)| *products > 0);
        let browse = browse
            .take(MOST_CATEGORIES)
            .map(|(crumb, count)| FacetValue {
                value: crumb.path,
                label: crumb.name,
                count,
                selected: false,
            });
        let browse = browse.collect();
        Ok((rescues, browse))
    }

    /// How many results a question has.
    async fn total(&self, question: Question) -> Result<i64, DbError> {
        let alone = Question {
            limit: 0,
            without_facets: true,
            ..question
        };
        Ok(count(self.list(alone).await?.total))
    }
}

/// The search with one condition less, and with words alone.
fn changes(query: &SearchQuery, without: &Without) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut change = |label: String, results: Option<usize>, change: &dyn Fn(&mut SearchQuery)| {
        let query = query.with(|query| change(query));
        changes.push(Change {
            label,
            query,
            results,
        });
    };
    // First, for of very many words not each can be tried.
    if query.has_filters() {
        let label = "Without any filter".to_owned();
        change(label, None, &|query| *query = query.without_filters());
    }
    if let Some(label) = brands_label(&query.brands) {
        change(label, Some(without.brands), &|query| query.brands.clear());
    }
    for (at, (name, values)) in query.attributes.iter().enumerate() {
        let label = match values.as_slice() {
            [value] => format!("Without “{name}: {value}”"),
            _ => format!("With any “{name}”"),
        };
        let mut own = without.attributes.iter().filter(|(key, _)| key == name);
        let results = own.next().map_or(0, |(_, results)| *results);
        change(label, Some(results), &|query| {
            query.attributes.remove(at);
        });
    }
    if let Some(label) = prices_label(query.min_price, query.max_price) {
        change(label, Some(without.prices), &|query| {
            (query.min_price, query.max_price) = (None, None);
        });
    }
    if let Some(stars) = query.min_rating {
        let label = format!("Without “{}”", stars_label(stars));
        change(label, Some(without.ratings), &|query| {
            query.min_rating = None;
        });
    }
    if query.in_stock {
        let label = "With what is out of stock".to_owned();
        change(label, Some(without.stock), &|query| query.in_stock = false);
    }
    if query.category.is_some() {
        let label = "In all categories".to_owned();
        change(label, None, &|query| query.category = None);
    }
    let words: Vec<&str> = query.text.split_whitespace().collect();
    if words.len() > 1 {
        for left_out in &words {
            let others = words.iter().filter(|word| *word != left_out);
            let text = others.copied().collect::<Vec<_>>().join(" ");
            let label = format!("Without “{left_out}”");
            change(label, None, &|query| query.text.clone_from(&text));
        }
    }
    changes
}

/// Of several brands a product need have one only: without one of them there are not more results but fewer.
fn brands_label(brands: &[String]) -> Option<String> {
    match brands {
        [] => None,
        [slug] => Some(format!("Without the brand “{slug}”")),
        [_, ..] => Some("Of any brand".to_owned()),
    }
}

fn prices_label(min: Option<i64>, max: Option<i64>) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("Without “From {}”", price_input(min))),
        (None, Some(max)) => Some(format!("Without “Up to {}”", price_input(max))),
        (Some(_), Some(_)) => Some("At any price".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use app::model::search::ParsedQuery;

    use super::*;

    #[test]
    fn each_condition_can_go() {
        let query = ParsedQuery::parse("q=oak+desk&brand=lumo&min=5&stock=1&a.colour=red").query;
        let labels: Vec<_> = changes(&query, &Without::default())
            .into_iter()
            .map(|change| change.label)
            .collect();
        assert_eq!(
            labels,
            [
                "Without any filter",
                "Without the brand “lumo”",
                "Without “colour: red”",
                "Without “From 5”",
                "With what is out of stock",
                "Without “oak”",
                "Without “desk”",
            ]
        );
        let words = ParsedQuery::parse("q=oak").query;
        assert!(changes(&words, &Without::default()).is_empty());
    }

    #[test]
    fn what_the_search_tells_is_not_searched_for() {
        let query =
            ParsedQuery::parse("brand=lumo&min=5&max=9&rating=4&stock=1&a.colour=red").query;
        let without = Without {
            brands: 1,
            prices: 2,
            ratings: 3,
            stock: 4,
            attributes: vec![("colour".to_owned(), 5)],
        };
        let changes = changes(&query, &without);
        let results: Vec<_> = changes.iter().map(|change| change.results).collect();
        let told = [1, 5, 2, 3, 4].map(Some);
        assert_eq!(results, [&[None][..], &told].concat());
        assert_eq!(changes[3].label, "At any price");
        assert_eq!(changes[3].query.min_price, None);
        assert_eq!(changes[3].query.max_price, None);
    }

    #[test]
    fn alternatives_go_together() {
        let query = ParsedQuery::parse("brand=lumo&brand=acme&a.colour=red&a.colour=blue").query;
        let changes = changes(&query, &Without::default());
        let [brands, colours] = &changes[1..] else {
            panic!("{} changes", changes.len());
        };
        assert_eq!(brands.label, "Of any brand");
        assert_eq!(colours.label, "With any “colour”");
        assert!(brands.query.brands.is_empty() && !brands.query.attributes.is_empty());
        assert!(colours.query.attributes.is_empty() && !colours.query.brands.is_empty());
    }
}
