//! The answer to a search.

use std::collections::HashMap;

use app::model::{
    catalog::ProductSummary,
    money::Money,
    search::{self, FacetValue, ParsedQuery, SearchResults},
};
use serde::Serialize;
use utoipa::ToSchema;

/// One page of results.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct SearchAnswer {
    /// How many products the search has in all.
    total: i64,
    /// Number of this page, from 1.
    page: u32,
    /// The products of this page, in order.
    items: Vec<Item>,
    /// What `cursor` is to be for the next page; null on the last one.
    next: Option<String>,
    /// What the results can be narrowed by, with exact counts.
    facets: Facets,
    /// How the words were understood.
    understood: Understood,
    /// What of the parameters could not be followed to the letter, in sentences.
    notes: Vec<&'static str>,
    /// The answer may lack the last changes: the database is away.
    outdated: bool,
}

/// Whether something can be had now.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum Availability {
    InStock,
    OutOfStock,
}

impl Availability {
    pub(in crate::api) fn of(in_stock: bool) -> Self {
        if in_stock {
            Self::InStock
        } else {
            Self::OutOfStock
        }
    }
}

/// A product as a result.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 42, "slug": "oak-desk", "name": "Oak desk", "brand": "Lumo", "category": "furniture/desks",
    "price_minor": 24990, "compare_at_minor": null, "currency": "USD", "rating": 4.5, "review_count": 12,
    "availability": "in_stock", "url": "https://shop.example/p/oak-desk", "image": "https://shop.example/picture/desk.svg"
}))]
pub(in crate::api) struct Item {
    /// Its key.
    pub(in crate::api) id: i64,
    /// Last part of its address.
    pub(in crate::api) slug: String,
    /// Title.
    pub(in crate::api) name: String,
    /// Name of its maker.
    pub(in crate::api) brand: Option<String>,
    /// Path of its category.
    pub(in crate::api) category: Option<String>,
    /// Price in minor units of `currency` (cents for USD); null: on request.
    pub(in crate::api) price_minor: Option<i64>,
    /// Price before, if it was higher.
    pub(in crate::api) compare_at_minor: Option<i64>,
    /// ISO 4217 code of both prices; null if there is none.
    pub(in crate::api) currency: Option<String>,
    /// Mean of the ratings, 0 to 5; null: not rated.
    pub(in crate::api) rating: Option<f32>,
    /// How many rated it.
    pub(in crate::api) review_count: i32,
    pub(in crate::api) availability: Availability,
    /// Its page.
    pub(in crate::api) url: String,
    /// A picture for it.
    pub(in crate::api) image: String,
}

impl Item {
    /// `site` is the address of the site, without a slash at its end.
    pub(in crate::api) fn new(card: ProductSummary, category: Option<String>, site: &str) -> Self {
        let (price_minor, currency) = money(card.price);
        let (compare_at_minor, other) = money(card.compare_at);
        Self {
            id: card.id,
            url: absolute(site, &format!("/p/{}", card.slug)),
            image: absolute(site, &card.picture),
            slug: card.slug,
            name: card.name,
            brand: card.brand,
            category,
            price_minor,
            compare_at_minor,
            currency: currency.or(other),
            rating: card.rating,
            review_count: card.review_count,
            availability: Availability::of(card.in_stock),
        }
    }
}

/// An address of this site as the whole world knows it.
pub(in crate::api) fn absolute(site: &str, path: &str) -> String {
    if path.starts_with('/') {
        format!("{site}{path}")
    } else {
        path.to_owned()
    }
}

/// Minor units and currency.
pub(in crate::api) fn money(money: Option<Money>) -> (Option<i64>, Option<String>) {
    money.map(|money| (money.minor, money.currency)).unzip()
}

/// What results can be narrowed by. A count is how many results one gets by choosing the value alone in its facet.
#[derive(Debug, Serialize, ToSchema)]
struct Facets {
    /// One step below `category`; each is a value of `category`.
    categories: Vec<Choice>,
    /// Makers, most results first; each is a value of `brand`.
    brands: Vec<Choice>,
    /// Least stars; each is a value of `rating`.
    ratings: Vec<Choice>,
    /// How many can be had now.
    in_stock: i64,
    /// Least and highest price in minor units; null if nothing has a price.
    prices: Option<Prices>,
    /// Properties; each is the parameter `a.NAME`.
    attributes: Vec<AttributeChoices>,
}

/// A value to narrow by.
#[derive(Debug, Serialize, ToSchema)]
struct Choice {
    /// As it stands in the parameter.
    value: String,
    /// For people.
    label: String,
    /// Results.
    count: i64,
    /// Whether it is chosen.
    selected: bool,
}

/// Least and highest price.
#[derive(Debug, Serialize, ToSchema)]
struct Prices {
    min_minor: i64,
    max_minor: i64,
}

/// A property to narrow by.
#[derive(Debug, Serialize, ToSchema)]
struct AttributeChoices {
    /// As the products have it.
    name: String,
    /// For people.
    label: String,
    values: Vec<Choice>,
}

/// How the words were understood.
#[derive(Debug, Serialize, ToSchema)]
struct Understood {
    /// The words that were searched for, tidied.
    words: String,
    /// As they were corrected; null if they were not.
    corrected: Option<String>,
    /// Words that some results lack.
    left_out: Vec<String>,
    /// How many results have all words; tells something only if words were left out.
    exact: i64,
}

impl SearchAnswer {
    /// `categories`: paths of the products' categories by the products' keys; `next`: the cursor of the next page.
    pub(in crate::api) fn new(
        parsed: ParsedQuery,
        results: SearchResults,
        categories: &HashMap<i64, String>,
        next: Option<String>,
        site: &str,
        outdated: bool,
    ) -> Self {
        let items = results.products.into_iter();
        let items = items.map(|card| {
            let category = categories.get(&card.id).cloned();
            Item::new(card, category, site)
        });
        Self {
            total: results.total,
            page: parsed.query.page(),
            items: items.collect(),
            next,
            facets: results.facets.into(),
            understood: Understood {
                words: parsed.query.text,
                corrected: results.reading.corrected,
                left_out: results.reading.left_out,
                exact: results.reading.exact,
            },
            notes: parsed.notes.into_iter().map(search::Note::text).collect(),
            outdated,
        }
    }
}

impl From<search::Facets> for Facets {
    fn from(facets: search::Facets) -> Self {
        let choices = |values: Vec<FacetValue>| values.into_iter().map(Choice::from).collect();
        let attributes = facets.attributes.into_iter();
        Self {
            categories: choices(facets.categories),
            brands: choices(facets.brands),
            ratings: choices(facets.ratings),
            in_stock: facets.in_stock,
            prices: facets.prices.map(|bounds| Prices {
                min_minor: bounds.min,
                max_minor: bounds.max,
            }),
            attributes: attributes
                .map(|facet| AttributeChoices {
                    name: facet.name,
                    label: facet.label,
                    values: choices(facet.values),
                })
                .collect(),
        }
    }
}

impl From<FacetValue> for Choice {
    fn from(value: FacetValue) -> Self {
        Self {
            value: value.value,
            label: value.label,
            count: value.count,
            selected: value.selected,
        }
    }
}
