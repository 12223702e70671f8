//! Each reason why the cache misses, brought about and shown.

use std::{convert::Infallible, time::Duration};

use app::model::performance::PanelQuery;
use cache::{BreakerState, Key, Namespace, Tag, TagClock};
use server::insight::performance::Health;

use crate::support::{redis_server::RedisServer, site::Site};

/// The second of the test.
const NOW: u64 = 1_795_341_221;

const KNOWN: Namespace = Namespace::new("known", 1, Duration::from_hours(1));

/// Makes every entry in Redis something that is none.
const SPOIL: &str =
    "for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('SET', key, 'spoilt') end";

/// A site that holds nothing itself, so that what Redis does is seen at once.
async fn site(redis: &RedisServer) -> Site {
    let site = Site::start(10, &redis.url()).await;
    let mut config = site.state.config.clone();
    config.cache.local_bytes = 0;
    let clock = TagClock::standalone(site.catalogue.url());
    Site::of(site.catalogue, config, clock).await
}

/// Looks up the one value there is, and waits until it is stored.
async fn look_up(site: &Site, namespace: &Namespace) {
    let load = || async { Ok::<_, Infallible>(7_u64) };
    let view = site.state.cache.view();
    let Ok(_) = view
        .get(namespace, Key::of(&1), |_| [Tag::named("known")], load)
        .await;
    site.state.cache.flush_pending().await;
}

/// The misses that the panel shows, by their cause.
async fn shown(site: &Site) -> Vec<(String, u64)> {
    let state = &site.state;
    state.panel.tick(NOW, &state.cache.stats(), Health::FULL);
    let shown = state.performance(&PanelQuery::default(), NOW).await;
    let known = shown.cache.namespaces.into_iter();
    let mut known = known.filter(|one| one.name == KNOWN.name);
    known.next().expect("the namespace").causes
}

#[tokio::test]
async fn every_cause_of_a_miss_is_shown_as_what_it_was() {
    let redis = RedisServer::start();
    let site = site(&redis).await;
    site.state
        .panel
        .tick(NOW - 1, &site.state.cache.stats(), Health::FULL);

    look_up(&site, &KNOWN).await; // cold
    look_up(&site, &KNOWN).await; // found
    redis.command(&["FLUSHALL"]);
    look_up(&site, &KNOWN).await; // evicted
    redis.command(&["EVAL", SPOIL, "0"]);
    look_up(&site, &KNOWN).await; // undecodable
    site.touch(&["known"]).await;
    look_up(&site, &KNOWN).await; // invalidated

    // The same namespace, but nothing lives long in it.
    let short = Namespace {
        ttl: Duration::from_millis(50),
        ..KNOWN
    }
    .grace(Duration::from_millis(50));
    site.touch(&["known"]).await;
    look_up(&site, &short).await; // invalidated
    tokio::time::sleep(Duration::from_millis(110)).await;
    look_up(&site, &short).await; // expired

    // It hangs: until the breaker opens that is an error, and after that nobody asks it.
    redis.freeze();
    while site.state.redis.state() == BreakerState::Closed {
        look_up(&site, &KNOWN).await;
    }
    look_up(&site, &KNOWN).await;
    redis.thaw();

    let causes = shown(&site).await;
    let many = |wanted: &str| {
        causes
            .iter()
            .find(|(cause, _)| cause == wanted)
            .map(|(_, many)| *many)
    };
    for (cause, expected) in [
        ("cold", 1),
        ("evicted", 1),
        ("undecodable", 1),
        ("invalidated", 2),
        ("expired", 1),
    ] {
        assert_eq!(many(cause), Some(expected), "{cause}: {causes:?}");
    }
    for cause in ["error", "bypass"] {
        assert!(many(cause) >= Some(1), "{cause}: {causes:?}");
    }
}
