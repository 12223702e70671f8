//! Categories and brands in the hands of those who run the shop.

mod form;
mod query;

use serde::{Deserialize, Serialize};

use super::editing::Choice;

pub use self::{
    form::NamedForm,
    query::{BrandsQuery, CategoriesQuery, MergeQuery, MoveQuery},
};

/// What is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A category.
    Category,
    /// A brand.
    Brand,
}

impl Kind {
    /// As people say it, and as the history has it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Brand => "brand",
        }
    }

    /// The page of all of them.
    pub fn list(self) -> &'static str {
        match self {
            Self::Category => "/admin/categories",
            Self::Brand => "/admin/brands",
        }
    }

    /// The page of one.
    pub fn page(self, id: i32) -> String {
        format!("{}/{id}", self.list())
    }

    /// The heading of all of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Category => "Categories",
            Self::Brand => "Brands",
        }
    }
}

/// The tree, or what of it has some words in its names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoriesPage {
    /// Each below the one it belongs to.
    pub rows: Vec<CategoryLine>,
    /// How many more there are than are shown.
    pub hidden: usize,
    /// What a new one can be put below.
    pub places: Vec<Choice>,
    /// What happened to categories, the last first.
    pub past: Vec<PastAct>,
    /// Whether whoever looks at it may change anything.
    pub may_edit: bool,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// A category in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryLine {
    /// Primary key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// Names of those above it, widest first.
    pub above: Vec<String>,
    /// Where it is in the shop: `/c/{path}`.
    pub path: String,
    /// Products in it, of any status.
    pub own: i64,
    /// Products in it and below it.
    pub all: i64,
}

/// Some brands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandsPage {
    /// By name.
    pub rows: Vec<BrandLine>,
    /// How many there are on all pages.
    pub total: i64,
    /// The page shown, from 1.
    pub page: u32,
    /// How many pages there are, 1 at least.
    pub pages: u32,
    /// What happened to brands, the last first.
    pub past: Vec<PastAct>,
    /// Whether whoever looks at it may change anything.
    pub may_edit: bool,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// A brand in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandLine {
    /// Primary key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// What stands for it in addresses.
    pub slug: String,
    /// Its products, of any status.
    pub products: i64,
}

/// A category or a brand with all that can be done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPage {
    /// What it is.
    pub kind: Kind,
    /// Primary key.
    pub id: i32,
    /// Goes up with each change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What stands for it in addresses.
    pub slug: String,
    /// Names of the categories above it, widest first.
    pub above: Vec<String>,
    /// The category above it.
    pub parent: Option<i32>,
    /// Where it is in the shop.
    pub href: String,
    /// Products in it, of any status.
    pub own: i64,
    /// Products in it and below it.
    pub all: i64,
    /// Categories directly below it.
    pub children: usize,
    /// Categories that it can be put below.
    pub places: Vec<Choice>,
    /// What it can be merged into: keys of categories, or names of brands as far as a field proposes them.
    pub others: Vec<Choice>,
    /// Addresses that lead here, as far as they are told.
    pub old: Vec<String>,
    /// What happened to it, the last first.
    pub past: Vec<PastAct>,
    /// Whether whoever looks at it may change anything.
    pub may_edit: bool,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// What happened at some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastAct {
    /// Its number.
    pub id: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What, as a sentence without its full stop.
    pub what: String,
    /// Products that it changed.
    pub products: i64,
    /// Whether whoever looks may take it back.
    pub may_undo: bool,
}

/// What would come of moving or merging, told before it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// What it is done to.
    pub kind: Kind,
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// What is asked: `Merge “Lights” into “Lamps”?`
    pub question: String,
    /// What would come of it, each a sentence.
    pub facts: Vec<String>,
    /// Names what was told; nothing if it cannot be done.
    pub token: Option<String>,
    /// What is in the way.
    pub problem: Option<String>,
    /// What the button says.
    pub button: String,
}
