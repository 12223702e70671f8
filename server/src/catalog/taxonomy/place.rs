//! Where a category may stand: what the tree itself forbids, before anything is written.

use super::{Category, Taxonomy};
use crate::catalog::rules::MAX_LEVELS;

/// The longest path that the shop finds a category by, in bytes.
const MAX_PATH: usize = 200;

/// What is in the way, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// There is no such category above.
    #[error("The category that it was to be below is not there any more.")]
    NoParent,
    /// It would be below itself.
    #[error("“{0}” is below “{1}”, so “{1}” cannot be put below it.")]
    Ring(String, String),
    /// Another one has the address.
    #[error(
        "“{0}” has the address /c/{1} already. Merge the two, or give one of them another slug."
    )]
    Taken(String, String),
    /// What is below both has the same slug.
    #[error(
        "Both have a subcategory with the slug {0}. Merge these first, or give them other slugs."
    )]
    Collide(String),
    /// It would be too deep.
    #[error("That would be more than {MAX_LEVELS} levels deep, which is as deep as categories go.")]
    TooDeep,
    /// An address would be too long.
    #[error("An address would be longer than {MAX_PATH} characters. Please choose shorter slugs.")]
    TooLong,
    /// Something is merged into itself.
    #[error("That is the same one. Please choose another to merge it into.")]
    Same,
    /// Something is merged into what is below it.
    #[error("“{0}” is below “{1}”, so “{1}” cannot be merged into it. Move it elsewhere first.")]
    IntoBelow(String, String),
}

/// The last part of a path.
pub fn slug_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn levels(path: &str) -> usize {
    path.split('/').count()
}

/// The path of the category `id`, or of one that is still to be made, below `parent` with this slug.
pub fn place(
    tree: &Taxonomy,
    id: Option<i32>,
    parent: Option<i32>,
    slug: &str,
) -> Result<String, Hindrance> {
    let path = match parent {
        None => slug.to_owned(),
        Some(parent) => {
            let parent = tree.get(parent).ok_or(Hindrance::NoParent)?;
            format!("{}/{slug}", parent.path)
        }
    };
    let own = id.and_then(|id| tree.get(id));
    let below = own.map(|own| tree.subtree(own.id)).unwrap_or_default();
    if let (Some(own), Some(parent)) = (own, parent.and_then(|parent| tree.get(parent)))
        && below.contains(&parent.id)
    {
        return Err(Hindrance::Ring(parent.name.clone(), own.name.clone()));
    }
    if let Some(other) = tree.find(&path).filter(|other| Some(other.id) != id) {
        return Err(Hindrance::Taken(other.name.clone(), path));
    }
    fits(tree, own, &below, &path)?;
    Ok(path)
}

/// Whether all that is below still has its place once its top is at `path`.
fn fits(
    tree: &Taxonomy,
    own: Option<&Category>,
    below: &[i32],
    path: &str,
) -> Result<(), Hindrance> {
    let begin = own.map_or(0, |own| own.path.len());
    let rests = below
        .iter()
        .filter_map(|id| tree.get(*id)?.path.get(begin..));
    // Where one stays as deep or as long as it is, it is not asked to mend what was so before.
    let before = own.map_or((0, 0), |own| (levels(&own.path), own.path.len()));
    let (deeper, longer) = (levels(path) > before.0, path.len() > before.1);
    for rest in rests.chain([""]) {
        if deeper && levels(path) + rest.matches('/').count() > MAX_LEVELS {
            return Err(Hindrance::TooDeep);
        }
        if longer && path.len() + rest.len() > MAX_PATH {
            return Err(Hindrance::TooLong);
        }
    }
    Ok(())
}

/// Where the categories below `from` come to stand if it is merged into `into`: each with its path.
pub fn merged(tree: &Taxonomy, from: i32, into: i32) -> Result<Vec<(i32, String)>, Hindrance> {
    let (Some(source), Some(target)) = (tree.get(from), tree.get(into)) else {
        return Err(Hindrance::NoParent);
    };
    if from == into {
        return Err(Hindrance::Same);
    }
    if tree.subtree(from).contains(&into) {
        return Err(Hindrance::IntoBelow(
            target.name.clone(),
            source.name.clone(),
        ));
    }
    let children = tree.below(Some(from));
    children
        .map(|child| {
            let slug = slug_of(&child.path);
            match place(tree, Some(child.id), Some(into), slug) {
                Ok(path) => Ok((child.id, path)),
                Err(Hindrance::Taken(..)) => Err(Hindrance::Collide(slug.to_owned())),
                Err(other) => Err(other),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Taxonomy {
        let category = |id, parent_id, path: &str| Category {
            id,
            parent_id,
            path: path.to_owned(),
            name: slug_of(path).to_owned(),
        };
        Taxonomy::new(vec![
            category(1, None, "home"),
            category(2, Some(1), "home/lamps"),
            category(3, Some(2), "home/lamps/desk"),
            category(4, None, "garden"),
            category(5, Some(4), "garden/desk"),
            category(6, Some(4), "garden/lamps"),
        ])
    }

    #[test]
    fn a_path_is_that_above_and_the_slug() {
        let tree = tree();
        assert_eq!(place(&tree, None, None, "new").unwrap(), "new");
        assert_eq!(
            place(&tree, Some(2), Some(4), "lights").unwrap(),
            "garden/lights"
        );
        assert_eq!(
            place(&tree, Some(2), Some(1), "lamps").unwrap(),
            "home/lamps"
        );
    }

    #[test]
    fn nothing_is_below_itself_or_at_the_place_of_another() {
        let tree = tree();
        for below in [1, 2, 3] {
            let refused = place(&tree, Some(1), Some(below), "home");
            assert!(matches!(refused, Err(Hindrance::Ring(..))), "{refused:?}");
        }
        let refused = place(&tree, Some(2), Some(4), "lamps");
        assert!(matches!(refused, Err(Hindrance::Taken(..))), "{refused:?}");
        let refused = place(&tree, None, Some(9), "lamps");
        assert_eq!(refused, Err(Hindrance::NoParent));
    }

    #[test]
    fn there_is_a_deepest_and_a_longest_path() {
        let deep: Vec<Category> = (1..=8)
            .map(|id| Category {
                id,
                parent_id: (id > 1).then(|| id - 1),
                path: vec!["a"; usize::try_from(id).unwrap()].join("/"),
                name: "A".to_owned(),
            })
            .collect();
        let tree = Taxonomy::new(deep);
        assert_eq!(place(&tree, None, Some(8), "b"), Err(Hindrance::TooDeep));
        assert!(place(&tree, Some(8), Some(7), "b").is_ok());
        assert!(place(&tree, Some(3), None, "b").is_ok());
        let long = "b".repeat(190);
        assert_eq!(
            place(&tree, Some(2), Some(1), &long),
            Err(Hindrance::TooLong)
        );
    }

    #[test]
    fn what_is_below_goes_along_unless_two_would_meet() {
        let tree = tree();
        assert_eq!(
            merged(&tree, 2, 4),
            Err(Hindrance::Collide("desk".to_owned()))
        );
        assert_eq!(
            merged(&tree, 2, 6).unwrap(),
            [(3, "garden/lamps/desk".to_owned())]
        );
        assert_eq!(merged(&tree, 2, 1).unwrap(), [(3, "home/desk".to_owned())]);
        assert!(matches!(merged(&tree, 1, 3), Err(Hindrance::IntoBelow(..))));
        assert_eq!(merged(&tree, 1, 1), Err(Hindrance::Same));
    }
}
