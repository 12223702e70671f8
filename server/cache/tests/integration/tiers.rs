//! Two tiers: memory before Redis, Redis before the source, and many entries at once.

use std::collections::HashMap;
use std::convert::Infallible;

use cache::Key;
use redis::cmd;

use crate::support::{CARDS, Server, World, card};

#[tokio::test]
async fn a_hit_in_memory_asks_neither_redis_nor_the_source() {
    let server = Server::running().await;
    let world = World::on(&server);
    let process = world.process();
    process.read(1).await;
    let asked = world.calls("mget").await;
    for _ in 0..100 {
        assert_eq!(process.read(1).await, card(1));
    }
    assert_eq!(world.calls("mget").await, asked);
    assert_eq!((process.stats().hits.local, world.source.loads()), (100, 1));
}

#[tokio::test]
async fn another_process_is_answered_from_redis_once_and_from_memory_then() {
    let world = World::new();
    world.process().read(1).await;
    let second = world.process();
    for _ in 0..3 {
        assert_eq!(second.read(1).await, card(1));
    }
    let stats = second.stats();
    assert_eq!((stats.hits.remote, stats.hits.local), (1, 2));
    assert_eq!((stats.misses.total(), world.source.loads()), (0, 1));
    assert!(stats.bytes_read > 0);
}

#[tokio::test]
async fn many_are_read_together_and_only_the_missing_are_loaded_in_one_load() {
    let server = Server::running().await;
    let world = World::on(&server);
    let first = world.process();
    first.read(2).await;
    let (asked, second) = (world.calls("mget").await, world.process());
    // One is in Redis, one does not exist, one is asked for twice.
    let cards = second.read_many(&[3, 2, 1, 3, -1]).await.unwrap();
    let expected: HashMap<_, _> = [1, 2, 3].map(|id| (id, card(id))).into();
    assert_eq!(cards, expected);
    assert_eq!(world.source.loads(), 2);
    // All that memory does not hold, and once more under the locks what is missing.
    assert_eq!(world.calls("mget").await, asked + 2);
    let stats = second.stats();
    assert_eq!((stats.hits.remote, stats.misses.cold), (1, 3));

    second.cache.flush_pending().await;
    // One is in memory, the others in Redis. The entries are those of single reads.
    assert_eq!(first.read_many(&[1, 2, 3]).await.unwrap(), expected);
    assert_eq!(first.read(3).await, card(3));
    assert_eq!(world.source.loads(), 2);
    let stats = first.stats();
    assert_eq!((stats.hits.local, stats.hits.remote), (2, 2));
    assert_eq!(world.calls("mget").await, asked + 3);
}

#[tokio::test]
async fn a_load_that_brings_more_than_it_was_asked_for_is_trimmed() {
    let world = World::new();
    let process = world.process();
    let generous = |_: Vec<i64>| async {
        Ok::<_, Infallible>(HashMap::from([1, 77].map(|id| (id, card(id)))))
    };
    for trusted in [true, false] {
        if !trusted {
            process.cache.clock().distrust();
        }
        let view = process.cache.view();
        let read = view.get_many(&CARDS, &[1], Key::of, |_, _| [], generous);
        let Ok(cards) = read.await;
        assert_eq!(cards.into_keys().collect::<Vec<_>>(), [1]);
    }
}

#[tokio::test]
async fn what_is_not_an_entry_is_a_miss_and_is_replaced() {
    let world = World::new();
    world.process().read(1).await;
    let (link, key) = (world.link(), world.keys().await.remove(0));
    let whole: Vec<u8> = link.run(cmd("GET").arg(&key)).await.unwrap();
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    let mut older = whole.clone();
    older[3] = 1;
    let longer = [&whole[..], b"x"].concat();
    let unfit = [
        &whole[..whole.len() - 1],
        &damaged,
        &older,
        &longer,
        b"",
        b"foreign",
        &entry_of_another_type(&world).await,
    ];
    for bytes in unfit {
        let _: () = link.run(cmd("SET").arg(&key).arg(bytes)).await.unwrap();
        let process = world.process();
        assert_eq!(process.read(1).await, card(1));
        assert_eq!(process.stats().misses.undecodable, 1, "{bytes:?}");
        assert_replaced(&world).await;
    }
}

#[tokio::test]
async fn a_foreign_type_under_our_key_is_a_miss_and_is_replaced() {
    let world = World::new();
    world.process().read(1).await;
    let (link, key) = (world.link(), world.keys().await.remove(0));
    let _: () = link.run(cmd("DEL").arg(&key)).await.unwrap();
    let _: () = link.run(cmd("RPUSH").arg(&key).arg("x")).await.unwrap();
    let process = world.process();
    assert_eq!(process.read(1).await, card(1));
    let misses = process.stats().misses;
    assert_eq!((misses.cold, misses.total()), (1, 1));
    assert_replaced(&world).await;
}

#[tokio::test]
async fn what_redis_has_lost_is_told_from_what_never_was() {
    let world = World::new();
    // It holds nothing itself.
    let process = world.small_process(0);
    process.read(1).await;
    let key = world.keys().await.remove(0);
    let _: () = world.link().run(cmd("DEL").arg(key)).await.unwrap();
    process.read(1).await;
    let misses = process.stats().misses;
    assert_eq!((misses.cold, misses.evicted, misses.total()), (1, 1, 2));
}

/// A whole, undamaged entry whose value is no card.
async fn entry_of_another_type(world: &World) -> Vec<u8> {
    let process = world.process();
    let before = world.keys().await;
    let load = || async { Ok::<_, Infallible>(5_u8) };
    let view = process.cache.view();
    let Ok(_) = view.get(&CARDS, Key::of(&1_i64), |_| [], load).await;
    process.cache.flush_pending().await;
    let mut keys = world.keys().await;
    keys.retain(|key| !before.contains(key));
    world.link().run(cmd("GET").arg(&keys[0])).await.unwrap()
}

/// The next process finds a whole entry.
async fn assert_replaced(world: &World) {
    let loads = world.source.loads();
    let process = world.process();
    assert_eq!(process.read(1).await, card(1));
    assert_eq!(
        (process.stats().hits.remote, world.source.loads()),
        (1, loads)
    );
}
