//! A product as a file or the demo catalogue gives it, checked and ready to be staged.

use std::collections::BTreeMap;

use super::{
    copy_text::CopyText,
    field::Given,
    slug::{name_slug, title_slug},
};

/// Parts the names of a category's levels in the staging table. No name contains it: control
/// characters are stripped from them.
pub const LEVEL_SEPARATOR: char = '\u{1f}';

/// One checked product.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Where it stands in its source, from 1; also the order products are created in.
    pub line: u64,
    /// Which fields the source gave; an update touches only these.
    pub given: Given,
    /// The owner's own number for it.
    pub sku: String,
    /// Its slug if the source insists on one; otherwise one is made from the name.
    pub slug: Option<String>,
    /// `draft`, `published` or `archived`.
    pub status: String,
    pub name: String,
    pub description: String,
    pub brand: Option<String>,
    /// Names of its category's levels, widest first; empty for none.
    pub category: Vec<String>,
    /// In the minor unit of `currency`.
    pub price_minor: Option<i64>,
    /// The former price it is compared with, in the minor unit of `currency`.
    pub compare_at_minor: Option<i64>,
    /// Three capital letters.
    pub currency: String,
    /// Mean of the reviews, 0 to 5.
    pub rating: Option<f32>,
    pub review_count: i32,
    /// `None`: not counted, always available.
    pub stock: Option<i32>,
    /// Address of its picture.
    pub image: Option<String>,
    pub attributes: BTreeMap<String, String>,
    /// Microseconds since the Unix epoch.
    pub created_at: Option<i64>,
    /// Its line as it was read, kept only where a later check may still refuse it.
    pub original: Option<String>,
}

impl Default for Product {
    fn default() -> Self {
        Self {
            line: 0,
            given: Given::default(),
            sku: String::new(),
            slug: None,
            status: "published".to_owned(),
            name: String::new(),
            description: String::new(),
            brand: None,
            category: Vec::new(),
            price_minor: None,
            compare_at_minor: None,
            currency: "USD".to_owned(),
            rating: None,
            review_count: 0,
            stock: None,
            image: None,
            attributes: BTreeMap::new(),
            created_at: None,
            original: None,
        }
    }
}

/// The staging table's columns, in the order [`Product::write`] writes them.
pub const STAGE_COLUMNS: &str = "line, given, sku, slug, slug_short, slug_long, status, name, \
     description, brand, brand_slug, category_path, category_names, price_minor, compare_at_minor, \
     currency, rating, review_count, stock, image, attributes, created_us, original";

impl Product {
    /// Appends it as a row of the staging table.
    pub fn write(&self, row: &mut CopyText) {
        let slug_short = title_slug(&self.name);
        let slug_long = format!("{slug_short}-{}", name_slug(&self.sku));
        let levels: Vec<String> = self.category.iter().map(|name| name_slug(name)).collect();
        let category_path = (!levels.is_empty()).then(|| levels.join("/"));
        let category_names =
            (!levels.is_empty()).then(|| self.category.join(&LEVEL_SEPARATOR.to_string()));
        row.number(self.line)
            .number(self.given.bits())
            .text(&self.sku)
            .optional_text(self.slug.as_deref())
            .text(&slug_short)
            .text(&slug_long)
            .text(&self.status)
            .text(&self.name)
            .text(&self.description)
            .optional_text(self.brand.as_deref())
            .optional_text(self.brand.as_deref().map(name_slug).as_deref())
            .optional_text(category_path.as_deref())
            .optional_text(category_names.as_deref())
            .optional_number(self.price_minor)
            .optional_number(self.compare_at_minor)
            .text(&self.currency)
            .optional_number(self.rating)
            .number(self.review_count)
            .optional_number(self.stock)
            .optional_text(self.image.as_deref())
            .text(&self.attributes_json())
            .optional_number(self.created_at)
            .optional_text(self.original.as_deref())
            .end_row();
    }

    fn attributes_json(&self) -> String {
        // A map of strings always serialises.
        serde_json::to_string(&self.attributes).unwrap_or_else(|_| "{}".to_owned())
    }
}
