//! Invalidation by the clock: what a change drops, what it leaves, and what no race may bring back.

use std::collections::HashMap;
use std::sync::Arc;

use cache::{Dependencies, History, Key, Namespace, Tag, Touched};

use crate::support::{CARDS, Card, Fault, Process, World, card, card_tags, written};

#[tokio::test]
async fn a_changed_tag_drops_the_entry_in_both_processes_and_tiers() {
    let world = World::new();
    let (first, second) = (world.process(), world.process());
    first.read(1).await;
    second.read(1).await;
    world.source.write(1);
    first.change_card(1);
    assert_eq!(first.read(1).await, written(1, 1));
    assert_eq!(first.stats().misses.invalidated, 1);
    // What the first has stored serves the second as soon as it knows of the change.
    second.change_card(1);
    assert_eq!(second.read(1).await, written(1, 1));
    assert_eq!(
        (second.stats().misses.total(), world.source.loads()),
        (0, 2)
    );
}

#[tokio::test]
async fn a_change_of_another_tag_drops_nothing() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    for other in 2..50 {
        process.change_card(other);
    }
    assert_eq!(process.read(1).await, card(1));
    let second = world.process();
    assert_eq!(second.read(1).await, card(1));
    assert_eq!(world.source.loads(), 1);
}

#[tokio::test]
async fn a_change_of_everything_drops_everything() {
    let world = World::new();
    let process = world.process();
    process.read_many(&[1, 2]).await.unwrap();
    world.source.write(1);
    process.apply(Touched::Everything);
    assert_eq!(process.read(1).await, written(1, 1));
    process.read(2).await;
    assert_eq!(process.stats().misses.invalidated, 2);
}

#[tokio::test]
async fn who_joins_a_flight_from_before_a_change_does_not_take_its_value() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let early = spawn_read(&process);
    world.source.until_held(1).await;
    world.source.write(1);
    process.change_card(1);
    // It boards the flight that has read already.
    let late = spawn_read(&process);
    tokio::task::yield_now().await;
    world.source.release();
    assert_eq!(early.await.unwrap(), Ok(card(1)));
    assert_eq!(late.await.unwrap(), Ok(written(1, 1)));
    assert_eq!(world.source.loads(), 2);
}

#[tokio::test]
async fn a_load_held_up_between_its_snapshot_and_its_store_stores_nothing_that_is_taken() {
    let world = World::new();
    let (slow, quick) = (world.process(), world.process());
    world.source.hold();
    let held = spawn_read(&slow);
    world.source.until_held(1).await;
    world.source.write(1);
    slow.change_card(1);
    quick.change_card(1);
    world.source.release();
    assert_eq!(held.await.unwrap(), Ok(card(1)));
    slow.cache.flush_pending().await;
    assert_eq!(world.keys().await.len(), 1);
    assert_eq!(quick.read(1).await, written(1, 1));
    assert_eq!(quick.stats().misses.invalidated, 1);
    assert_eq!(slow.read(1).await, written(1, 1));
}

#[tokio::test]
async fn an_older_load_that_ends_later_does_not_replace_the_newer_entry() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let held = spawn_read(&process);
    world.source.until_held(1).await;
    process.change_card(1);
    world.source.write(1);
    // A write-through joins no flight, and this one is not held up.
    let load = |_| async { Ok::<_, Fault>(HashMap::from([(1, written(1, 1))])) };
    let tags = |_: &i64, card: &Card| card_tags(card);
    let put = process.cache.put_through(&CARDS, &[1], Key::of, tags, load);
    put.await.unwrap();
    world.source.release();
    held.await.unwrap().unwrap();
    let loads = world.source.loads();
    assert_eq!(process.read_as(&CARDS, 1).await, Ok(written(1, 1)));
    assert_eq!(world.source.loads(), loads);
}

#[tokio::test]
async fn a_distrusted_clock_bypasses_both_tiers_until_it_is_trusted_again() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    process.cache.clock().distrust();
    world.source.write(1);
    assert_eq!(process.read(1).await, written(1, 1));
    let stats = process.stats();
    assert_eq!((stats.misses.bypass, stats.hits.total()), (1, 0));
    assert_eq!(stats.stores.stored, 1, "nothing is kept of it");

    // Rejoining tells it what it has missed.
    let clock = process.cache.clock();
    clock.join(History {
        epoch: world.epoch.clone(),
        applied: 1,
        floor: 0,
        last: vec![(Tag::new("card", 1), 1)],
    });
    clock.trust_until(std::time::Instant::now() + std::time::Duration::from_mins(1));
    let loads = world.source.loads();
    assert_eq!(process.read(1).await, written(1, 1));
    assert_eq!(process.stats().misses.invalidated, 1);
    assert_eq!(process.read(1).await, written(1, 1));
    assert_eq!(world.source.loads(), loads + 1);
}

