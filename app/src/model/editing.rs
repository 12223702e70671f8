//! A product in the hands of those who run the shop: its form, and what happened to it.

mod act;
mod bulk;
mod form;
mod list;
mod photos;
mod row;

use serde::{Deserialize, Serialize};

use super::{pairs::first, photo::Photo};

pub use self::{
    act::{ActChange, ActReport},
    bulk::{ACTS, Bulk, BulkQuery, PRICE_CHANGES, PriceRange, Refused, Tally},
    form::{Difference, ProductForm},
    list::{EXPORTS, ListedProduct, ORDERS, ProductsPage, ProductsQuery, STATUSES, STOCKS},
    photos::{PhotoAct, PhotosForm},
    row::{RowForm, RowNow},
};

/// A product as its editor shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Editing {
    /// Its key; nothing if it is still to be made.
    pub id: Option<i64>,
    /// Goes up with each change; 0 if it is still to be made.
    pub version: i64,
    /// What is in its fields; nothing if it was removed.
    pub form: Option<ProductForm>,
    /// Mean of the ratings.
    pub rating: Option<f32>,
    /// How many rated it.
    pub review_count: i32,
    /// What it can be put into.
    pub categories: Vec<Choice>,
    /// Names of makers, to choose from.
    pub brands: Vec<String>,
    /// What happened to it, the last first.
    pub history: Vec<Change>,
    /// The number of the last of them, if there are older ones.
    pub older: Option<i64>,
    /// What whoever looks at it may do.
    pub may: May,
    /// What they did on the page before.
    pub told: Option<String>,
    /// Its photographs.
    pub photos: EditedPhotos,
}

/// Photographs in the hands of those who run the shop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedPhotos {
    /// In their order.
    pub list: Vec<Photo>,
    /// Another one once the list is another.
    pub token: String,
    /// Size of a file at most, in MiB.
    pub most: u64,
    /// Whether what was done on the page before was done to them.
    pub told: bool,
}

/// What somebody may do to products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Make and change them.
    pub edit: bool,
    /// Remove them.
    pub delete: bool,
}

/// One of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// As it is sent.
    pub value: String,
    /// As it is shown.
    pub label: String,
}

/// One change of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// What became of which field.
    pub fields: Vec<FieldChange>,
    /// Version of the product after it.
    pub version: i64,
    /// The act that it is part of; nothing if that holds too many products to be looked at.
    pub act: Option<i64>,
    /// The same, if whoever looks may take it back, and if nobody has changed the same since.
    pub undo: Option<i64>,
}

/// What became of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its name, for people.
    pub field: String,
    /// What it was.
    pub before: String,
    /// What it became.
    pub after: String,
}

/// Which product is edited, as the address says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EditingQuery {
    /// Only changes before the one of this number.
    pub before: Option<i64>,
    /// The product that a new one is to be like.
    pub like: Option<i64>,
    /// Whether one comes back from changing its photographs.
    pub at_photos: bool,
}

impl EditingQuery {
    /// What the query part of an address asks for; what is no number is nothing.
    pub fn parse(query: &str) -> Self {
        let number = |name| first(query, name)?.parse().ok();
        Self {
            before: number("before"),
            like: number("like"),
            at_photos: first(query, "at").as_deref() == Some("photos"),
        }
    }
}
