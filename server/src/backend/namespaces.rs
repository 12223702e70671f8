//! What is kept under which name and for how long. Raise a version when the fields of what is
//! kept change.
//!
//! Changes are kept out by tags. Time only bounds what is kept of what nobody asks for any more.

use std::time::Duration;

use cache::Namespace;

const TTL: Duration = Duration::from_hours(6);

/// All that the catalogue keeps, by name.
pub(crate) const NAMESPACES: [Namespace; 5] = [CARD, OLD_PATH, OLD_SLUG, PRODUCT, TAXONOMY];

/// The tree of categories.
pub(super) const TAXONOMY: Namespace = Namespace::new("taxonomy", 1, TTL);
/// Where a path leads that a category had before.
pub(super) const OLD_PATH: Namespace = Namespace::new("old-path", 1, TTL);
/// What a slug means that a brand had before.
pub(super) const OLD_SLUG: Namespace = Namespace::new("old-slug", 1, TTL);
/// A product's card.
pub(super) const CARD: Namespace = Namespace::new("card", 3, TTL);
/// A product's page beside its card.
pub(super) const PRODUCT: Namespace = Namespace::new("product", 4, TTL);
