//! Whole namespaces: dropped, turned off and on again.

use std::time::Duration;

use cache::{Dependencies, Namespace, NamespaceStats, Tag, Touched};

use crate::composing::page;
use crate::support::{CARDS, Fault, Process, World, card, written};

/// Cards under another name.
const OTHERS: Namespace = Namespace::new("other", 1, Duration::from_mins(1));

/// The counters of one namespace.
fn of(process: &Process, name: &str) -> NamespaceStats {
    let stats = process.cache.stats();
    let found = stats.into_iter().find(|stats| stats.name == name);
    found.unwrap_or_default()
}

fn drop_namespace(process: &Process, name: &str) {
    process.apply(Touched::Tags(vec![Tag::of_namespace(name)]));
}

fn turn_off(process: &Process, names: &[&str]) {
    process
        .cache
        .turn_off(names.iter().map(ToString::to_string));
}

#[tokio::test]
async fn a_dropped_namespace_is_loaded_anew_in_both_tiers_and_no_other_is() {
    let world = World::new();
    let process = world.process();
    for namespace in [&CARDS, &OTHERS] {
        process.read_as(namespace, 1).await.unwrap();
    }
    process.cache.flush_pending().await;
    let late = world.process();
    for process in [&process, &late] {
        drop_namespace(process, "card");
    }
    for process in [&process, &late] {
        process.read_as(&OTHERS, 1).await.unwrap();
        assert_eq!(of(process, "other").hits.total(), 1);
    }
    process.read(1).await;
    assert_eq!(of(&process, "card").misses.invalidated, 1);
    // The other one finds what was loaded since.
    late.read(1).await;
    assert_eq!(
        (of(&late, "card").hits.remote, world.source.loads()),
        (1, 3)
    );
    drop_namespace(&late, "card");
    drop_namespace(&late, "unheard-of");
    late.read(1).await;
    assert_eq!(of(&late, "card").misses.invalidated, 1);
}

#[tokio::test]
async fn what_was_made_of_a_dropped_namespace_falls_with_it() {
    let process = World::new().process();
    page(&process).await;
    drop_namespace(&process, "other");
    page(&process).await;
    assert_eq!(of(&process, "page").hits.local, 1);
    drop_namespace(&process, "card");
    page(&process).await;
    assert_eq!(of(&process, "page").misses.invalidated, 1);
    drop_namespace(&process, "page");
    page(&process).await;
    assert_eq!(of(&process, "page").misses.invalidated, 2);
    assert_eq!(
        of(&process, "card").hits.local,
        2,
        "its cards are still there"
    );
}

#[tokio::test]
async fn of_what_is_off_each_look_up_loads_and_nothing_is_kept() {
    let world = World::new();
    let process = world.process();
    turn_off(&process, &["card", "page"]);
    for _ in 0..3 {
        assert_eq!(process.read(1).await, card(1));
        process.read_many(&[2, 3]).await.unwrap();
        process.read_as(&OTHERS, 1).await.unwrap();
        page(&process).await;
    }
    process.put_through(&[1]).await.unwrap();
    process.cache.flush_pending().await;
    let cards = of(&process, "card");
    assert_eq!(cards.misses.bypass, 3 * (1 + 2 + 2));
    assert_eq!((cards.misses.total(), cards.hits.total()), (15, 0));
    assert_eq!(cards.stores.stored, 0);
    assert_eq!(of(&process, "page").misses.bypass, 3);
    assert_eq!(of(&process, "other").hits.local, 2);
    let keys = world.keys().await;
    assert!(keys.iter().all(|key| key.contains(":other:")), "{keys:?}");
    assert_eq!(process.cache.local_extent().0, 1);
    // What is made of it may be kept.
    let view = process.cache.view();
    process.read_through(&view, &CARDS, 1).await.unwrap();
    assert_ne!(view.dependencies(), Dependencies::uncached());
}

#[tokio::test]
async fn on_again_it_serves_what_is_current_and_nothing_else() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    process.read(2).await;
    turn_off(&process, &["card"]);
    world.source.write(1);
    process.change_card(1);
    assert_eq!(process.read(1).await, written(1, 1));
    turn_off(&process, &[]);
    let loads = world.source.loads();
    assert_eq!(
        process.read(1).await,
        written(1, 1),
        "stored before, and changed since"
    );
    assert_eq!(world.source.loads(), loads + 1);
    assert_eq!(
        process.read(2).await,
        card(2),
        "stored before, and still true"
    );
    assert_eq!(world.source.loads(), loads + 1);
}

#[tokio::test]
async fn a_load_from_before_is_not_kept_once_it_is_off() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let reader = process.clone();
    let reading = tokio::spawn(async move { reader.read(1).await });
    world.source.until_held(1).await;
    turn_off(&process, &["card"]);
    world.source.release();
    assert_eq!(reading.await.unwrap(), card(1));
    assert_eq!(process.cache.local_extent().0, 0);
    assert!(world.keys().await.is_empty());
}

#[tokio::test]
async fn while_the_source_is_away_what_was_kept_before_serves_marked() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    turn_off(&process, &["card"]);
    world.source.fail(Fault::Away);
    let view = process.cache.view();
    assert_eq!(process.read_through(&view, &CARDS, 1).await, Ok(card(1)));
    assert!(view.is_outdated());
    world.source.fail(Fault::Broken);
    tokio::time::timeout(Duration::from_secs(5), async {
        while process.read_as(&CARDS, 1).await != Err(Fault::Broken) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("once it answers, its word counts");
}
