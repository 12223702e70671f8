//! Products as pages show them.

use serde::{Deserialize, Serialize};

use super::{money::Money, photo::Photo};

/// A product on a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductSummary {
    /// Primary key.
    pub id: i64,
    /// Last part of its address, `/p/{slug}`.
    pub slug: String,
    /// Title.
    pub name: String,
    /// Maker, if known.
    pub brand: Option<String>,
    /// Price now; `None`: on request.
    pub price: Option<Money>,
    /// Price before, if it was higher.
    pub compare_at: Option<Money>,
    /// Mean of the ratings, 0 to 5; `None`: not rated.
    pub rating: Option<f32>,
    /// How many rated it.
    pub review_count: i32,
    /// Can be had now.
    pub in_stock: bool,
    /// Address of its picture on this server: of a small one if it has photographs, of one that is drawn if not.
    pub picture: String,
    /// The first of its photographs.
    pub photo: Option<Photo>,
}

/// A category on the way down from the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crumb {
    /// Slugs from the root, `kitchen/pans`; the page is `/c/{path}`.
    pub path: String,
    /// Name to show.
    pub name: String,
}

/// A product on its own page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductDetail {
    /// What its card shows.
    pub summary: ProductSummary,
    /// Slug of the maker, for links.
    pub brand_slug: Option<String>,
    /// Its categories, widest first.
    pub trail: Vec<Crumb>,
    /// Plain text; paragraphs are parted by empty lines.
    pub description: String,
    /// The owner's number.
    pub sku: String,
    /// Pieces left; `None`: not counted.
    pub stock: Option<i32>,
    /// Name and value, sorted by name.
    pub attributes: Vec<(String, String)>,
    /// Its photographs in their order.
    pub photos: Vec<Photo>,
    /// Products close to it.
    pub similar: Vec<ProductSummary>,
}

/// A product that was here and is no longer sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemovedProduct {
    /// Its title.
    pub name: String,
    /// Its categories, widest first.
    pub trail: Vec<Crumb>,
    /// What could serve instead.
    pub similar: Vec<ProductSummary>,
}

/// What stands at the address of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProductLookup {
    /// A product on sale.
    Found(Box<ProductDetail>),
    /// One that is no longer sold (410).
    Removed(Box<RemovedProduct>),
    /// One that has another address by now, which ends with this slug (301).
    Moved(String),
    /// Nothing, ever (404).
    Missing,
}

/// A top category on the front page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryTile {
    /// The category.
    pub crumb: Crumb,
    /// Products in it and below it.
    pub count: i64,
    /// Address of a picture for it on this server.
    pub picture: String,
}

/// What the front page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HomePage {
    /// Products on sale.
    pub product_count: i64,
    /// The top categories, by name; where there are very many, the largest ones.
    pub categories: Vec<CategoryTile>,
    /// Products people rate best.
    pub best_rated: Vec<ProductSummary>,
}
