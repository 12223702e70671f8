//! Cached reads while Redis is absent, dead or frozen: values are loaded, nobody waits long, and it heals.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use cache::{BreakerState, Cache, Key, LinkConfig};

use crate::support::{CARDS, Card, Server, card, loaded, only_namespace, until};

/// Above the deadline of 20 ms by what a busy machine may add, and below any time-out of the client's own.
const SOON: Duration = Duration::from_millis(400);

/// Reads one value; answers whether it came from the cache.
async fn read(cache: &Cache, id: i64) -> bool {
    let mut hit = true;
    let began = Instant::now();
    let Ok(value) = cache
        .get(
            &CARDS,
            Key::of(&id),
            |_| Vec::new(),
            || {
                hit = false;
                loaded(id)
            },
        )
        .await;
    assert!(began.elapsed() < SOON, "held up for {:?}", began.elapsed());
    assert_eq!(value, card(id));
    hit
}

async fn until_hit(cache: &Cache) -> Duration {
    until("a hit", async || read(cache, 1).await).await
}

#[tokio::test]
async fn absent_at_start_then_there() {
    let mut server = Server::absent();
    let link = server.link(LinkConfig::default());
    let cache = Cache::new(link.clone(), "test");
    for _ in 0..20 {
        assert!(!read(&cache, 1).await);
    }
    assert_eq!(link.state(), BreakerState::Open);
    let stats = only_namespace(&cache);
    assert_eq!(stats.misses.error + stats.misses.bypass, 20);
    assert!(stats.misses.bypass >= 10);

    server.start().await;
    let healed = until_hit(&cache).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
    assert_eq!(link.state(), BreakerState::Closed);
}

#[tokio::test]
async fn killed_then_started_again() {
    let mut server = Server::running().await;
    let link = server.link(LinkConfig::default());
    let cache = Cache::new(link.clone(), "test");
    until_hit(&cache).await;

    server.kill();
    until("the breaker to open", async || {
        assert!(!read(&cache, 1).await);
        link.state() == BreakerState::Open
    })
    .await;

    server.start().await;
    let healed = until_hit(&cache).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn frozen_then_thawed() {
    let server = Server::running().await;
    let link = server.link(LinkConfig::default());
    let cache = Cache::new(link.clone(), "test");
    until_hit(&cache).await;

    server.freeze();
    // Long enough for several probes; each read is checked for the time it takes.
    let frozen = Instant::now();
    while frozen.elapsed() < Duration::from_secs(1) {
        assert!(!read(&cache, 1).await);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // Redis was asked by the first few reads and by four probes; all the others were not held up at all.
    let misses = only_namespace(&cache).misses;
    assert!((2..=15).contains(&misses.error), "{misses:?}");
    assert!(misses.bypass > misses.error, "{misses:?}");

    server.thaw();
    let healed = until_hit(&cache).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn many_at_once_on_a_frozen_server_wait_once() {
    let server = Server::running().await;
    let cache = Cache::new(server.link(LinkConfig::default()), "test");
    until_hit(&cache).await;
    server.freeze();
    let reads = (0..500).map(|id| {
        let cache = cache.clone();
        tokio::spawn(async move { read(&cache, id).await })
    });
    for read in reads.collect::<Vec<_>>() {
        assert!(!read.await.unwrap());
    }
    let flushed = Instant::now();
    cache.flush_pending().await;
    assert!(flushed.elapsed() < SOON, "took {:?}", flushed.elapsed());
    let stores = only_namespace(&cache).stores;
    let ended = stores.stored + stores.errors + stores.dropped + stores.bypassed;
    assert_eq!(ended, only_namespace(&cache).misses.total(), "{stores:?}");
}

#[tokio::test]
async fn more_stores_than_may_be_under_way_are_dropped() {
    let server = Server::running().await;
    let patient = LinkConfig {
        deadline: Duration::from_millis(300),
        failures_to_open: u32::MAX,
        ..LinkConfig::default()
    };
    let cache = Cache::new(server.link(patient), "test");
    until("a hit", async || {
        let Ok(Card { .. }) = cache
            .get(&CARDS, Key::of(&1_i64), |_| Vec::new(), || loaded(1))
            .await;
        only_namespace(&cache).hits > 0
    })
    .await;
    server.freeze();
    let ids: Vec<_> = (0..1000_i64).collect();
    let reads = ids
        .iter()
        .map(|id| cache.get(&CARDS, Key::of(id), |_| Vec::new(), || loaded(*id)));
    for read in futures::future::join_all(reads).await {
        let Ok(Card { .. }) = read;
    }
    cache.flush_pending().await;
    let stores = only_namespace(&cache).stores;
    assert_eq!(
        (stores.dropped, stores.errors),
        (1000 - 256, 256),
        "{stores:?}"
    );
}

#[tokio::test]
async fn many_are_loaded_together_when_redis_is_away() {
    let server = Server::absent();
    let cache = Cache::new(server.link(LinkConfig::default()), "test");
    let load = |ids: Vec<i64>| async {
        Ok::<_, Infallible>(ids.into_iter().map(|id| (id, card(id))).collect())
    };
    let tags = |_: &i64, _: &Card| Vec::new();
    let Ok(cards) = cache
        .get_many(&CARDS, &[1, 2, 3], Key::of, tags, load)
        .await;
    assert_eq!(cards.len(), 3);
    assert_eq!(only_namespace(&cache).misses.error, 3);
}
