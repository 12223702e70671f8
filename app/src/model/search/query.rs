//! What is asked for, and its one canonical address.

use form_urlencoded::Serializer;
use serde::{Deserialize, Serialize};

use super::attributes::{self, Attributes};

/// What the name of a property follows in the address, so that none can be taken for another
/// parameter: `a.colour=red`.
pub const ATTRIBUTE_PREFIX: &str = "a.";

/// How results are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum SortOrder {
    /// Best match first; without words, most popular first.
    #[default]
    Relevance,
    /// Cheapest first; unpriced last.
    PriceAscending,
    /// Dearest first; unpriced last.
    PriceDescending,
    /// Best rated first, a rating counting more when many gave it.
    Rating,
    /// Newest first.
    Newest,
}

impl SortOrder {
    /// All orders, as offered to shoppers.
    pub const ALL: [Self; 5] = [
        Self::Relevance,
        Self::PriceAscending,
        Self::PriceDescending,
        Self::Rating,
        Self::Newest,
    ];

    /// Its value in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::PriceAscending => "price",
            Self::PriceDescending => "price-desc",
            Self::Rating => "rating",
            Self::Newest => "newest",
        }
    }

    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Relevance => "Best match",
            Self::PriceAscending => "Price: low to high",
            Self::PriceDescending => "Price: high to low",
            Self::Rating => "Best rated",
            Self::Newest => "Newest",
        }
    }

    /// The order with this value in the address.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.slug() == slug)
    }
}

/// One page of one search. Two addresses that mean the same give equal values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchQuery {
    /// Words, cleaned of control characters and surplus space; empty: everything.
    pub text: String,
    /// Path of a category, `kitchen/pans`; its subtree counts.
    pub category: Option<String>,
    /// Slugs of makers, sorted, any of which will do; empty: all.
    pub brands: Vec<String>,
    /// Properties by name, of each of which one of the values will do; sorted, empty: all.
    pub attributes: Attributes,
    /// Least price in minor units.
    pub min_price: Option<i64>,
    /// Highest price in minor units; never below `min_price`.
    pub max_price: Option<i64>,
    /// Least rating, 1 to 4 stars.
    pub min_rating: Option<u8>,
    /// Only what can be had now.
    pub in_stock: bool,
    /// Order of the results.
    pub sort: SortOrder,
    /// Page number less one.
    pub page_index: u32,
    /// Take the words as they are typed, without correcting any; never without words.
    pub verbatim: bool,
}

impl SearchQuery {
    /// The page number as people count, from 1.
    pub fn page(&self) -> u32 {
        self.page_index + 1
    }

    /// The same search at another page, counted from 1.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self {
            page_index: page.saturating_sub(1),
            ..self.clone()
        }
    }

    /// The same search, changed by `change`, from its first page.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.at_page(1);
        change(&mut changed);
        changed
    }

    /// The same search with the maker `slug` added, or taken away if it was chosen.
    #[must_use]
    pub fn toggle_brand(&self, slug: &str) -> Self {
        self.with(
            |query| match query.brands.binary_search_by(|b| b.as_str().cmp(slug)) {
                Ok(at) => {
                    query.brands.remove(at);
                }
                Err(at) => query.brands.insert(at, slug.to_owned()),
            },
        )
    }

    /// The same search with `value` added to those of the property `name`, or taken away if it was
    /// chosen.
    #[must_use]
    pub fn toggle_attribute(&self, name: &str, value: &str) -> Self {
        self.with(|query| attributes::toggle(&mut query.attributes, name, value))
    }

    /// The values chosen of the property `name`.
    pub fn chosen_values(&self, name: &str) -> &[String] {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(known, _)| known == name)
            .map_or(&[], |(_, values)| values)
    }

    /// Words, category and order alone, without any other filter.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self {
            text: self.text.clone(),
            category: self.category.clone(),
            sort: self.sort,
            verbatim: self.verbatim,
            ..Self::default()
        }
    }

    /// Whether a filter beyond words and category is set.
    pub fn has_filters(&self) -> bool {
        !self.brands.is_empty()
            || !self.attributes.is_empty()
            || self.min_price.is_some()
            || self.max_price.is_some()
            || self.min_rating.is_some()
            || self.in_stock
    }

    /// Path of the page: browsing a category has its own.
    pub fn path(&self) -> String {
        match &self.category {
            Some(category) if self.text.is_empty() => format!("/c/{category}"),
            _ => "/search".to_owned(),
        }
    }

    /// Path and query of the page: the one address of this search.
    pub fn href(&self) -> String {
        let query = self.to_query_string();
        if query.is_empty() {
            self.path()
        } else {
            format!("{}?{query}", self.path())
        }
    }

    /// The query part of the address, without what is at its default and without what the path
    /// says already.
    pub fn to_query_string(&self) -> String {
        let mut out = Serializer::new(String::new());
        if !self.text.is_empty() {
            out.append_pair("q", &self.text);
            if let Some(category) = &self.category {
                out.append_pair("category", category);
            }
            if self.verbatim {
                out.append_pair("exact", "1");
            }
        }
        for brand in &self.brands {
            out.append_pair("brand", brand);
        }
        for (name, values) in &self.attributes {
            for value in values {
                out.append_pair(&format!("{ATTRIBUTE_PREFIX}{name}"), value);
            }
        }
        if let Some(minor) = self.min_price {
            out.append_pair("min", &price_input(minor));
        }
        if let Some(minor) = self.max_price {
            out.append_pair("max", &price_input(minor));
        }
        if let Some(stars) = self.min_rating {
            out.append_pair("rating", &stars.to_string());
        }
        if self.in_stock {
            out.append_pair("stock", "1");
        }
        if self.sort != SortOrder::default() {
            out.append_pair("sort", self.sort.slug());
        }
        if self.page_index > 0 {
            out.append_pair("page", &self.page().to_string());
        }
        out.finish()
    }
}

/// A price as it stands in the address and in the price fields: `12` or `12.50`.
pub fn price_input(minor: i64) -> String {
    if minor % 100 == 0 {
        (minor / 100).to_string()
    } else {
        format!("{}.{:02}", minor / 100, minor % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_filters() {
        let oak = SearchQuery {
            text: "oak".to_owned(),
            page_index: 3,
            verbatim: true,
            ..SearchQuery::default()
        };
        let red = oak.toggle_attribute("colour", "red & blue");
        assert!(red.has_filters());
        assert_eq!(red.href(), "/search?q=oak&exact=1&a.colour=red+%26+blue");
        assert_eq!(red.chosen_values("colour"), ["red & blue"]);
        assert_eq!(red.chosen_values("size"), [""; 0]);
        assert_eq!(red.without_filters(), oak.at_page(1));
        assert_eq!(red.toggle_attribute("colour", "red & blue"), oak.at_page(1));
    }
}
