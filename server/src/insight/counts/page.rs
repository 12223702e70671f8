//! Which pages are counted, and under which key.

use std::fmt;

use app::model::search::ParsedQuery;
use cache::Counts;
use http::Uri;

/// Path of a product's page, before its slug.
const PRODUCT: &str = "/p/";
/// Path of a search.
const SEARCH: &str = "/search";

/// What a counted page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A product, counted by its slug.
    Product,
    /// A search by words, counted by the canonical address of its first page: equal questions
    /// count together.
    Search,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Product, Self::Search];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Search => "search",
        }
    }

    /// Address of the page counted under `key`.
    pub fn path(self, key: &str) -> String {
        match self {
            Self::Product => format!("{PRODUCT}{key}"),
            Self::Search => key.to_owned(),
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Marks a request, among its extensions, that no visitor makes: its page is not counted.
#[derive(Debug, Clone, Copy)]
pub struct Uncounted;

/// Counts the page at `uri`, which was answered with success, if it is of a kind that is counted.
///
/// To be called for answers from a cache too. Never waits.
pub fn page_served(counts: &Counts, uri: &Uri) {
    if let Some((kind, key)) = counted_as(uri) {
        counts.add(&joined(kind, &key));
    }
}

/// Kind and key of the page at `uri`.
fn counted_as(uri: &Uri) -> Option<(Kind, String)> {
    if let Some(slug) = uri.path().strip_prefix(PRODUCT) {
        return is_slug(slug).then(|| (Kind::Product, slug.to_owned()));
    }
    if uri.path() != SEARCH {
        return None;
    }
    let query = ParsedQuery::parse(uri.query()?).query.at_page(1);
    (!query.text.is_empty()).then(|| (Kind::Search, query.href()))
}

/// Slugs have no other characters; what else stands there was no product's address.
fn is_slug(text: &str) -> bool {
    let mut bytes = text.bytes();
    !text.is_empty() && bytes.all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// The counter's key of a page.
fn joined(kind: Kind, key: &str) -> String {
    format!("{kind}:{key}")
}

/// Kind and key of a page from the counter's key; nothing if this program counts no such pages, or
/// if PostgreSQL could not hold the key.
pub(super) fn parted(counter_key: &str) -> Option<(Kind, &str)> {
    let (kind, key) = counter_key.split_once(':')?;
    let kind = Kind::from_name(kind)?;
    (!key.contains('\0')).then_some((kind, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str) -> Option<(Kind, String)> {
        counted_as(&uri.parse().unwrap())
    }

    #[test]
    fn products_count_by_slug() {
        let lamp = Some((Kind::Product, "oak-lamp-2".to_owned()));
        assert_eq!(of("/p/oak-lamp-2"), lamp);
        assert_eq!(of("/p/oak-lamp-2?from=mail"), lamp);
        for other in ["/p/", "/p/a/b", "/p/a%00", "/p/A", "/pp/a", "/c/oak"] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn equal_questions_count_together() {
        let address = "/search?q=oak+desk&brand=b&sort=price";
        let search = Some((Kind::Search, address.to_owned()));
        assert_eq!(of(address), search);
        assert_eq!(
            of("/search?sort=price&q=%20oak%20%20desk&page=3&brand=b&x=1"),
            search
        );
    }

    #[test]
    fn a_search_without_words_is_browsing() {
        for browsing in [
            "/search",
            "/search?q=",
            "/search?q=+&brand=b",
            "/",
            "/suggest?q=oak",
        ] {
            assert_eq!(of(browsing), None, "{browsing}");
        }
    }

    #[test]
    fn counter_keys_come_apart_again() {
        for (kind, key) in [(Kind::Product, "a-b"), (Kind::Search, "/search?q=a:b")] {
            assert_eq!(parted(&joined(kind, key)), Some((kind, key)));
        }
        for foreign in ["", "product", "basket:a", "search:a\0"] {
            assert_eq!(parted(foreign), None, "{foreign:?}");
        }
    }
}
