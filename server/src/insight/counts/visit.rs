//! Which requests are counted, and as what.

use std::time::Duration;

use app::model::search::{ParsedQuery, SearchQuery};
use cache::Counts;
use http::{
    HeaderMap, HeaderName, Method, Request, StatusCode, Uri,
    header::{HOST, REFERER},
};

use super::{
    event::{Event, today},
    words::kept,
};

/// Path of a product's page, before its slug.
const PRODUCT: &str = "/p/";
/// Path of a search.
const SEARCH: &str = "/search";

/// What browsers say when they fetch a page that nobody may ever look at.
const PURPOSES: [HeaderName; 2] = [
    HeaderName::from_static("sec-purpose"),
    HeaderName::from_static("purpose"),
];

/// Marks a request, among its extensions, that no visitor makes: its page is not counted.
#[derive(Debug, Clone, Copy)]
pub struct Uncounted;

/// A visitor's request for a page that is counted once it was served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visit {
    /// Of a product.
    Product {
        /// The product's.
        slug: String,
        /// The words of the search on whose results the visitor was.
        from: Option<String>,
    },
    /// A search by words, as they are kept. Filters, orders and further pages of it are no searches of their own.
    Search(String),
}

impl Visit {
    /// The visit that `request` is, if it is one that counts.
    ///
    /// That a product is opened from results is known from what browsers say of the page they come from (`Referer`),
    /// which must be one of this site. No script is needed, no link leads astray, and nothing is left with the visitor.
    pub fn of<B>(request: &Request<B>) -> Option<Self> {
        let (uri, headers) = (request.uri(), request.headers());
        let is_visit = request.method() == Method::GET
            && request.extensions().get::<Uncounted>().is_none()
            && !is_ahead_of_time(headers);
        if !is_visit {
            return None;
        }
        if let Some(slug) = uri.path().strip_prefix(PRODUCT) {
            return is_slug(slug).then(|| Self::Product {
                slug: slug.to_owned(),
                from: search_before(headers),
            });
        }
        let query = searched(uri)?;
        let asked_anew = query == by_words(&query.text);
        kept(&query.text).filter(|_| asked_anew).map(Self::Search)
    }

    /// Counts it, now that its page was answered with `status`. `found`: the results of the search on it; `made`: what it
    /// took to make it, unless it was there.
    ///
    /// A browser that is told to show what it has (304) has been there before: the product is looked at again, but the
    /// way back to the results is no search, and what was opened once is not opened anew.
    ///
    /// To be called for pages from a cache too. Never waits.
    pub fn served(
        self,
        counts: &Counts,
        status: StatusCode,
        found: Option<u64>,
        made: Option<Duration>,
    ) {
        let is_new = status == StatusCode::OK;
        match (self, found) {
            (Self::Product { slug, from }, _) => {
                if is_new && let Some(words) = from {
                    let (day, slug) = (today(), slug.clone());
                    counts.add(&Event::Click { day, words, slug }.key());
                }
                if is_new || status == StatusCode::NOT_MODIFIED {
                    counts.add(&Event::View { slug }.key());
                }
            }
            (Self::Search(words), Some(results)) if is_new => {
                let day = today();
                if let Some(took) = made {
                    let (words, micros) = (words.clone(), rounded(took));
                    counts.add(&Event::Made { day, words, micros }.key());
                }
                let search = Event::Search {
                    day,
                    words,
                    results,
                };
                counts.add(&search.key());
            }
            (Self::Search(_), _) => {}
        }
    }
}

/// Microseconds to a tenth of a millisecond: what took about the same is counted together.
fn rounded(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX) / 100 * 100
}

/// The words of the search that the visitor comes from.
fn search_before(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name)?.to_str().ok();
    let before: Uri = text(REFERER)?.parse().ok()?;
    let is_ours = before
        .authority()
        .is_some_and(|place| Some(place.as_str()) == text(HOST));
    let query = searched(&before).filter(|_| is_ours)?;
    kept(&query.text)
}

/// The search at this address.
fn searched(uri: &Uri) -> Option<SearchQuery> {
    let query = uri.query().filter(|_| uri.path() == SEARCH)?;
    Some(ParsedQuery::parse(query).query)
}

fn by_words(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        ..SearchQuery::default()
    }
}

fn is_ahead_of_time(headers: &HeaderMap) -> bool {
    let says = |name| headers.get(name).and_then(|value| value.to_str().ok());
    PURPOSES
        .iter()
        .filter_map(says)
        .any(|purpose| purpose.contains("prefetch"))
}

/// Slugs have no other characters; what else stands there was no product's address.
fn is_slug(text: &str) -> bool {
    let mut bytes = text.bytes();
    !text.is_empty() && bytes.all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[cfg(test)]
mod tests;
