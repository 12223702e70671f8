//! What is kept under which name and for how long. Raise a version when the fields of what is
//! kept change.

use std::time::Duration;

use cache::Namespace;

/// Until edits take entries away, age is what bounds how old a page can be.
const TTL: Duration = Duration::from_mins(1);

/// The tree of categories.
pub(super) const TAXONOMY: Namespace = Namespace::new("taxonomy", 1, TTL);
/// Ids of a page of a list, in order.
pub(super) const LISTING: Namespace = Namespace::new("listing", 1, TTL);
/// Facet counts of a search.
pub(super) const FACETS: Namespace = Namespace::new("facets", 1, TTL);
/// A product's card.
pub(super) const CARD: Namespace = Namespace::new("card", 1, TTL);
/// A product's page beside its card.
pub(super) const PRODUCT: Namespace = Namespace::new("product", 1, TTL);
/// Ids of products close to one.
pub(super) const SIMILAR: Namespace = Namespace::new("similar", 1, TTL);
/// Completions of a beginning.
pub(super) const SUGGEST: Namespace = Namespace::new("suggest", 1, TTL);
