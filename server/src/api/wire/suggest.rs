//! The answer to what is being typed.

use app::model::search::{Suggestion, SuggestionKind, Suggestions};
use serde::Serialize;
use utoipa::ToSchema;

use super::{absolute, money};

/// Completions, best first.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct SuggestAnswer {
    /// A dozen at most.
    suggestions: Vec<Completion>,
}

/// What a completion leads to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Search,
    Category,
    Brand,
    Product,
}

/// One completion.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "kind": "search", "label": "oak desk", "url": "https://shop.example/search?q=oak+desk", "image": null,
    "price_minor": null, "currency": null
}))]
struct Completion {
    kind: Kind,
    /// Text to show.
    label: String,
    /// The page it leads to.
    url: String,
    /// A product's picture.
    image: Option<String>,
    /// A product's price in minor units of `currency`.
    price_minor: Option<i64>,
    /// ISO 4217.
    currency: Option<String>,
}

impl SuggestAnswer {
    /// `site` is the address of the site.
    pub(in crate::api) fn new(suggestions: Suggestions, site: &str) -> Self {
        let entries = suggestions.entries.into_iter();
        Self {
            suggestions: entries.map(|entry| Completion::new(entry, site)).collect(),
        }
    }
}

impl Completion {
    fn new(entry: Suggestion, site: &str) -> Self {
        let (price_minor, currency) = money(entry.price);
        Self {
            kind: match entry.kind {
                SuggestionKind::Search => Kind::Search,
                SuggestionKind::Category => Kind::Category,
                SuggestionKind::Brand => Kind::Brand,
                SuggestionKind::Product => Kind::Product,
            },
            label: entry.label,
            url: absolute(site, &entry.href),
            image: entry.picture.map(|path| absolute(site, &path)),
            price_minor,
            currency,
        }
    }
}
