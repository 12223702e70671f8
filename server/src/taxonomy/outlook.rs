//! What would come of moving or merging, told exactly before it is done.

use std::fmt::Write as _;

use app::model::{
    money::grouped_count,
    taxonomy::{Kind, MergeQuery, MoveQuery, Outlook},
};
use diesel_async::AsyncPgConnection;
use sha2::{Digest as _, Sha256};

use crate::{
    catalog::{
        rules::MOST_AT_ONCE,
        taxonomy::{
            Category, Taxonomy,
            place::{merged, place, slug_of},
            write::{self, Brand},
        },
    },
    db::DbError,
};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// It is to be below another category, or at the top.
    Move(MoveQuery),
    /// All of it is to go into another one, and it is to go.
    Merge(MergeQuery),
}

impl Wish {
    /// The address that asks whether to do it to the one with this key.
    pub(super) fn href(&self, kind: Kind, id: i32) -> String {
        match self {
            Self::Move(query) => query.href(id),
            Self::Merge(query) => query.href(kind, id),
        }
    }
}

/// What is to be done, looked up.
#[derive(Debug)]
pub(super) enum Plan {
    Move {
        was: Category,
        becomes: Category,
    },
    MergeCategories {
        from: Category,
        into: Category,
        /// Those below, with their places to be.
        children: Vec<Category>,
    },
    MergeBrands {
        from: Brand,
        into: Brand,
    },
}

/// What would come of it, and what there is to do if it can be done.
pub(super) struct Looked {
    pub(super) outlook: Outlook,
    pub(super) plan: Option<Plan>,
}

/// What would come of it, as the database is now; nothing if there is no such category or brand.
pub async fn outlook(
    connection: &mut AsyncPgConnection,
    kind: Kind,
    id: i32,
    wish: &Wish,
) -> Result<Option<Outlook>, DbError> {
    let tree = match kind {
        Kind::Category => write::tree(connection).await?,
        Kind::Brand => Taxonomy::default(),
    };
    let looked = look(connection, &tree, kind, id, wish).await?;
    Ok(looked.map(|looked| looked.outlook))
}

pub(super) async fn look(
    connection: &mut AsyncPgConnection,
    tree: &Taxonomy,
    kind: Kind,
    id: i32,
    wish: &Wish,
) -> Result<Option<Looked>, DbError> {
    match (kind, wish) {
        (Kind::Category, wish) => {
            let Some(category) = tree.get(id) else {
                return Ok(None);
            };
            match wish {
                Wish::Move(query) => moving(connection, tree, category, query).await.map(Some),
                Wish::Merge(query) => merging(connection, tree, category, query).await.map(Some),
            }
        }
        (Kind::Brand, Wish::Merge(query)) => {
            let Some(brand) = write::brand(connection, id).await? else {
                return Ok(None);
            };
            merging_brands(connection, brand, query).await.map(Some)
        }
        (Kind::Brand, Wish::Move(_)) => Ok(None),
    }
}

/// How what is told begins.
fn about(kind: Kind, id: i32, name: &str, question: String, button: String) -> Outlook {
    Outlook {
        kind,
        id,
        name: name.to_owned(),
        question,
        facts: Vec::new(),
        token: None,
        problem: None,
        button,
    }
}

fn hindered(outlook: Outlook, words: impl ToString) -> Looked {
    let problem = Some(words.to_string());
    Looked {
        outlook: Outlook { problem, ..outlook },
        plan: None,
    }
}

fn ready(outlook: Outlook, facts: Vec<String>, plan: Plan) -> Looked {
    // Names what would be done, rows and all, and each number that is told.
    let digest = Sha256::digest(format!("{plan:?}\n{facts:?}"));
    let token = digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    });
    Looked {
        outlook: Outlook {
            facts,
            token: Some(token),
            ..outlook
        },
        plan: Some(plan),
    }
}

/// `1 product`, `2 products`.
fn many(number: usize, one: &str, several: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!(
            "{} {several}",
            grouped_count(i64::try_from(number).unwrap_or(i64::MAX))
        ),
    }
}

fn products(number: i64) -> String {
    many(
        usize::try_from(number).unwrap_or_default(),
        "product",
        "products",
    )
}

const UNDO: &str = "It is one act in the history, and can be undone as one.";

