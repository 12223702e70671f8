//! One load, however many ask: in one process by its flights, among several by a short lock in Redis.

use std::time::{Duration, Instant};

use cache::LinkConfig;

use crate::support::{CARDS, Card, Fault, Process, Server, World, card, until};

type Reading = tokio::task::JoinHandle<Result<Card, Fault>>;

fn readers(process: &Process, count: usize) -> Vec<Reading> {
    let reader = || {
        let process = process.clone();
        tokio::spawn(async move { process.read_as(&CARDS, 1).await })
    };
    (0..count).map(|_| reader()).collect()
}

async fn assert_all_read(readers: Vec<Reading>) {
    for reader in readers {
        assert_eq!(reader.await.unwrap(), Ok(card(1)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_callers_of_one_cold_key_make_one_load() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let readers = readers(&process, 1000);
    world.source.until_held(1).await;
    world.source.release();
    assert_all_read(readers).await;
    assert_eq!(world.source.loads(), 1);
    let stats = process.stats();
    assert_eq!(stats.misses.total(), 1);
    assert_eq!(stats.coalesced + stats.hits.total(), 999);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_over_one_redis_make_one_load() {
    let world = World::new();
    let (first, second) = (world.process(), world.process());
    world.source.hold();
    let mut all = readers(&first, 100);
    world.source.until_held(1).await;
    all.extend(readers(&second, 100));
    until("the second process to wait", async || {
        world
            .link()
            .run::<u64>(&lock_of(&world).await)
            .await
            .unwrap()
            == 1
    })
    .await;
    world.source.release();
    assert_all_read(all).await;
    assert_eq!(world.source.loads(), 1);
    let stats = second.stats();
    assert_eq!((stats.misses.total(), stats.hits.remote), (0, 0));
    assert_eq!(stats.coalesced + stats.hits.local, 100);
    first.cache.flush_pending().await;
    assert_eq!(world.keys().await.len(), 1, "the lock is released");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_close_two_processes_ask_there_is_one_load() {
    let world = World::new();
    let processes = [world.process(), world.process()];
    let ids = 0..400;
    for id in ids.clone() {
        let both = processes.each_ref().map(|process| {
            let process = process.clone();
            tokio::spawn(async move {
                let late = Duration::from_micros(rand::random_range(0..1000));
                tokio::time::sleep(late).await;
                process.read_as(&CARDS, id).await
            })
        });
        for reader in both {
            assert_eq!(reader.await.unwrap(), Ok(card(id)));
        }
    }
    assert_eq!(i64::from(world.source.loads()), ids.end);
}

/// Asks whether there is a lock.
async fn lock_of(world: &World) -> redis::Cmd {
    let keys = world.keys().await;
    let lock = keys.into_iter().find(|key| key.ends_with(":lock"));
    redis::cmd("EXISTS").arg(lock.unwrap_or_default()).clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_redis_each_process_makes_one_load() {
    let server = Server::absent();
    let world = World::at(server.url(), LinkConfig::default());
    let (first, second) = (world.process(), world.process());
    world.source.hold();
    let mut all = readers(&first, 100);
    all.extend(readers(&second, 100));
    world.source.until_held(2).await;
    world.source.release();
    assert_all_read(all).await;
    assert_eq!(world.source.loads(), 2);
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_take_the_load_with_it() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let mut readers = readers(&process, 1);
    world.source.until_held(1).await;
    readers.remove(0).abort();
    world.source.release();
    until("the entry to be kept", async || {
        process.cache.local_extent().0 == 1
    })
    .await;
    process.read(1).await;
    assert_eq!((process.hits(), world.source.loads()), (1, 1));
}

#[tokio::test]
async fn those_who_wait_for_a_load_that_panics_load_themselves_at_once() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    world.source.fail(Fault::PanicOnce);
    let readers = readers(&process, 10);
    world.source.until_held(1).await;
    let released = Instant::now();
    world.source.release();
    assert_all_read(readers).await;
    assert_eq!(world.source.loads(), 2);
    // The panic did not keep the lock.
    let waited = released.elapsed();
    assert!(waited < Duration::from_millis(700), "waited {waited:?}");
    let stats = process.stats();
    let counted = stats.misses.total() + stats.coalesced + stats.hits.total();
    assert_eq!(counted, 10, "{stats:?}");
}

#[tokio::test]
async fn a_load_that_always_panics_panics_where_its_caller_sees_it() {
    let world = World::new();
    let process = world.process();
    world.source.fail(Fault::Panic);
    let reading = readers(&process, 1).remove(0);
    assert!(reading.await.unwrap_err().is_panic());
    assert_eq!(process.stats().misses.total(), 1);
    world.source.fail(None);
    assert_eq!(process.read(1).await, card(1));
}

#[tokio::test]
async fn the_death_of_a_lock_s_holder_costs_others_at_most_their_patience() {
    let world = World::new();
    world.process().read(1).await;
    let key = world.keys().await.remove(0);
    let (link, lock) = (world.link(), format!("{key}:lock"));
    let _: () = link.run(redis::cmd("DEL").arg(&key)).await.unwrap();
    // Held by nobody who would release it.
    let take = redis::cmd("SET")
        .arg(&lock)
        .arg(1)
        .arg("PX")
        .arg(60_000)
        .clone();
    let _: () = link.run(&take).await.unwrap();
    let (process, began) = (world.process(), Instant::now());
    assert_eq!(process.read(1).await, card(1));
    let waited = began.elapsed();
    assert!(waited >= Duration::from_millis(1400), "{waited:?}");
    assert!(waited < Duration::from_millis(2500), "{waited:?}");
    let misses = process.stats().misses;
    assert_eq!((misses.cold, misses.total()), (1, 1));
    // Another's lock is not released.
    assert!(world.keys().await.contains(&lock));
}

#[tokio::test]
async fn a_failed_load_releases_the_lock() {
    let world = World::new();
    let process = world.process();
    world.source.fail(Fault::Broken);
    assert_eq!(process.read_as(&CARDS, 1).await, Err(Fault::Broken));
    until("the lock to go", async || world.keys().await.is_empty()).await;
    world.source.fail(None);
    let began = Instant::now();
    world.process().read(1).await;
    assert!(began.elapsed() < Duration::from_millis(700));
}
