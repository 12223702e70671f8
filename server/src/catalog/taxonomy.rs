//! The tree of categories, whole: a few hundred rows that every page needs.

pub mod list;
pub mod old;
pub mod past;
pub mod place;
pub mod write;

use std::collections::HashMap;

use app::model::catalog::Crumb;
use diesel::{
    QueryableByName,
    sql_types::{Integer, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use crate::db::Statement;

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct Category {
    /// Primary key.
    #[diesel(sql_type = Integer)]
    pub id: i32,
    /// The one above; `None`: a top category.
    #[diesel(sql_type = Nullable<Integer>)]
    pub parent_id: Option<i32>,
    /// Slugs from the root, joined by `/`.
    #[diesel(sql_type = Text)]
    pub path: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// All categories, by path.
pub fn categories() -> Statement {
    Statement::new(
        "catalog.categories",
        "SELECT id, parent_id, path, name FROM categories ORDER BY path",
        vec![],
    )
}

/// The tree.
#[derive(Debug, Default)]
pub struct Taxonomy {
    categories: Vec<Category>,
    by_id: HashMap<i32, usize>,
}

impl Taxonomy {
    /// The tree of these categories.
    pub fn new(categories: Vec<Category>) -> Self {
        let by_id = categories
            .iter()
            .enumerate()
            .map(|(index, category)| (category.id, index))
            .collect();
        Self { categories, by_id }
    }

    /// All of them, by path.
    pub fn all(&self) -> &[Category] {
        &self.categories
    }

    /// The category with this path.
    pub fn find(&self, path: &str) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| category.path == path)
    }

    /// The category with this id.
    pub fn get(&self, id: i32) -> Option<&Category> {
        self.by_id
            .get(&id)
            .and_then(|index| self.categories.get(*index))
    }

    /// From the top down to the category itself.
    pub fn trail(&self, id: i32) -> Vec<Crumb> {
        let mut trail: Vec<Crumb> = self.line_up(id).map(Crumb::from).collect();
        trail.reverse();
        trail
    }

    /// The category and all below it, sorted.
    pub fn subtree(&self, id: i32) -> Vec<i32> {
        let mut ids: Vec<i32> = self
            .categories
            .iter()
            .map(|category| category.id)
            .filter(|candidate| self.line_up(*candidate).any(|above| above.id == id))
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Categories directly below `parent`, or the top ones, by name.
    pub fn below(&self, parent: Option<i32>) -> impl Iterator<Item = &Category> {
        let mut below: Vec<_> = self
            .categories
            .iter()
            .filter(|category| category.parent_id == parent)
            .collect();
        below.sort_by(|a, b| a.name.cmp(&b.name));
        below.into_iter()
    }

    /// Categories directly below `parent`, or the top ones, each with the sum of `counts` over its
    /// subtree, by name.
    pub fn children(&self, parent: Option<i32>, counts: &[(i32, usize)]) -> Vec<(Crumb, i64)> {
        let mut sums: HashMap<i32, i64> = HashMap::new();
        for (id, count) in counts {
            for above in self.line_up(*id) {
                *sums.entry(above.id).or_default() += i64::try_from(*count).unwrap_or(0);
            }
        }
        let sum = |category: &Category| sums.get(&category.id).copied().unwrap_or(0);
        self.below(parent)
            .map(|category| (Crumb::from(category), sum(category)))
            .collect()
    }

    /// Categories a word of whose name begins with `prefix` (lower case), shortest path first.
    pub fn starting_with(&self, prefix: &str, limit: usize) -> Vec<Crumb> {
        let mut found: Vec<&Category> = self
            .categories
            .iter()
            .filter(|category| {
                let name = category.name.to_lowercase();
                name.starts_with(prefix)
                    || name.split_whitespace().any(|word| word.starts_with(prefix))
            })
            .collect();
        found.sort_by_key(|category| (category.path.matches('/').count(), category.name.len()));
        found.into_iter().take(limit).map(Crumb::from).collect()
    }

    /// The category and those above it, upwards.
    pub fn upwards(&self, id: i32) -> impl Iterator<Item = &Category> {
        self.line_up(id)
    }

    /// The category and those above it, upwards. Ends even if the tree were a ring.
    fn line_up(&self, id: i32) -> impl Iterator<Item = &Category> {
        let up = |category: &&Category| category.parent_id.and_then(|parent| self.get(parent));
        std::iter::successors(self.get(id), up).take(self.categories.len())
    }
}

impl From<&Category> for Crumb {
    fn from(category: &Category) -> Self {
        Self {
            path: category.path.clone(),
            name: category.name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Taxonomy {
        let category = |id, parent_id, path: &str, name: &str| Category {
            id,
            parent_id,
            path: path.to_owned(),
            name: name.to_owned(),
        };
        Taxonomy::new(vec![
            category(1, None, "home", "Home"),
            category(2, Some(1), "home/lamps", "Lamps"),
            category(3, Some(2), "home/lamps/desk", "Desk lamps"),
            category(4, None, "garden", "Garden"),
        ])
    }

    #[test]
    fn counts_add_up_from_below() {
        let children = tree().children(None, &[(3, 5), (2, 1), (4, 7)]);
        let shown: Vec<(&str, i64)> = children
            .iter()
            .map(|(c, n)| (c.name.as_str(), *n))
            .collect();
        assert_eq!(shown, [("Garden", 7), ("Home", 6)]);
    }

    #[test]
    fn a_subtree_holds_all_below() {
        assert_eq!(tree().subtree(1), [1, 2, 3]);
        assert_eq!(tree().subtree(9), Vec::<i32>::new());
    }

    #[test]
    fn a_trail_goes_from_the_top_down() {
        let trail = tree().trail(3);
        assert_eq!(trail.last().map(|c| c.name.as_str()), Some("Desk lamps"));
        assert_eq!(trail.len(), 3);
    }

    #[test]
    fn any_word_of_a_name_can_be_completed() {
        let names = |prefix| {
            let found = tree().starting_with(prefix, 5);
            found.into_iter().map(|c| c.name).collect::<Vec<_>>()
        };
        assert_eq!(names("lam"), ["Lamps", "Desk lamps"]);
        assert_eq!(names("xyz"), Vec::<String>::new());
    }

    #[test]
    fn a_ring_of_categories_ends() {
        let ring = Taxonomy::new(vec![
            Category {
                id: 1,
                parent_id: Some(2),
                path: "a".into(),
                name: "A".into(),
            },
            Category {
                id: 2,
                parent_id: Some(1),
                path: "b".into(),
                name: "B".into(),
            },
        ]);
        assert_eq!(ring.trail(1).len(), 2);
    }
}
