//! The list of products, as its address asks for it.

use serde::{Deserialize, Serialize};

use super::{Choice, May};
use crate::model::{money::Money, pairs::first};

/// What the list can be ordered by: as it stands in the address, and for people.
pub const ORDERS: [(&str, &str); 4] = [
    ("newest", "Newest first"),
    ("name", "Name"),
    ("price", "Price, lowest first"),
    ("stock", "Stock, least first"),
];

/// States of a product, as in the database, and for people.
pub const STATUSES: [(&str, &str); 3] = [
    ("draft", "Draft"),
    ("published", "Published"),
    ("archived", "Archived"),
];

/// What the stock may be, as in the address, and for people.
pub const STOCKS: [(&str, &str); 3] = [
    ("out", "Out of stock"),
    ("low", "1 to 5 left"),
    ("uncounted", "Not counted"),
];

/// Formats that the listed products can be had in, as in the address, and for people.
pub const EXPORTS: [(&str, &str); 2] = [("csv", "CSV"), ("jsonl", "JSON lines")];

/// Which products are listed. What is not understood is as if it were not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductsQuery {
    /// In the name or at the beginning of the item number, or the key itself; anything if empty.
    pub text: String,
    /// One of [`STATUSES`]; any if empty.
    pub status: String,
    /// Number of a category, with all below it; any if none.
    pub category: Option<i32>,
    /// Name of a brand; any if empty.
    pub brand: String,
    /// One of [`STOCKS`]; any if empty.
    pub stock: String,
    /// One of [`ORDERS`]; the first if empty.
    pub order: String,
    /// The place behind which the page begins: what it is ordered by, and the key, of the last product of the page before.
    pub after: Option<(String, i64)>,
    /// The act on many products that was done just now.
    pub done: Option<i64>,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductsPage {
    /// The products.
    pub products: Vec<ListedProduct>,
    /// How many there are on all pages.
    pub total: i64,
    /// Where the next page begins, if there is one.
    pub next: Option<(String, i64)>,
    /// What can be chosen.
    pub categories: Vec<Choice>,
    /// Names of makers, to choose from.
    pub brands: Vec<String>,
    /// What whoever looks at it may do.
    pub may: May,
    /// What they did on the page before.
    pub told: Option<String>,
    /// The act that was done just now, if they may take it back.
    pub undo: Option<i64>,
}

/// A product in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProduct {
    /// Primary key.
    pub id: i64,
    /// Title.
    pub name: String,
    /// The owner's number.
    pub sku: String,
    /// As in the database.
    pub status: String,
    /// Name of its maker.
    pub brand: Option<String>,
    /// Price; nothing: on request.
    pub price: Option<Money>,
    /// What it is priced in.
    pub currency: String,
    /// Pieces left; nothing: not counted.
    pub stock: Option<i32>,
    /// Goes up with each change.
    pub version: i64,
}

impl ProductsQuery {
    /// What the query part of an address asks for.
    pub fn parse(query: &str) -> Self {
        let text =
            |name| first(query, name).map_or_else(String::new, |text| text.trim().to_owned());
        let known = |name, choices: &[(&str, &str)]| {
            let given = text(name);
            let is_known = choices.iter().any(|(value, _)| *value == given);
            if is_known { given } else { String::new() }
        };
        let after = first(query, "after").zip(first(query, "key"));
        Self {
            text: text("q"),
            status: known("status", &STATUSES),
            category: text("category").parse().ok(),
            brand: text("brand"),
            stock: known("stock", &STOCKS),
            order: known("order", &ORDERS),
            after: after.and_then(|(after, key)| Some((after, key.parse().ok()?))),
            done: text("done").parse().ok(),
        }
    }

    /// What stands in the address of the list, by name. What is as usual is left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let number = |number: Option<i64>| number.map_or_else(String::new, |it| it.to_string());
        let (after, key) = self.after.clone().unzip();
        let pairs = [
            ("q", self.text.clone()),
            ("status", self.status.clone()),
            ("category", number(self.category.map(i64::from))),
            ("brand", self.brand.clone()),
            ("stock", self.stock.clone()),
            ("order", self.order.clone()),
            ("after", after.unwrap_or_default()),
            ("key", number(key)),
            ("done", number(self.done)),
        ];
        // A name that is empty is a place, too.
        let is_said = |(name, value): &(&str, String)| {
            !value.is_empty() || (*name == "after" && self.after.is_some())
        };
        pairs.into_iter().filter(is_said).collect()
    }

    /// The address of the list.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        match query.extend_pairs(self.pairs()).finish() {
            all if all.is_empty() => "/admin/products".to_owned(),
            query => format!("/admin/products?{query}"),
        }
    }

    /// The address of all of them in a file, in one of [`EXPORTS`].
    pub fn export(&self, format: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("format", format);
        let narrowed = Self {
            order: String::new(),
            ..self.behind(None)
        };
        let query = query.extend_pairs(narrowed.pairs()).finish();
        format!("/admin/products/export?{query}")
    }

    /// The same list behind this place.
    #[must_use]
    pub fn behind(&self, place: Option<(String, i64)>) -> Self {
        Self {
            after: place,
            done: None,
            ..self.clone()
        }
    }

    /// The same page after this act.
    #[must_use]
    pub fn having_done(&self, act: Option<i64>) -> Self {
        Self {
            done: act,
            ..self.clone()
        }
    }

    /// Whether all products are listed.
    pub fn is_all(&self) -> bool {
        let order = self.order.clone();
        let all = Self {
            order,
            ..Self::default()
        };
        self.behind(None) == all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        let query = ProductsQuery {
            text: "oak & ash".to_owned(),
            status: "draft".to_owned(),
            category: Some(7),
            brand: "Müller".to_owned(),
            stock: "low".to_owned(),
            order: "name".to_owned(),
            after: Some(("Oak=desk".to_owned(), 42)),
            done: Some(9),
        };
        let href = query.href();
        let (path, rest) = href.split_once('?').unwrap();
        assert_eq!(path, "/admin/products");
        assert_eq!(ProductsQuery::parse(rest), query);
        assert_eq!(query.behind(None).after, None);
        assert_eq!(query.behind(None).done, None, "it was done on one page");
        assert!(!query.is_all());
        assert_eq!(
            query.export("csv"),
            "/admin/products/export?format=csv&q=oak+%26+ash&status=draft&category=7&brand=M%C3%BCller&stock=low"
        );
    }

    #[test]
    fn what_is_not_understood_is_not_there() {
        let query = ProductsQuery::parse("status=sold&order=x&stock=&category=a&after=1&key=x&q=+");
        assert_eq!(query, ProductsQuery::default());
        assert_eq!(query.href(), "/admin/products");
        assert!(query.is_all());
    }
}
