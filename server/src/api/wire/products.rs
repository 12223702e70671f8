//! Products: as everybody sees them, and as their owner does.

use std::collections::BTreeMap;

use app::model::catalog::ProductDetail;
use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::ToSchema;

use super::{Availability, absolute, money};
use crate::catalog::managed::ManagedRow;

/// A product on sale.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 42, "slug": "oak-desk", "sku": "D-1", "name": "Oak desk", "description": "A desk of oak.", "brand": "Lumo",
    "category": "furniture/desks", "price_minor": 24990, "compare_at_minor": null, "currency": "USD", "rating": 4.5,
    "review_count": 12, "availability": "in_stock", "stock": 7, "attributes": {"colour": "oak"},
    "url": "https://shop.example/p/oak-desk", "image": "https://shop.example/picture/desk.svg"
}))]
pub(in crate::api) struct PublicProduct {
    /// Its key.
    id: i64,
    /// Last part of its address.
    slug: String,
    /// The owner's number.
    sku: String,
    /// Title.
    name: String,
    /// Plain text; paragraphs are parted by empty lines.
    description: String,
    /// Name of its maker.
    brand: Option<String>,
    /// Path of its category.
    category: Option<String>,
    /// Price in minor units of `currency` (cents for USD); null: on request.
    price_minor: Option<i64>,
    /// Price before, if it was higher.
    compare_at_minor: Option<i64>,
    /// ISO 4217 code of both prices; null if there is none.
    currency: Option<String>,
    /// Mean of the ratings, 0 to 5; null: not rated.
    rating: Option<f32>,
    /// How many rated it.
    review_count: i32,
    availability: Availability,
    /// Pieces left; null: not counted.
    stock: Option<i32>,
    /// Name and value.
    attributes: BTreeMap<String, String>,
    /// Its page.
    url: String,
    /// A picture for it.
    image: String,
}

impl PublicProduct {
    /// `site` is the address of the site.
    pub(in crate::api) fn new(detail: ProductDetail, site: &str) -> Self {
        let card = detail.summary;
        let (price_minor, currency) = money(card.price);
        let (compare_at_minor, other) = money(card.compare_at);
        Self {
            id: card.id,
            url: absolute(site, &format!("/p/{}", card.slug)),
            image: absolute(site, &card.picture),
            slug: card.slug,
            sku: detail.sku,
            name: card.name,
            description: detail.description,
            brand: card.brand,
            category: detail.trail.into_iter().next_back().map(|crumb| crumb.path),
            price_minor,
            compare_at_minor,
            currency: currency.or(other),
            rating: card.rating,
            review_count: card.review_count,
            availability: Availability::of(card.in_stock),
            stock: detail.stock,
            attributes: detail.attributes.into_iter().collect(),
        }
    }
}

/// What a product is to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: in the database it is a text"
)]
pub(in crate::api) enum Status {
    /// Not public yet.
    Draft,
    /// On sale.
    Published,
    /// Not sold any more.
    Archived,
}

/// A product as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 42, "version": 7, "status": "published", "sku": "D-1", "slug": "oak-desk", "name": "Oak desk",
    "description": "A desk of oak.", "brand": "Lumo", "category": "furniture/desks", "price_minor": 24990,
    "compare_at_minor": null, "currency": "USD", "stock": 7, "attributes": {"colour": "oak"}, "image": null,
    "rating": 4.5, "review_count": 12, "updated_at": "2026-11-22T10:00:00.000001Z",
    "url": "https://shop.example/p/oak-desk"
}))]
pub(in crate::api) struct ManagedProduct {
    /// Its key.
    id: i64,
    /// Goes up with each change; the `ETag` is made of it.
    version: i64,
    #[schema(value_type = Status)]
    status: String,
    /// The owner's number; no two products share one.
    sku: String,
    /// Last part of its address; no two products share one.
    slug: String,
    /// Title.
    name: String,
    /// Plain text.
    description: String,
    /// Name of its maker.
    brand: Option<String>,
    /// Path of its category.
    category: Option<String>,
    /// Price in minor units of `currency`; null: on request.
    price_minor: Option<i64>,
    /// Price before.
    compare_at_minor: Option<i64>,
    /// ISO 4217.
    currency: String,
    /// Pieces left; null: not counted.
    stock: Option<i32>,
    /// Name and value.
    attributes: BTreeMap<String, String>,
    /// Address of a picture of its own; null: one is drawn.
    image: Option<String>,
    /// Mean of the ratings.
    rating: Option<f32>,
    /// How many rated it.
    review_count: i32,
    /// When it was changed last (RFC 3339).
    #[schema(format = DateTime)]
    updated_at: String,
    /// Its page, which is there once it is published.
    url: String,
}

impl ManagedProduct {
    /// `site` is the address of the site.
    pub(in crate::api) fn new(row: ManagedRow, site: &str) -> Self {
        let present = row.present;
        let values = present.values;
        Self {
            id: present.id,
            version: present.version,
            url: absolute(site, &format!("/p/{}", values.slug)),
            status: values.status,
            sku: values.sku,
            slug: values.slug,
            name: values.name,
            description: values.description,
            brand: present.brand,
            category: row.category,
            price_minor: values.price_minor,
            compare_at_minor: values.compare_at_minor,
            currency: values.currency,
            stock: values.stock,
            attributes: values.attributes,
            image: values.image,
            rating: present.rating,
            review_count: present.review_count,
            updated_at: moment(row.updated_at),
        }
    }
}

fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

/// A product: as its owner sees it to whoever may, as everybody does to all others.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema alone is made of it")]
pub(in crate::api) enum ProductAnswer {
    Managed(ManagedProduct),
    Public(PublicProduct),
}

/// Some products, in the order of their keys.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ProductList {
    pub(in crate::api) items: Vec<ManagedProduct>,
    /// What `cursor` is to be for the next page; null on the last one.
    pub(in crate::api) next: Option<String>,
}