#[tokio::test]
async fn while_the_clock_is_distrusted_too_few_loads_serve_all_and_none_from_before_they_asked() {
    let world = World::new();
    let process = world.process();
    process.cache.clock().distrust();
    world.source.hold();
    let early = spawn_read(&process);
    world.source.until_held(1).await;
    world.source.write(1);
    let late: Vec<_> = (0..1000).map(|_| spawn_read(&process)).collect();
    tokio::task::yield_now().await;
    world.source.release();
    assert_eq!(early.await.unwrap(), Ok(card(1)));
    for late in late {
        assert_eq!(late.await.unwrap(), Ok(written(1, 1)));
    }
    // Who asks while one is under way waits for the next.
    assert!((2..=4).contains(&world.source.loads()));
    assert!(world.keys().await.is_empty());
}

#[tokio::test]
async fn a_view_from_before_a_new_epoch_does_not_take_what_the_new_log_cannot_judge() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    process.change_card(1);
    let view = process.cache.view();
    world.source.write(1);
    process.cache.clock().join(History {
        epoch: "restored".into(),
        applied: 0,
        floor: 0,
        last: vec![],
    });
    let card = process.read_through(&view, &CARDS, 1).await;
    assert_eq!(card, Ok(written(1, 1)));
}

const PAGES: Namespace = Namespace::new("page", 1, std::time::Duration::from_mins(1));

#[tokio::test]
async fn what_was_made_of_older_pieces_is_not_taken_for_newer_than_they_are() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    let old = process.cache.view();
    world.source.write(1);
    process.change_card(1);
    // A page is loaded now, of what a view from before the change may still take.
    let reader = process.clone();
    let load = move || {
        let (reader, view) = (reader.clone(), old.clone());
        async move {
            let card = reader.read_through(&view, &CARDS, 1).await?;
            Ok::<_, Fault>((card.title, view.dependencies()))
        }
    };
    let load = Arc::new(load);
    let page = async |view: cache::View| {
        let load = Arc::clone(&load);
        let page = view.get_with(&PAGES, Key::of(&1), move || load());
        page.await.unwrap()
    };
    page(process.cache.view()).await;
    process.cache.flush_pending().await;
    let hits = process.hits();
    page(process.cache.view()).await;
    let pages = process.cache.stats();
    let pages = pages.iter().find(|stats| stats.name == "page").unwrap();
    assert_eq!(pages.hits.total(), 0, "{hits} before; {pages:?}");
}

#[tokio::test]
async fn what_was_made_of_something_uncached_is_not_kept() {
    let world = World::new();
    let process = world.process();
    let piece = || async { Ok::<_, Fault>((1, Dependencies::uncached())) };
    let view = process.cache.view();
    view.get_with(&CARDS, Key::of(&1), piece).await.unwrap();
    assert_eq!(view.dependencies(), Dependencies::uncached());
}

#[tokio::test]
async fn who_joins_a_flight_from_before_a_change_does_not_take_what_is_not_kept_either() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let read = || {
        let (view, source) = (process.cache.view(), Arc::clone(&world.source));
        let load = move || {
            let source = Arc::clone(&source);
            async move { Ok::<_, Fault>((source.load(1).await?, Dependencies::uncached())) }
        };
        tokio::spawn(async move { view.get_with(&CARDS, Key::of(&1), load).await })
    };
    let early = read();
    world.source.until_held(1).await;
    let with_it = read();
    world.source.write(1);
    process.change_card(1);
    let late = read();
    tokio::task::yield_now().await;
    world.source.release();
    assert_eq!(early.await.unwrap().as_deref(), Ok(&card(1)));
    assert_eq!(with_it.await.unwrap().as_deref(), Ok(&card(1)));
    assert_eq!(late.await.unwrap().as_deref(), Ok(&written(1, 1)));
    assert_eq!(world.source.loads(), 2);
}

fn spawn_read(process: &Process) -> tokio::task::JoinHandle<Result<Card, Fault>> {
    let process = process.clone();
    tokio::spawn(async move { process.read_as(&CARDS, 1).await })
}
