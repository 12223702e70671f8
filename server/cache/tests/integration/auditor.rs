//! The auditor finds entries that are wrong, and only those.

use std::num::NonZeroU32;
use std::sync::Arc;

use cache::{Barrier, Key};

use crate::composing::page;
use crate::support::{CARDS, Process, World, card, until, written};

/// Audits every hit.
fn audited(world: &World, barrier: Barrier) -> Process {
    let process = world.process();
    process.cache.audit_by(NonZeroU32::MIN, barrier);
    process
}

fn caught_up() -> Barrier {
    Arc::new(|| Box::pin(async { true }))
}

async fn until_audited(process: &Process, count: u64) {
    until("the audit", async || process.stats().audited >= count).await;
}

#[tokio::test]
async fn a_right_entry_is_found_right_in_memory_and_in_redis() {
    let world = World::new();
    let process = audited(&world, caught_up());
    process.read(1).await;
    process.read(1).await;
    until_audited(&process, 1).await;
    let second = audited(&world, caught_up());
    second.read(1).await;
    until_audited(&second, 1).await;
    for process in [process, second] {
        assert_eq!((process.stats().audited, process.stats().wrong), (1, 0));
    }
}

#[tokio::test]
async fn a_change_the_clock_was_not_told_is_found_wrong_and_the_entry_is_dropped() {
    let world = World::new();
    let process = audited(&world, caught_up());
    process.read(1).await;
    world.source.write(1);
    assert_eq!(process.read(1).await, card(1));
    until_audited(&process, 1).await;
    assert_eq!(process.stats().wrong, 1);
    until("the entry to go from Redis", async || {
        world.keys().await.is_empty()
    })
    .await;
    assert_eq!(process.read(1).await, written(1, 1));
}

#[tokio::test]
async fn a_change_the_clock_is_told_while_the_audit_runs_is_not_wrong() {
    let world = World::new();
    let process = world.process();
    let told = process.clone();
    let barrier: Barrier = Arc::new(move || {
        told.change_card(1);
        Box::pin(async { true })
    });
    process.cache.audit_by(NonZeroU32::MIN, barrier);
    process.read(1).await;
    world.source.write(1);
    process.read(1).await;
    until_audited(&process, 1).await;
    assert_eq!(process.stats().wrong, 0);
}

#[tokio::test]
async fn a_value_that_has_gone_without_a_change_is_wrong() {
    let world = World::new();
    let process = audited(&world, caught_up());
    let view = process.cache.view();
    let there = |ids: Vec<i64>| async move {
        Ok::<_, std::convert::Infallible>(ids.into_iter().map(|id| (id, card(id))).collect())
    };
    let read = view.get_many(&CARDS, &[-1], Key::of, |_, _| [], there);
    let Ok(_) = read.await;
    // The source does not have it.
    process.read_many(&[-1]).await.unwrap();
    until_audited(&process, 1).await;
    assert_eq!(process.stats().wrong, 1);
}

#[tokio::test]
async fn what_a_load_brings_beyond_what_it_was_asked_for_is_not_compared() {
    let world = World::new();
    let process = audited(&world, caught_up());
    let generous = |_: Vec<i64>| async {
        Ok::<_, std::convert::Infallible>((0..50).map(|id| (id, card(id))).collect())
    };
    for _ in 0..2 {
        let view = process.cache.view();
        let read = view.get_many(&CARDS, &[1], Key::of, |_, _| [], generous);
        let Ok(_) = read.await;
    }
    until_audited(&process, 1).await;
    assert_eq!(process.stats().wrong, 0);
}

#[tokio::test]
async fn what_cannot_be_said_is_not_counted() {
    let world = World::new();
    let (asked, mut asking) = tokio::sync::mpsc::unbounded_channel();
    let barrier: Barrier = Arc::new(move || {
        asked.send(()).unwrap();
        Box::pin(async { false })
    });
    let process = audited(&world, barrier);
    process.read(1).await;
    world.source.write(1);
    process.read(1).await;
    asking.recv().await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!((process.stats().audited, process.stats().wrong), (0, 0));
    // Nor is a namespace that asks not to be audited.
    let unaudited = CARDS.unaudited();
    process.read_as(&unaudited, 1).await.unwrap();
    assert_eq!(process.stats().audited, 0);
}

#[tokio::test]
async fn an_entry_that_holds_more_than_this_process_knows_of_is_not_wrong() {
    let world = World::new();
    let (ahead, behind) = (world.process(), world.process());
    let (asked, mut asking) = tokio::sync::mpsc::unbounded_channel();
    let told = behind.clone();
    let barrier: Barrier = Arc::new(move || {
        told.change_card(1);
        asked.send(()).unwrap();
        Box::pin(async { true })
    });
    behind.read_many(&[1, 2]).await.unwrap();
    world.source.write(1);
    ahead.change_card(1);
    let made = page(&ahead).await;
    until("the page in Redis", async || {
        world.keys().await.iter().any(|key| key.contains(":page:"))
    })
    .await;
    behind.cache.audit_by(NonZeroU32::MIN, barrier);
    assert_eq!(page(&behind).await, made);
    asking.recv().await.unwrap();
    tokio::task::yield_now().await;
    let stats = behind.cache.stats();
    let pages = stats.iter().find(|stats| stats.name == "page").unwrap();
    assert_eq!((pages.hits.remote, pages.wrong), (1, 0));
}
