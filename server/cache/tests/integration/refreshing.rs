//! Entries past their time: served while they are refreshed, refreshed before it, and given up in the end.

use std::time::{Duration, Instant};

use cache::{Dependencies, Key, Namespace, Tag};

use crate::support::{CARDS, Fault, Process, Server, World, card, until, written};

/// Expires soon, may be served for long after.
const BRIEF: Namespace =
    Namespace::new("brief", 1, Duration::from_millis(200)).grace(Duration::from_mins(1));

/// Waits until an entry loaded before now has expired, whatever its jitter.
async fn expiry() {
    tokio::time::sleep(Duration::from_millis(230)).await;
}

async fn read(process: &Process) -> crate::support::Card {
    process.read_as(&BRIEF, 1).await.unwrap()
}

/// A server of its own, for its count of commands, and a process that holds an expired entry.
async fn expired() -> (World, Process) {
    let world = World::new();
    let process = world.process();
    read(&process).await;
    process.cache.flush_pending().await;
    expiry().await;
    (world, process)
}

#[tokio::test]
async fn an_expired_entry_is_answered_at_once_and_refreshed_once() {
    let (world, process) = expired().await;
    world.source.write(1);
    world.source.hold();
    for _ in 0..100 {
        assert_eq!(read(&process).await, card(1), "nobody waits for the load");
    }
    world.source.until_held(1).await;
    let stats = process.stats();
    assert_eq!((stats.hits.local, stats.hits.expired), (100, 100));
    assert_eq!((stats.refreshes, world.source.loads()), (1, 2));
    world.source.release();
    until("the new value", async || {
        read(&process).await == written(1, 1)
    })
    .await;
    assert_eq!(process.stats().misses.total(), 1);
}

#[tokio::test]
async fn an_expired_entry_in_redis_is_answered_and_refreshed() {
    let (world, _) = expired().await;
    let second = world.process();
    world.source.write(1);
    world.source.hold();
    assert_eq!(read(&second).await, card(1));
    let hits = second.stats().hits;
    assert_eq!((hits.remote, hits.expired), (1, 1));
    world.source.release();
    until("the new value", async || {
        read(&second).await == written(1, 1)
    })
    .await;
    assert_eq!(world.source.loads(), 2);
}

#[tokio::test]
async fn one_of_two_processes_refreshes_and_the_other_waits_for_it_quietly() {
    let server = Server::running().await;
    let world = World::on(&server);
    let (first, second) = (world.process(), world.process());
    read(&first).await;
    first.cache.flush_pending().await;
    read(&second).await;
    expiry().await;
    world.source.write(1);
    world.source.hold();
    read(&first).await;
    world.source.until_held(1).await;
    for _ in 0..100 {
        assert_eq!(read(&second).await, card(1));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!((second.stats().refreshes, world.source.loads()), (1, 2));
    world.source.release();
    until("the new value in both", async || {
        read(&second).await == written(1, 1) && read(&first).await == written(1, 1)
    })
    .await;
    assert_eq!(second.stats().misses.total(), 0);
}

#[tokio::test]
async fn a_refresh_that_fails_leaves_the_entry_and_is_tried_again() {
    let (world, process) = expired().await;
    world.source.fail(Fault::Broken);
    assert_eq!(read(&process).await, card(1));
    until("the refresh to fail", async || {
        process.stats().load_errors == 1
    })
    .await;
    world.source.fail(None);
    world.source.write(1);
    until("the new value", async || {
        read(&process).await == written(1, 1)
    })
    .await;
}

#[tokio::test]
async fn nearly_all_busy_entries_are_refreshed_before_they_expire() {
    let world = World::new();
    let process = world.process();
    let namespace = Namespace::new("busy", 1, Duration::from_millis(500));
    until("refreshes", async || {
        for id in 0..30 {
            process.read_as(&namespace, id).await.unwrap();
        }
        process.stats().refreshes >= 30
    })
    .await;
    let stats = process.stats();
    assert!(stats.hits.expired < stats.refreshes / 2, "{stats:?}");
    until("their loads", async || {
        u64::from(world.source.loads()) == 30 + process.stats().refreshes
    })
    .await;
}

#[tokio::test]
async fn past_its_grace_an_entry_is_dead() {
    let world = World::new();
    let (process, namespace) = (world.process(), CARDS);
    let namespace = Namespace {
        ttl: Duration::from_millis(100),
        ..namespace
    }
    .grace(Duration::from_millis(100));
    process.read_as(&namespace, 1).await.unwrap();
    process.cache.flush_pending().await;
    world.source.write(1);
    tokio::time::sleep(Duration::from_millis(215)).await;
    let card = process.read_as(&namespace, 1).await;
    assert_eq!(card, Ok(written(1, 1)), "the caller waits for the load");
    let misses = process.stats().misses;
    assert_eq!((misses.expired, misses.total()), (1, 2));
}

const SHORTLY: Namespace =
    Namespace::new("shortly", 1, Duration::from_mins(1)).absent_for(Duration::from_millis(200));

/// Reads something that is not there; how long its entry is kept in Redis, and what it said.
async fn read_absent(world: &World, process: &Process, depends: Dependencies) -> Option<i64> {
    let load = move || {
        let depends = depends.clone();
        async move { Ok::<_, Fault>((None::<i64>, depends)) }
    };
    let view = process.cache.view();
    let answer = view.get_with(&SHORTLY, Key::of(&1), load).await.unwrap();
    assert_eq!(*answer, None);
    process.cache.flush_pending().await;
    let key = world.keys().await.into_iter().next()?;
    Some(world.link().run(redis::cmd("PTTL").arg(key)).await.unwrap())
}

#[tokio::test]
async fn a_negative_entry_is_kept_shortly_and_dropped_by_its_tags() {
    let world = World::new();
    let process = world.process();
    let absent = || Dependencies::absent(vec![Tag::new("card", 1)]);
    let life = read_absent(&world, &process, absent()).await.unwrap();
    assert!((0..=220).contains(&life), "{life}");
    read_absent(&world, &process, absent()).await;
    assert_eq!(process.stats().hits.local, 1);
    process.change_card(1);
    read_absent(&world, &process, absent()).await;
    let stats = process.stats();
    assert_eq!((stats.misses.invalidated, stats.loads), (1, 2));
    let expired = Instant::now() + Duration::from_millis(225);
    tokio::time::sleep_until(expired.into()).await;
    read_absent(&world, &process, absent()).await;
    let stats = process.stats();
    assert_eq!((stats.misses.expired, stats.hits.expired), (1, 0));
}

#[tokio::test]
async fn what_is_uncached_is_kept_nowhere() {
    let world = World::new();
    let process = world.process();
    for _ in 0..2 {
        let kept = read_absent(&world, &process, Dependencies::uncached()).await;
        assert_eq!(kept, None);
    }
    assert_eq!(world.keys().await.len(), 0);
    assert_eq!(process.cache.local_extent().0, 0);
    let stats = process.stats();
    assert_eq!((stats.loads, stats.stores), (2, cache::Stores::default()));
}
