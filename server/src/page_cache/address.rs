//! Which page an address means. Two addresses of one page are equal.

use app::model::search::{Note, ParsedQuery, SearchQuery};
use form_urlencoded::Serializer;
use http::{Method, Uri};
use serde::Serialize;

/// Longest slug of a product that is looked up in the cache, in bytes: the database knows no longer ones.
const MAX_SLUG: usize = 200;

/// An address of a page of the shop.
#[derive(Debug, Clone)]
pub(super) struct PageAddress {
    /// What it means: the same for all addresses of one page.
    pub(super) meaning: Meaning,
    given: String,
}

/// Which page is meant, and what else of its address a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Meaning {
    path: String,
    /// Without what is at its default, in one order.
    query: String,
    /// What the page tells about how its address was read.
    notes: Vec<&'static str>,
}

impl PageAddress {
    /// The page of the shop that is asked for; `None` if it is another one, if it is not asked to be shown, or if no such
    /// page can exist.
    pub(super) fn of(method: &Method, uri: &Uri) -> Option<Self> {
        if method != Method::GET && method != Method::HEAD {
            return None;
        }
        let path = uri.path();
        let parsed = || ParsedQuery::parse(uri.query().unwrap_or_default());
        if path == "/" {
            return Some(Self::plain(path));
        }
        if path == "/search" {
            return Some(Self::listing(path.to_owned(), parsed(), uri));
        }
        if let Some(category) = path.strip_prefix("/c/") {
            let parsed = parsed().in_category(category)?;
            let category = parsed.query.category.as_deref()?;
            return Some(Self::listing(format!("/c/{category}"), parsed, uri));
        }
        let slug = path.strip_prefix("/p/")?;
        is_slug(slug).then(|| Self::plain(path))
    }

    /// Where the page is asked for when it is to be made: its canonical address, unless the page tells that another one
    /// could not be followed.
    pub(super) fn target(&self) -> String {
        let Meaning { path, query, notes } = &self.meaning;
        match (&**query, notes.is_empty()) {
            (_, false) => self.given.clone(),
            ("", true) => path.clone(),
            (query, true) => format!("{path}?{query}"),
        }
    }

    /// A page that does not look at its query.
    fn plain(path: &str) -> Self {
        Self {
            meaning: Meaning {
                path: path.to_owned(),
                query: String::new(),
                notes: Vec::new(),
            },
            given: path.to_owned(),
        }
    }

    fn listing(path: String, parsed: ParsedQuery, given: &Uri) -> Self {
        Self {
            meaning: Meaning {
                query: canonical_query(&path, &parsed.query),
                path,
                notes: parsed.notes.into_iter().map(Note::text).collect(),
            },
            given: given
                .path_and_query()
                .map_or_else(String::new, ToString::to_string),
        }
    }
}

/// The query that gives `query` at `path`.
fn canonical_query(path: &str, query: &SearchQuery) -> String {
    let rest = query.to_query_string();
    // A search without words in a category has an address of its own, and a page of its own under this one.
    match &query.category {
        Some(category) if path == "/search" && query.text.is_empty() => {
            let mut out = Serializer::new(String::new());
            out.append_pair("category", category);
            let category = out.finish();
            [category, rest].join("&").trim_end_matches('&').to_owned()
        }
        _ => rest,
    }
}

fn is_slug(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=MAX_SLUG).contains(&text.len()) && text.bytes().all(fits)
}

#[cfg(test)]
mod tests;
