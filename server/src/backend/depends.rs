//! What a read of the catalogue depends on, in the tags that the database's triggers write.
//!
//! Two kinds of tags (`migrations/…_change_log`, `docs/ARCHITECTURE.md`):
//!
//! - **Rows**: `product:42`, `brand:3`, `category:7` change with the row of that number; `slug:oak-desk` when a product
//!   appears under that address or leaves it; `brands`, `taxonomy` and `tree` with any maker, any category, any place in
//!   the tree of categories.
//! - **Lists**: a scope and an aspect. Scopes are sets of products: `all`, `in-category:7` with all below it,
//!   `of-brand:acme`, `lexeme:oak`. The scope alone changes when a product enters or leaves the set, or another of its
//!   columns changes that lists go by; `…/text`, `…/price`, `…/stock` and `…/rating` when only that of a product in the set
//!   does. A set of products with a word goes by their text itself.
//!
//! A list depends on one set that holds all its products, the smallest at hand: a product outside of it, before and
//! after an edit, cannot be in the list.

use app::model::search::SortOrder;
use cache::Tag;

use crate::catalog::{filter::Filter, frequencies::Frequencies, words};

/// Words in more products than this say less than a category does.
const COMMON: f32 = 0.02;

/// What lists can go by beside who is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Names, addresses and words.
    Text,
    /// Prices.
    Price,
    /// What is in stock.
    Stock,
    /// Ratings, and the popularity that follows from them.
    Rating,
}

impl Aspect {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Price => "price",
            Self::Stock => "stock",
            Self::Rating => "rating",
        }
    }
}

/// What one page of a list depends on. `words` is the text searched for as a `tsquery`.
pub(super) fn listing(
    filter: &Filter,
    sort: SortOrder,
    words: Option<&str>,
    frequencies: &Frequencies,
) -> Vec<Tag> {
    let mut aspects = Vec::new();
    let by_price = matches!(sort, SortOrder::PriceAscending | SortOrder::PriceDescending);
    if by_price || filter.has_price() {
        aspects.push(Aspect::Price);
    }
    if filter.in_stock() {
        aspects.push(Aspect::Stock);
    }
    // Equal relevance is ordered by popularity.
    if matches!(sort, SortOrder::Relevance | SortOrder::Rating) || filter.has_rating() {
        aspects.push(Aspect::Rating);
    }
    let scopes = scopes(filter, words, frequencies, true);
    if goes_by_text(filter, &scopes) {
        aspects.push(Aspect::Text);
    }
    let mut tags = of_scopes(&scopes, &aspects);
    if filter.category().is_some() {
        tags.push(Tag::named("tree"));
    }
    if !filter.brands().is_empty() {
        tags.push(Tag::named("brands"));
    }
    tags
}

/// What the facet counts of a search depend on. They look beyond the chosen makers, and at everything.
pub(super) fn facets(filter: &Filter, words: Option<&str>, frequencies: &Frequencies) -> Vec<Tag> {
    let scopes = scopes(filter, words, frequencies, false);
    let mut aspects = vec![Aspect::Price, Aspect::Stock, Aspect::Rating];
    if goes_by_text(filter, &scopes) {
        aspects.push(Aspect::Text);
    }
    let mut tags = of_scopes(&scopes, &aspects);
    // Makers are shown by name.
    tags.push(Tag::named("brands"));
    if filter.category().is_some() {
        tags.push(Tag::named("tree"));
    }
    tags
}

/// What something depends on that goes by all published products and these aspects of them.
pub(super) fn all(aspects: &[Aspect]) -> Vec<Tag> {
    of_scopes(&["all".to_owned()], aspects)
}

/// As [`all`], for the products of a category and all below it.
pub(super) fn in_category(id: i32, aspects: &[Aspect]) -> Vec<Tag> {
    of_scopes(&[format!("in-category:{id}")], aspects)
}

/// Whether words decide who is in the list, and its sets do not say which.
fn goes_by_text(filter: &Filter, scopes: &[String]) -> bool {
    let of_words = scopes.iter().all(|scope| scope.starts_with("lexeme:"));
    filter.has_text() && !of_words
}

