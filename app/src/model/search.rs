//! A search: what is asked (the whole state is the address), and what comes back.

mod attributes;
mod parse;
mod query;
mod results;

pub use attributes::{Attributes, is_attribute_text};
pub use parse::{Note, ParsedQuery};
pub use query::{ATTRIBUTE_PREFIX, SearchQuery, SortOrder, price_input};
pub use results::{
    FacetValue, Facets, PriceBounds, SearchResults, Suggestion, SuggestionKind, Suggestions,
    stars_label,
};

/// Products on one page of results.
pub const PAGE_SIZE: u32 = 24;

/// The last page that can be asked for. Reading page n costs as much as n pages; past ten
/// thousand results a shopper is better served by a filter.
pub const MAX_PAGE: u32 = 10_000 / PAGE_SIZE;
