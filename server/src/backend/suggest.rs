//! Completing what is being typed.

use app::model::{
    catalog::{Crumb, ProductSummary},
    search::{SearchQuery, Suggestion, SuggestionKind, Suggestions},
};
use index::{Brand, Limits};

use super::CatalogBackend;
use crate::db::DbError;

/// Longest text completed, in characters: longer ones are sentences, not beginnings.
const MAX_TYPED_CHARS: usize = 60;

/// Most completions of each kind.
const CATEGORIES: usize = 2;
const LIMITS: Limits = Limits {
    queries: 4,
    brands: 2,
    products: 4,
};

impl CatalogBackend {
    /// Searches, categories, makers and products that complete `typed`; nothing for what begins no word.
    pub(super) async fn complete(&self, typed: &str) -> Result<Suggestions, DbError> {
        let typed = typed.split(char::is_control).collect::<String>();
        let typed = typed.trim().to_lowercase();
        if !typed.contains(char::is_alphanumeric) || typed.chars().count() > MAX_TYPED_CHARS {
            return Ok(Suggestions::default());
        }
        let taxonomy = self.taxonomy().await?;
        self.wait_for_index().await?;
        let completions = self.replica.index().complete(&typed, LIMITS);
        let products = self.cards_of(&completions.products).await?;
        let queries = completions.queries.into_iter().map(search);
        let categories = taxonomy.starting_with(&typed, CATEGORIES);
        let brands = completions.brands.into_iter().map(brand);
        let entries = queries
            .chain(categories.into_iter().map(category))
            .chain(brands)
            .chain(products.into_iter().map(product));
        Ok(Suggestions {
            entries: entries.collect(),
        })
    }
}

fn search(text: String) -> Suggestion {
    let query = SearchQuery {
        text: text.clone(),
        ..SearchQuery::default()
    };
    plain(SuggestionKind::Search, text, query.href())
}

fn category(crumb: Crumb) -> Suggestion {
    let href = format!("/c/{}", crumb.path);
    plain(SuggestionKind::Category, crumb.name, href)
}

fn brand(brand: Brand) -> Suggestion {
    let query = SearchQuery::default().toggle_brand(&brand.slug);
    plain(SuggestionKind::Brand, brand.name, query.href())
}

fn product(card: ProductSummary) -> Suggestion {
    Suggestion {
        kind: SuggestionKind::Product,
        label: card.name,
        href: format!("/p/{}", card.slug),
        picture: Some(card.picture),
        price: card.price,
    }
}

fn plain(kind: SuggestionKind, label: String, href: String) -> Suggestion {
    Suggestion {
        kind,
        label,
        href,
        picture: None,
        price: None,
    }
}
