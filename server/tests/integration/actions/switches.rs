//! Turning a namespace off and on.

use std::fs;

use super::world::{World, panel, source, stats, until};
use crate::support::sources;

async fn turn(world: &World, way: &str, namespace: &str) -> String {
    world.act(&[("act", way), ("namespace", namespace)]).await
}

#[tokio::test]
async fn a_namespace_that_is_off_is_loaded_each_time_in_both_instances() {
    let world = World::start().await;
    world.pages("/").await;
    let told = turn(&world, "turn-off", "page").await;
    assert!(
        told.starts_with("Turned namespace page off. All 2 instances"),
        "{told}"
    );
    let before = world.both().map(|state| stats(state, "page").misses);
    for _ in 0..3 {
        for answer in world.pages("/").await {
            assert_eq!(source(&answer), "vitrine; fwd=miss");
        }
    }
    for (state, before) in world.both().into_iter().zip(before) {
        let misses = stats(state, "page").misses;
        assert_eq!(misses.bypass, before.bypass + 3);
        assert_eq!(misses.total(), before.total() + 3);
        let (sentence, _) = panel(state).await;
        assert!(
            sentence.starts_with("The cache is turned off for page (since 20"),
            "{sentence}"
        );
    }
    let page = world
        .twin
        .get("/admin/performance", &world.cookie)
        .await
        .body;
    assert!(page.contains(">page, off since 20"), "{page}");
    assert_eq!(
        page.matches("class=\"flag\">off since 20").count(),
        1,
        "{page}"
    );

    let told = turn(&world, "turn-off", "page").await;
    assert_eq!(told, "Namespace page was off already.");
    let told = turn(&world, "turn-on", "page").await;
    assert!(
        told.starts_with("Turned namespace page on. All 2 instances"),
        "{told}"
    );
    world.pages("/").await;
    for answer in world.pages("/").await {
        assert_eq!(source(&answer), "vitrine; hit");
    }
    assert_eq!(
        turn(&world, "turn-on", "page").await,
        "Namespace page was on already."
    );
    assert_eq!(
        world.audit().await,
        ["cache turned off: page", "cache turned on: page"]
    );
}

#[tokio::test]
async fn on_again_nothing_is_shown_that_changed_meanwhile() {
    let world = World::start().await;
    let tops = "SELECT name FROM categories WHERE parent_id IS NULL AND name ~ '^[A-Za-z]+$' ORDER BY id LIMIT 1";
    let top = world.site.names(tops).await.remove(0);
    for answer in world.pages("/").await {
        assert!(answer.body.contains(&top), "{top}: {}", answer.body);
    }
    turn(&world, "turn-off", "page").await;
    let rename = format!("UPDATE categories SET name = 'Mark of this test' WHERE name = '{top}'");
    world.site.execute(&rename).await;
    // Acknowledged, and so is what was committed before.
    turn(&world, "turn-on", "page").await;
    for answer in world.pages("/").await {
        assert!(answer.body.contains("Mark of this test"), "{}", answer.body);
    }
}

#[tokio::test]
async fn it_outlives_a_restart_and_may_be_switched_by_hand() {
    let world = World::start().await;
    turn(&world, "turn-off", "card").await;
    let restarted = world.site.twin().await;
    let off = restarted.state.switches.off();
    assert_eq!(off.len(), 1);
    assert_eq!(off[0].namespace, "card");
    restarted.get("/", "").await;
    assert!(stats(&restarted.state, "card").misses.bypass > 0);

    world
        .site
        .execute("UPDATE cache_switches SET namespace = 'page'")
        .await;
    let is_page = |state: &server::state::AppState| {
        let off = state.switches.off();
        off.len() == 1 && off[0].namespace == "page"
    };
    for state in [world.both()[0], world.both()[1], &restarted.state] {
        until("the switch to be read", async || is_page(state)).await;
    }
    world.site.execute("DELETE FROM cache_switches").await;
    for state in [world.both()[0], world.both()[1], &restarted.state] {
        until("the switch to be read", async || {
            state.switches.off().is_empty()
        })
        .await;
    }
}

/// A namespace that is not in the list could not be dropped or turned off.
#[test]
fn no_namespace_is_forgotten() {
    let mut found = Vec::new();
    for (path, _) in sources::files("server/src", "rs") {
        let text = fs::read_to_string(path).unwrap();
        let names = text.split("Namespace::new(\"").skip(1);
        found.extend(names.map(|rest| rest.split('"').next().unwrap().to_owned()));
    }
    found.sort();
    assert_eq!(found, server::switches::namespaces());
}
