//! What an empty result can be changed into.

use std::cmp::Reverse;

use app::model::search::{FacetValue, Rescue, SearchQuery, price_input, stars_label};
use index::Question;

use super::{CatalogBackend, count, lists};
use crate::{catalog::taxonomy::Taxonomy, db::DbError};

/// Most changes looked at.
const MOST_RESCUES: usize = 12;

/// Most categories shown to browse.
const MOST_CATEGORIES: usize = 24;

impl CatalogBackend {
    /// Changes to a search without results that give some, most results first; and the top categories, by name.
    pub(super) async fn ways_out(
        &self,
        query: &SearchQuery,
        taxonomy: &Taxonomy,
    ) -> Result<(Vec<Rescue>, Vec<FacetValue>), DbError> {
        let mut rescues = Vec::new();
        for (label, query) in changes(query).into_iter().take(MOST_RESCUES) {
            let count = self.total(lists::question(&query, taxonomy)).await?;
            if count > 0 {
                rescues.push(Rescue {
                    label,
                    query,
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
fn changes(query: &SearchQuery) -> Vec<(String, SearchQuery)> {
    let mut changes = Vec::new();
    // First, for of very many filters not each can be tried.
    if query.has_filters() {
        let label = "Without any filter".to_owned();
        changes.push((label, query.without_filters()));
    }
    // Of several brands a product need have one only: without one of them there are not more results but fewer.
    let brands = match query.brands.as_slice() {
        [] => None,
        [slug] => Some(format!("Without the brand “{slug}”")),
        [_, ..] => Some("Of any brand".to_owned()),
    };
    changes.extend(brands.map(|label| (label, query.with(|query| query.brands.clear()))));
    for (at, (name, values)) in query.attributes.iter().enumerate() {
        let label = match values.as_slice() {
            [value] => format!("Without “{name}: {value}”"),
            _ => format!("With any “{name}”"),
        };
        let others = query.with(|query| drop(query.attributes.remove(at)));
        changes.push((label, others));
    }
    if let Some(min) = query.min_price {
        let label = format!("Without “From {}”", price_input(min));
        changes.push((label, query.with(|query| query.min_price = None)));
    }
    if let Some(max) = query.max_price {
        let label = format!("Without “Up to {}”", price_input(max));
        changes.push((label, query.with(|query| query.max_price = None)));
    }
    if let Some(stars) = query.min_rating {
        let label = format!("Without “{}”", stars_label(stars));
        changes.push((label, query.with(|query| query.min_rating = None)));
    }
    if query.in_stock {
        let label = "With what is out of stock".to_owned();
        changes.push((label, query.with(|query| query.in_stock = false)));
    }
    if query.category.is_some() {
        let label = "In all categories".to_owned();
        changes.push((label, query.with(|query| query.category = None)));
    }
    let words: Vec<&str> = query.text.split_whitespace().collect();
    if words.len() > 1 {
        for left_out in &words {
            let others = words.iter().filter(|word| *word != left_out);
            let text = others.copied().collect::<Vec<_>>().join(" ");
            let label = format!("Without “{left_out}”");
            changes.push((label, query.with(|query| query.text = text)));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use app::model::search::ParsedQuery;

    use super::*;

    #[test]
    fn each_condition_can_go() {
        let query = ParsedQuery::parse("q=oak+desk&brand=lumo&min=5&stock=1&a.colour=red").query;
        let labels: Vec<_> = changes(&query)
            .into_iter()
            .map(|(label, _)| label)
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
        assert!(changes(&ParsedQuery::parse("q=oak").query).is_empty());
    }

    #[test]
    fn alternatives_go_together() {
        let query = ParsedQuery::parse("brand=lumo&brand=acme&a.colour=red&a.colour=blue").query;
        let changes: Vec<_> = changes(&query).into_iter().skip(1).take(2).collect();
        let label = |at: usize| changes[at].0.as_str();
        assert_eq!((label(0), label(1)), ("Of any brand", "With any “colour”"));
        assert!(changes[0].1.brands.is_empty() && !changes[0].1.attributes.is_empty());
        assert!(changes[1].1.attributes.is_empty() && !changes[1].1.brands.is_empty());
    }
}
