//! The names of categories, by which their products are found.

use std::collections::HashMap;

use crate::{
    catalog::taxonomy::{self, Category},
    db::{DbError, Pool},
};

/// All categories.
#[derive(Debug, Default)]
pub(super) struct Categories(HashMap<i32, (Option<i32>, String)>);

impl Categories {
    pub(super) async fn read(pool: &Pool) -> Result<Self, DbError> {
        let rows: Vec<Category> = taxonomy::categories().load(pool).await?;
        let named = rows
            .into_iter()
            .map(|row| (row.id, (row.parent_id, row.name)));
        Ok(Self(named.collect()))
    }

    /// The names of a category and of those above it, widest first.
    pub(super) fn names(&self, id: i32) -> Vec<String> {
        let mut names: Vec<_> = self.line_up(id).map(|(_, name)| name.to_owned()).collect();
        names.reverse();
        names
    }

    /// These categories and all below them.
    pub(super) fn subtrees(&self, roots: &[i32]) -> Vec<i32> {
        let below = |id: &&i32| self.line_up(**id).any(|(above, _)| roots.contains(&above));
        self.0.keys().filter(below).copied().collect()
    }

    /// The category and those above it, upwards. Ends even if the tree were a ring.
    fn line_up(&self, id: i32) -> impl Iterator<Item = (i32, &str)> {
        let up = |(id, _): &(i32, &str)| {
            let parent = self.0.get(id)?.0?;
            self.entry(parent)
        };
        std::iter::successors(self.entry(id), up).take(self.0.len())
    }

    fn entry(&self, id: i32) -> Option<(i32, &str)> {
        self.0.get(&id).map(|(_, name)| (id, name.as_str()))
    }
}
