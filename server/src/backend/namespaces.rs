//! What is kept under which name and for how long. Raise a version when the fields of what is
//! kept change.
//!
//! Changes are kept out by tags. Time only bounds what is kept of what nobody asks for any more.

use std::time::Duration;

use cache::Namespace;

const TTL: Duration = Duration::from_hours(6);

/// The tree of categories.
pub(super) const TAXONOMY: Namespace = Namespace::new("taxonomy", 1, TTL);
/// How many products there are.
pub(super) const SIZE: Namespace = Namespace::new("size", 1, TTL);
/// Ids of a page of a list, in order.
pub(super) const LISTING: Namespace = Namespace::new("listing", 2, TTL);
/// Facet counts of a search.
pub(super) const FACETS: Namespace = Namespace::new("facets", 2, TTL);
/// A product's card.
pub(super) const CARD: Namespace = Namespace::new("card", 2, TTL);
/// A product's page beside its card.
pub(super) const PRODUCT: Namespace = Namespace::new("product", 2, TTL);
/// Ids of products close to one.
pub(super) const SIMILAR: Namespace = Namespace::new("similar", 1, TTL);
/// Completions of a beginning. Of very many matches some are ranked, and which may differ from one
/// time to the next.
pub(super) const SUGGEST: Namespace =
    Namespace::new("suggest", 1, Duration::from_mins(10)).unaudited();