async fn moving(
    connection: &mut AsyncPgConnection,
    tree: &Taxonomy,
    category: &Category,
    query: &MoveQuery,
) -> Result<Looked, DbError> {
    let name = &category.name;
    let parent = query.parent();
    let above = parent.clone().ok().flatten().and_then(|id| tree.get(id));
    let question = match above {
        Some(above) => format!("Move “{name}” below “{}”?", above.name),
        None => format!("Move “{name}” to the top?"),
    };
    let button = format!("Move “{name}”");
    let outlook = about(Kind::Category, category.id, name, question, button);
    let Ok(parent) = parent else {
        return Ok(hindered(outlook, "There is no such category."));
    };
    if parent == category.parent_id {
        return Ok(hindered(outlook, "It is there already."));
    }
    let path = match place(tree, Some(category.id), parent, slug_of(&category.path)) {
        Ok(path) => path,
        Err(hindrance) => return Ok(hindered(outlook, hindrance)),
    };
    let subtree = tree.subtree(category.id);
    let count = subtree.len();
    let in_all = write::products_in(connection, subtree).await?;
    let stay = if in_all == 1 {
        "stays in its category"
    } else {
        "stay in their categories"
    };
    let facts = vec![
        format!(
            "It is at /c/{} now, and will be at /c/{path}.",
            category.path
        ),
        format!("{} in it and below it {stay}.", products(in_all)),
        format!(
            "{} along with it.",
            go(count - 1, "subcategory goes", "subcategories go")
        ),
        format!(
            "{} to the new {}.",
            go(count, "address will lead", "addresses will lead"),
            if count == 1 { "one" } else { "ones" }
        ),
        UNDO.to_owned(),
    ];
    let becomes = Category {
        parent_id: parent,
        path,
        ..category.clone()
    };
    let was = category.clone();
    Ok(ready(outlook, facts, Plan::Move { was, becomes }))
}

/// `No subcategories go`, `1 subcategory goes`.
fn go(number: usize, one: &str, several: &str) -> String {
    match number {
        0 => format!("No {several}"),
        number => many(number, one, several),
    }
}

async fn merging(
    connection: &mut AsyncPgConnection,
    tree: &Taxonomy,
    from: &Category,
    query: &MergeQuery,
) -> Result<Looked, DbError> {
    let into = query.into.parse().ok().and_then(|id| tree.get(id));
    let (name, other) = (&from.name, into.map_or("another", |into| &into.name));
    let question = match into {
        Some(_) => format!("Merge “{name}” into “{other}”?"),
        None => format!("Merge “{name}” into another category?"),
    };
    let button = format!("Merge into “{other}”");
    let outlook = about(Kind::Category, from.id, name, question, button);
    let Some(into) = into else {
        return Ok(hindered(
            outlook,
            "There is no such category. Please choose one.",
        ));
    };
    let children = match merged(tree, from.id, into.id) {
        Ok(children) => children,
        Err(hindrance) => return Ok(hindered(outlook, hindrance)),
    };
    let own = write::products_in(connection, vec![from.id]).await?;
    if own > MOST_AT_ONCE {
        return Ok(hindered(outlook, too_many()));
    }
    let count = tree.subtree(from.id).len();
    let facts = vec![
        format!("{} to “{other}”.", moved(own)),
        match children.len() {
            0 => "It has no subcategories.".to_owned(),
            number => {
                let come = many(number, "subcategory comes", "subcategories come");
                format!("{come} below it, with all below them.")
            }
        },
        format!(
            "{}: /c/{} to /c/{}.",
            go(
                count,
                "address will lead there",
                "addresses will lead there"
            ),
            from.path,
            into.path
        ),
        format!("“{name}” is not there any more then."),
        format!("{UNDO} Products that somebody changes in between stay in “{other}”."),
    ];
    let children = children.into_iter().filter_map(|(id, path)| {
        let child = tree.get(id)?.clone();
        Some(Category {
            parent_id: Some(into.id),
            path,
            ..child
        })
    });
    let plan = Plan::MergeCategories {
        from: from.clone(),
        into: into.clone(),
        children: children.collect(),
    };
    Ok(ready(outlook, facts, plan))
}

fn moved(own: i64) -> String {
    let number = usize::try_from(own).unwrap_or_default();
    go(number, "product moves", "products move")
}

fn too_many() -> String {
    format!(
        "It has more than {} products, which are more than can be changed at once. Please move some of them in the list of products first.",
        grouped_count(MOST_AT_ONCE)
    )
}

async fn merging_brands(
    connection: &mut AsyncPgConnection,
    from: Brand,
    query: &MergeQuery,
) -> Result<Looked, DbError> {
    let into = write::brand_called(connection, &query.into).await?;
    let (name, other) = (
        from.name.clone(),
        into.as_ref().map_or("another", |into| &into.name),
    );
    let question = match &into {
        Some(_) => format!("Merge “{name}” into “{other}”?"),
        None => format!("Merge “{name}” into another brand?"),
    };
    let button = format!("Merge into “{other}”");
    let other = other.to_owned();
    let outlook = about(Kind::Brand, from.id, &name, question, button);
    let Some(into) = into else {
        let words = "No brand has this name or slug, or several have the name. Please give the slug of one.";
        return Ok(hindered(outlook, words));
    };
    if into.id == from.id {
        return Ok(hindered(
            outlook,
            "That is the same one. Please choose another to merge it into.",
        ));
    }
    let own = write::products_of(connection, from.id).await?;
    if own > MOST_AT_ONCE {
        return Ok(hindered(outlook, too_many()));
    }
    let facts = vec![
        format!("{} to “{other}”.", moved(own)),
        format!(
            "Addresses that filter by {} will filter by {}.",
            from.slug, into.slug
        ),
        format!("“{name}” is not there any more then."),
        format!("{UNDO} Products that somebody changes in between stay with “{other}”."),
    ];
    Ok(ready(outlook, facts, Plan::MergeBrands { from, into }))
}
