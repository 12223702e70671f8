//! Random changes of the tree and of brands, by the server's own functions: renaming, moving, merging, making anew where
//! something was before, and taking back.

use diesel::{
    QueryableByName,
    sql_types::{Integer, Text},
};
use diesel_async::AsyncPgConnection;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
use server::{
    catalog::taxonomy::{
        Category, Taxonomy, past,
        place::{merged, place, slug_of},
        write,
    },
    db::{self, Statement},
    invalidation::{self, TransactionId},
};

use super::{world::World, write::Written};

#[derive(Debug, QueryableByName)]
struct Brand {
    #[diesel(sql_type = Integer)]
    id: i32,
    #[diesel(sql_type = Text)]
    slug: String,
}

/// Changes categories or brands, and waits until that is acknowledged.
pub(super) async fn any(world: &mut World, dice: &mut StdRng) -> Written {
    let connection = &mut world.connection;
    batch(connection, "BEGIN").await;
    let tree = write::seize(connection).await.expect("the tree");
    let slugs: Vec<String> = world
        .vocabulary
        .categories
        .iter()
        .map(|path| slug_of(path).to_owned())
        .collect();
    let done = match dice.random_range(0..9) {
        0..=5 => category(connection, &tree, dice, &slugs).await,
        6 | 7 => brand(connection, dice, &world.vocabulary.brands).await,
        _ => take_back(connection).await,
    };
    let (what, paths) =
        done.unwrap_or_else(|| ("nothing, for it cannot be".to_owned(), Vec::new()));
    let xid = TransactionId::current(connection).await.expect("a number");
    batch(connection, "COMMIT").await;
    invalidation::acknowledge(connection, Some(&world.state.redis), xid)
        .await
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    Written {
        what,
        slugs: Vec::new(),
        words: Vec::new(),
        paths,
    }
}

async fn batch(connection: &mut AsyncPgConnection, sql: &str) {
    db::batch(connection, "test.taxonomy", sql)
        .await
        .expect(sql);
}

/// What was done, and pages that tell of it.
type Done = Option<(String, Vec<String>)>;

async fn category(
    connection: &mut AsyncPgConnection,
    tree: &Taxonomy,
    dice: &mut StdRng,
    slugs: &[String],
) -> Done {
    let one = tree.all().choose(dice)?.clone();
    let other = tree.all().choose(dice)?.clone();
    let slug = slugs.choose(dice)?.clone();
    let kind = dice.random_range(0..8);
    let pages = |paths: &[&str]| paths.iter().map(|path| format!("/c/{path}")).collect();
    let (parent, slug, name) = match kind {
        0 => (
            one.parent_id,
            slug_of(&one.path).to_owned(),
            format!("Shelf {slug}"),
        ),
        1 | 2 => (one.parent_id, slug, one.name.clone()),
        3 => (
            Some(other.id),
            slug_of(&one.path).to_owned(),
            one.name.clone(),
        ),
        4 => (None, slug_of(&one.path).to_owned(), one.name.clone()),
        5 => return merge(connection, tree, &one, &other).await,
        _ => {
            let parent = dice.random_ratio(1, 2).then_some(other.id);
            let path = place(tree, None, parent, &slug).ok()?;
            let added = write::add_category(connection, parent, &path, &slug).await;
            added.expect("a category");
            return Some((format!("making {path}"), pages(&[&path])));
        }
    };
    let path = place(tree, Some(one.id), parent, &slug).ok()?;
    let becomes = Category {
        id: one.id,
        parent_id: parent,
        path,
        name,
    };
    let set = write::set_category(connection, &one, &becomes).await;
    set.expect("a change");
    let what = format!("{} to {} as {}", one.path, becomes.path, becomes.name);
    Some((what, pages(&[&one.path, &becomes.path])))
}

async fn merge(
    connection: &mut AsyncPgConnection,
    tree: &Taxonomy,
    one: &Category,
    other: &Category,
) -> Done {
    let children = merged(tree, one.id, other.id).ok()?;
    let moved = write::move_products(connection, one.id, other.id).await;
    moved.expect("products");
    for (id, path) in children {
        let was = tree.get(id)?;
        let becomes = Category {
            parent_id: Some(other.id),
            path,
            ..was.clone()
        };
        let set = write::set_category(connection, was, &becomes).await;
        set.expect("a child");
    }
    let removed = write::remove_category(connection, one.id, Some(other.id)).await;
    removed.expect("a merge");
    let what = format!("merging {} into {}", one.path, other.path);
    let pages = [&one.path, &other.path].map(|path| format!("/c/{path}"));
    Some((what, pages.to_vec()))
}

async fn brand(connection: &mut AsyncPgConnection, dice: &mut StdRng, slugs: &[String]) -> Done {
    let statement = Statement::new(
        "test.brands",
        "SELECT id, slug FROM brands ORDER BY id LIMIT 40",
        vec![],
    );
    let brands: Vec<Brand> = statement.load_on(connection).await.expect("brands");
    let (one, other) = (brands.choose(dice)?, brands.choose(dice)?);
    let slug = slugs.choose(dice)?;
    let taken = write::brand_with(connection, slug, None).await;
    let is_free = taken.expect("a look").is_none();
    let pages = [&one.slug, slug, &other.slug].map(|slug| format!("/search?brand={slug}"));
    let what = match dice.random_range(0..4) {
        0 if one.id != other.id => {
            let handed = write::hand_over(connection, one.id, other.id).await;
            handed.expect("products");
            let removed = write::remove_brand(connection, one.id, Some(other.id)).await;
            removed.expect("a merge");
            format!("merging brand {} into {}", one.slug, other.slug)
        }
        1 if is_free => {
            let added = write::add_brand(connection, slug, slug).await;
            added.expect("a brand");
            format!("making brand {slug}")
        }
        2 if is_free => {
            let set = write::set_brand(connection, one.id, slug, "Maker again").await;
            set.expect("a brand");
            format!("brand {} to {slug}", one.slug)
        }
        _ => {
            let new = format!("maker-{}", dice.random_range(0..1_000_000));
            let set = write::set_brand(connection, one.id, &new, &new).await;
            set.expect("a brand");
            format!("brand {} to {new}", one.slug)
        }
    };
    Some((what, pages.to_vec()))
}

#[derive(Debug, QueryableByName)]
struct Act {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
}

/// Takes back what was done last to categories or brands, if that can be.
async fn take_back(connection: &mut AsyncPgConnection) -> Done {
    let statement = Statement::new(
        "test.last_act",
        "SELECT max(act) AS id FROM taxonomy_history HAVING max(act) IS NOT NULL",
        vec![],
    );
    let acts: Vec<Act> = statement.load_on(connection).await.expect("acts");
    let act = acts.first()?.id;
    // All or nothing, as a transaction of its own would have it.
    db::batch(connection, "test.taxonomy", "SAVEPOINT before")
        .await
        .ok()?;
    match past::undo(connection, act).await {
        Ok(_) => Some((format!("taking back act {act}"), Vec::new())),
        Err(past::NotUndone::Fault(error)) => panic!("taking back act {act}: {error}"),
        Err(_) => {
            let back = "ROLLBACK TO SAVEPOINT before";
            db::batch(connection, "test.taxonomy", back).await.ok()?;
            None
        }
    }
}
