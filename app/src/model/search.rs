//! A search: what is asked (the whole state is the address), and what comes back.

mod attributes;
mod facets;
mod parse;
mod query;
mod reading;
mod results;
mod why;

pub use attributes::{Attributes, is_attribute_text};
pub use facets::{AttributeFacet, FacetValue, Facets, PriceBar, PriceBounds, stars_label};
pub use parse::{Note, ParsedQuery};
pub use query::{ATTRIBUTE_PREFIX, SearchQuery, SortOrder, price_input};
pub use reading::{Reading, Rescue};
pub use results::{SearchLookup, SearchResults, Suggestion, SuggestionKind, Suggestions};
pub use why::{BonusKind, Why, WhyBonus, WhyFound, WhyWord, WordPlace, WordWay};

/// Products on one page of results.
pub const PAGE_SIZE: u32 = 24;

/// The last page that can be asked for: beyond every catalogue's end, so that page numbers stay numbers.
pub const MAX_PAGE: u32 = 1_000_000;
