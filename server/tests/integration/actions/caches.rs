//! Dropping a tag and a namespace.

use super::world::{World, source, stats};

/// Asks for the page until both instances have it in memory.
async fn keep(world: &World, path: &str) {
    for _ in 0..2 {
        for state in world.both() {
            state.cache.flush_pending().await;
        }
        world.pages(path).await;
    }
    for answer in world.pages(path).await {
        assert_eq!(source(&answer), "vitrine; hit");
    }
}

/// Asks both for the page, the other one first: it makes it anew, and the one that was told takes it from Redis.
async fn assert_made_once(world: &World, path: &str) {
    let before = world.both().map(|state| stats(state, "page").hits);
    assert_eq!(source(&world.twin.get(path, "").await), "vitrine; fwd=miss");
    world.twin.state.cache.flush_pending().await;
    assert_eq!(source(&world.site.get(path, "").await), "vitrine; hit");
    let after = world.both().map(|state| stats(state, "page").hits);
    assert_eq!(after[0].local, before[0].local, "not what it held before");
    assert_eq!(after[0].remote, before[0].remote + 1);
    assert_eq!(after[1], before[1]);
}

#[tokio::test]
async fn a_tag_is_dropped_in_both_instances_and_others_stay() {
    let world = World::start().await;
    let slugs =
        "SELECT '/p/' || slug AS name FROM products WHERE status = 'published' ORDER BY id LIMIT 2";
    let slugs = world.site.names(slugs).await;
    for path in &slugs {
        keep(&world, path).await;
    }
    let id = "SELECT id::text AS name FROM products WHERE status = 'published' ORDER BY id LIMIT 1";
    let tag = format!("product:{}", world.site.names(id).await[0]);
    let told = world.act(&[("act", "drop-tag"), ("tag", &tag)]).await;
    let (what, reach) = told.split_once(". ").unwrap();
    assert_eq!(what, format!("Dropped {tag}"));
    assert!(
        reach.starts_with("All 2 instances go by it, after "),
        "{told}"
    );
    assert_made_once(&world, &slugs[0]).await;
    assert_eq!(world.audit().await, [format!("tag dropped: {tag}")]);
    let source = "SELECT source AS name FROM cache_log ORDER BY position DESC LIMIT 1";
    let source = &world.site.names(source).await[0];
    assert!(source.starts_with("vitrine panel by "), "{source}");
}

#[tokio::test]
async fn a_namespace_is_dropped_in_both_instances_with_what_was_made_of_it() {
    let world = World::start().await;
    keep(&world, "/").await;
    for namespace in ["page", "card"] {
        let fields = [("act", "drop-namespace"), ("namespace", namespace)];
        let told = world.act(&fields).await;
        let begin = format!("Dropped namespace {namespace}. All 2 instances");
        assert!(told.starts_with(&begin), "{told}");
        assert_made_once(&world, "/").await;
        keep(&world, "/").await;
    }
    let cards = world.both().map(|state| stats(state, "card"));
    assert!(cards[1].misses.invalidated > 0, "{cards:?}");
    // A product's page has no card in it that the drop of "taxonomy" would touch, and yet names categories.
    let fields = [("act", "drop-namespace"), ("namespace", "taxonomy")];
    world.act(&fields).await;
    assert_made_once(&world, "/").await;
    let noted = ["page", "card", "taxonomy"].map(|name| format!("namespace dropped: {name}"));
    assert_eq!(world.audit().await, noted);
}