/// Sets of which one holds any product that the filter lets through.
fn scopes(
    filter: &Filter,
    words: Option<&str>,
    frequencies: &Frequencies,
    narrowed_by_brand: bool,
) -> Vec<String> {
    let of_lexemes = |lexemes: &[String]| {
        let scopes = lexemes.iter().map(|lexeme| format!("lexeme:{lexeme}"));
        scopes.collect::<Vec<_>>()
    };
    let lexemes = words.and_then(|words| words::cover(words, frequencies));
    let share: f32 = lexemes
        .iter()
        .flatten()
        .map(|lexeme| frequencies.share(lexeme))
        .sum();
    match lexemes {
        Some(lexemes) if share < COMMON => return of_lexemes(&lexemes),
        _ => {}
    }
    let brands = filter.brands();
    if narrowed_by_brand && !brands.is_empty() {
        return brands
            .iter()
            .map(|slug| format!("of-brand:{slug}"))
            .collect();
    }
    if let Some(id) = filter.category() {
        return vec![format!("in-category:{id}")];
    }
    match lexemes {
        Some(lexemes) => of_lexemes(&lexemes),
        None => vec!["all".to_owned()],
    }
}

fn of_scopes(scopes: &[String], aspects: &[Aspect]) -> Vec<Tag> {
    let tags = scopes.iter().flat_map(|scope| {
        let aspects = aspects
            .iter()
            .map(move |aspect| Tag::from(format!("{scope}/{}", aspect.name())));
        aspects.chain([Tag::named(scope)])
    });
    tags.collect()
}

#[cfg(test)]
mod tests {
    use app::model::search::SearchQuery;

    use super::*;

    fn texts(tags: Vec<Tag>) -> Vec<String> {
        let mut texts: Vec<_> = tags.iter().map(Tag::to_string).collect();
        texts.sort();
        texts
    }

    fn filter(query: SearchQuery, category: Option<i32>) -> Filter {
        Filter::new(&query, category.map(|id| (id, vec![id])))
    }

    fn by_age(filter: &Filter, words: Option<&str>) -> Vec<String> {
        let frequencies = Frequencies::of([("blue", 0.3)]);
        texts(listing(filter, SortOrder::Newest, words, &frequencies))
    }

    #[test]
    fn a_list_depends_on_the_smallest_set_at_hand() {
        let oak = SearchQuery {
            text: "oak".into(),
            ..SearchQuery::default()
        };
        let acme = SearchQuery::default().toggle_brand("acme");
        let everything = filter(SearchQuery::default(), None);
        assert_eq!(by_age(&everything, None), ["all"]);
        assert_eq!(
            by_age(&filter(acme.clone(), None), None),
            ["brands", "of-brand:acme"]
        );
        assert_eq!(
            by_age(&filter(oak.clone(), Some(7)), Some("'oak'")),
            ["lexeme:oak", "tree"]
        );
        assert_eq!(
            by_age(&filter(oak.clone(), Some(7)), Some("'blue'")),
            ["in-category:7", "in-category:7/text", "tree"]
        );
        assert_eq!(by_age(&filter(oak, None), Some("'blue'")), ["lexeme:blue"]);
    }

    #[test]
    fn a_list_goes_by_what_orders_and_narrows_it() {
        let query = SearchQuery {
            in_stock: true,
            ..SearchQuery::default()
        };
        let tags = listing(
            &filter(query, None),
            SortOrder::PriceAscending,
            None,
            &Frequencies::default(),
        );
        assert_eq!(texts(tags), ["all", "all/price", "all/stock"]);
    }

    #[test]
    fn counts_go_by_everything_and_look_beyond_chosen_makers() {
        let acme = SearchQuery::default().toggle_brand("acme");
        let tags = facets(&filter(acme, None), None, &Frequencies::default());
        assert_eq!(
            texts(tags),
            ["all", "all/price", "all/rating", "all/stock", "brands"]
        );
    }
}
