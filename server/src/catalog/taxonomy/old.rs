//! Addresses that categories and brands had before, and what took their place.

use diesel::{
    QueryableByName,
    sql_types::{Array, Integer, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use crate::db::{Bind, Statement};

/// What became of a path that a category had.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct OldPath {
    /// The present path of that category, or of the one that it was merged into; nothing if it is gone.
    #[diesel(sql_type = Nullable<Text>)]
    pub path: Option<String>,
}

/// What became of a slug that a brand had.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct OldSlug {
    /// The present slug of that brand, or of the one that it was merged into; nothing if it is gone.
    #[diesel(sql_type = Nullable<Text>)]
    pub slug: Option<String>,
    /// The brands on the way from the one to the other.
    #[diesel(sql_type = Array<Integer>)]
    pub ids: Vec<i32>,
}

/// What became of this path; no row if no category ever had it. Whoever has it now is not asked for.
pub fn path(path: &str) -> Statement {
    Statement::new(
        "catalog.old_path",
        "SELECT (SELECT c.path FROM categories c WHERE c.id = category_now(o.category_id)) AS path
         FROM category_paths o WHERE o.path = $1",
        vec![Bind::Text(Some(path.to_owned()))],
    )
}

/// What became of this slug; no row if a brand has it, or none ever had.
pub fn slug(slug: &str) -> Statement {
    Statement::new(
        "catalog.old_slug",
        "SELECT (SELECT b.slug FROM brands b WHERE b.id = brand_now(o.brand_id)) AS slug,
                ARRAY(SELECT w.id FROM brand_way(o.brand_id) w) AS ids
         FROM brand_slugs o WHERE o.slug = $1 AND NOT EXISTS (SELECT FROM brands b WHERE b.slug = $1)",
        vec![Bind::Text(Some(slug.to_owned()))],
    )
}
