//! Random acts: whatever is done, paths follow from the tree, and no address that ever was leads nowhere without a word.

use std::collections::BTreeSet;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::world::World;

const ACTS: u32 = 70;

/// Few, so that acts meet.
const SLUGS: [&str; 5] = ["a", "b", "c", "cats", "big"];

const WRONG: &str = "
    WITH RECURSIVE tree AS (
        SELECT id, path FROM categories WHERE parent_id IS NULL AND path !~ '/'
        UNION ALL
        SELECT c.id, c.path FROM categories c JOIN tree t ON c.parent_id = t.id AND c.path = t.path || '/' || category_slug(c.path))
    SELECT path AS name FROM categories WHERE id NOT IN (SELECT id FROM tree)";

async fn paths(world: &World) -> Vec<String> {
    let sql = "SELECT path AS name FROM categories
               WHERE path ~ '(^|/)(zoo|park|a|b|c|cats|big|birds)(/|$)' ORDER BY path";
    world.site.names(sql).await
}

/// Does something, and tells what; most of it is possible.
async fn act(world: &World, dice: &mut StdRng) -> String {
    let paths = paths(world).await;
    let some = paths.choose(dice).cloned().unwrap_or_default();
    let other = paths.choose(dice).cloned().unwrap_or_default();
    let slug = SLUGS.choose(dice).copied().unwrap_or("a");
    let page = if paths.is_empty() {
        String::new()
    } else {
        world.category(&some).await
    };
    let status = match dice.random_range(0..8) {
        _ if paths.is_empty() => {
            let fields = [("name", slug), ("slug", slug), ("parent", "")];
            world.post("/admin/categories", &fields).await.status
        }
        0 | 1 => {
            let parent = world.key(&some).await;
            let fields = [("name", slug), ("slug", slug), ("parent", parent.as_str())];
            world.post("/admin/categories", &fields).await.status
        }
        2 => world.save(&page, slug, slug).await.status,
        3 => {
            let below = dice.random_ratio(2, 3).then_some(other.as_str());
            confirmed(world, &world.move_page(&some, below).await).await
        }
        4 => confirmed(world, &world.merge_page(&some, &other).await).await,
        5 => world.post(&format!("{page}/delete"), &[]).await.status,
        _ => {
            let act = world
                .one("SELECT max(id)::text AS name FROM product_acts")
                .await;
            let path = format!("/admin/categories/acts/{act}/undo");
            world.post(&path, &[]).await.status
        }
    };
    assert!(!status.is_server_error(), "{status} {some} {other} {slug}");
    format!("{status} {some} {other} {slug}")
}

/// Presses the button if there is one.
async fn confirmed(world: &World, page: &str) -> http::StatusCode {
    let asked = world.get(page).await;
    if asked.body.contains("name=\"token\"") {
        world.confirm(page).await.status
    } else {
        asked.status
    }
}

#[tokio::test]
async fn every_address_that_ever_was_is_told_of() {
    let world = World::start().await;
    let seed = rand::random();
    let mut dice = StdRng::seed_from_u64(seed);
    let mut ever: BTreeSet<String> = paths(&world).await.into_iter().collect();
    let mut done = Vec::new();
    for number in 0..ACTS {
        done.push(act(&world, &mut dice).await);
        let context = || format!("seed {seed}: {done:#?}");
        assert_eq!(
            world.site.names(WRONG).await,
            Vec::<String>::new(),
            "{}",
            context()
        );
        let there: BTreeSet<String> = paths(&world).await.into_iter().collect();
        ever.extend(there.iter().cloned());
        if number % 10 != 9 {
            continue;
        }
        for path in &ever {
            let (status, location) = world.at(&format!("/c/{path}")).await;
            match status {
                200 => assert!(there.contains(path), "{path} {}", context()),
                301 => {
                    assert!(!there.contains(path), "{path} {}", context());
                    let location = location.unwrap_or_default();
                    let led = location.strip_prefix("/c/").unwrap_or_default();
                    assert_eq!(
                        world.at(&location).await.0,
                        200,
                        "{path} to {led} {}",
                        context()
                    );
                }
                410 => assert!(!there.contains(path), "{path} {}", context()),
                other => panic!("{path} is {other}: {}", context()),
            }
        }
    }
    let done = done.iter().filter(|done| done.starts_with("303")).count();
    assert!(done > 20, "{done} acts were possible");
}
