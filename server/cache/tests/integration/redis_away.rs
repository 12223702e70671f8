//! Cached reads while Redis is absent, dead or frozen: values are loaded, nobody waits long, and it heals.

use std::time::{Duration, Instant};

use cache::{BreakerState, Link, LinkConfig};

use crate::support::{CARDS, Process, Server, World, card, until};

/// Above the deadlines of 20 ms for an entry and its lock by what a busy machine may add, and below any time-out of the
/// client's own.
const SOON: Duration = Duration::from_millis(400);

/// A process that holds nothing itself, so that it asks Redis each time.
fn process(server: &Server, config: LinkConfig) -> (Process, Link) {
    let world = World::at(server.url(), config);
    let process = world.small_process(0);
    let link = process.link.clone();
    (process, link)
}

/// Reads one value; answers whether it came from the cache.
async fn read(process: &Process, id: i64) -> bool {
    let (began, hits) = (Instant::now(), process.hits());
    let value = process.read_as(&CARDS, id).await.unwrap();
    assert!(began.elapsed() < SOON, "held up for {:?}", began.elapsed());
    assert_eq!(value, card(id));
    process.hits() > hits
}

async fn until_hit(process: &Process) -> Duration {
    until("a hit", async || read(process, 1).await).await
}

#[tokio::test]
async fn absent_at_start_then_there() {
    let mut server = Server::absent();
    let (process, link) = process(&server, LinkConfig::default());
    for _ in 0..20 {
        assert!(!read(&process, 1).await);
    }
    assert_eq!(link.state(), BreakerState::Open);
    let misses = process.stats().misses;
    assert_eq!(misses.error + misses.bypass, 20, "{misses:?}");
    assert!(misses.bypass >= 10, "{misses:?}");

    server.start().await;
    let healed = until_hit(&process).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
    assert_eq!(link.state(), BreakerState::Closed);
}

#[tokio::test]
async fn killed_then_started_again() {
    let mut server = Server::running().await;
    let (process, link) = process(&server, LinkConfig::default());
    until_hit(&process).await;

    server.kill();
    until("the breaker to open", async || {
        assert!(!read(&process, 1).await);
        link.state() == BreakerState::Open
    })
    .await;

    server.start().await;
    let healed = until_hit(&process).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn frozen_then_thawed() {
    let server = Server::running().await;
    let (process, _) = process(&server, LinkConfig::default());
    until_hit(&process).await;

    server.freeze();
    // Long enough for several probes; each read is checked for the time it takes.
    let frozen = Instant::now();
    while frozen.elapsed() < Duration::from_secs(1) {
        assert!(!read(&process, 1).await);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // Redis was asked by the first few reads and by four probes; all the others were not held up at all.
    let misses = process.stats().misses;
    assert!((2..=15).contains(&misses.error), "{misses:?}");
    assert!(misses.bypass > misses.error, "{misses:?}");

    server.thaw();
    let healed = until_hit(&process).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn many_at_once_on_a_frozen_server_wait_once() {
    let server = Server::running().await;
    let (process, _) = process(&server, LinkConfig::default());
    until_hit(&process).await;
    server.freeze();
    let reads = (0..500).map(|id| {
        let process = process.clone();
        tokio::spawn(async move { read(&process, id).await })
    });
    for read in reads.collect::<Vec<_>>() {
        assert!(!read.await.unwrap());
    }
    let flushed = Instant::now();
    process.cache.flush_pending().await;
    assert!(flushed.elapsed() < SOON, "took {:?}", flushed.elapsed());
    let stores = process.stats().stores;
    let ended = stores.stored + stores.errors + stores.dropped + stores.bypassed;
    assert_eq!(ended, process.stats().misses.total(), "{stores:?}");
}

#[tokio::test]
async fn more_stores_than_may_be_under_way_are_dropped() {
    let server = Server::running().await;
    let patient = LinkConfig {
        deadline: Duration::from_millis(300),
        failures_to_open: u32::MAX,
        ..LinkConfig::default()
    };
    let (process, _) = process(&server, patient);
    until("a hit", async || {
        process.read_as(&CARDS, 1).await.unwrap();
        process.hits() > 0
    })
    .await;
    server.freeze();
    let reads = (0..1000).map(|id| process.read_as(&CARDS, id));
    for read in futures::future::join_all(reads).await {
        read.unwrap();
    }
    process.cache.flush_pending().await;
    let stores = process.stats().stores;
    assert_eq!(
        (stores.dropped, stores.errors),
        (1000 - 256, 256),
        "{stores:?}"
    );
}

#[tokio::test]
async fn many_are_loaded_together_when_redis_is_away() {
    let server = Server::absent();
    let (process, _) = process(&server, LinkConfig::default());
    assert_eq!(process.read_many(&[1, 2, 3]).await.unwrap().len(), 3);
    assert_eq!(
        (process.stats().misses.error, process.source.loads()),
        (3, 1)
    );
}

#[tokio::test]
async fn what_memory_holds_is_answered_while_redis_is_frozen() {
    let server = Server::running().await;
    let process = World::on(&server).process();
    process.read(1).await;
    server.freeze();
    let began = Instant::now();
    for _ in 0..1000 {
        process.read_as(&CARDS, 1).await.unwrap();
    }
    assert!(began.elapsed() < SOON, "took {:?}", began.elapsed());
    assert_eq!(process.source.loads(), 1);
}
