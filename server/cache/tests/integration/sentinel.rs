//! The link on a master that sentinels watch.

use std::time::{Duration, Instant};

use cache::{BreakerState, Link, LinkConfig, LinkError};
use redis::{Cmd, cmd};

use crate::support::sentinel::{GuardedMaster, SentinelGroup};
use crate::support::{patient, unique, until};

/// Time a failover may take: the sentinels look every second, and take several looks.
const FAILOVER: Duration = Duration::from_secs(12);

fn link(group: &SentinelGroup) -> Link {
    Link::lazy(&group.url(), LinkConfig::default()).unwrap()
}

/// The port of the server that took a write, if one did.
async fn writes(link: &Link) -> Option<u16> {
    link.run::<()>(cmd("SET").arg("key").arg("value"))
        .await
        .ok()?;
    let (_, port) = link.run::<(String, u16)>(&port()).await.ok()?;
    Some(port)
}

/// Asks a server for its port.
fn port() -> Cmd {
    cmd("CONFIG").arg("GET").arg("port").clone()
}

/// Repeats writes until one reaches the server at `port`.
async fn until_written_to(link: &Link, port: u16) -> Duration {
    let began = Instant::now();
    while writes(link).await != Some(port) {
        assert!(began.elapsed() < FAILOVER, "waited in vain for {port}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    began.elapsed()
}

/// For a second, all writes reach the server at `port`.
async fn stays_at(link: &Link, port: u16) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(1) {
        if let Some(found) = writes(link).await {
            assert_eq!(found, port);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(link.state(), BreakerState::Closed);
}

#[tokio::test]
async fn a_failover_is_followed() {
    let group = SentinelGroup::start(&unique("cache-sentinel"));
    let link = link(&group);
    until_written_to(&link, group.port(0)).await;
    let mut dedicated = link.dedicated().await.unwrap();

    // The old master is told some ten seconds later, and takes writes until then.
    group.fail_over();
    let took = until_written_to(&link, group.port(1)).await;
    assert!(took < Duration::from_secs(6), "took {took:?}");
    stays_at(&link, group.port(1)).await;

    let limit = Duration::from_secs(1);
    until("the dedicated connection to follow", async || {
        let port = dedicated.run::<(String, u16)>(&port(), limit).await;
        port.is_ok_and(|(_, port)| port == group.port(1))
    })
    .await;
}

#[tokio::test]
async fn a_frozen_master_is_replaced_and_not_returned_to() {
    let group = SentinelGroup::start(&unique("cache-sentinel"));
    let link = link(&group);
    until_written_to(&link, group.port(0)).await;

    group.freeze(0);
    until_written_to(&link, group.port(1)).await;
    group.thaw(0);
    stays_at(&link, group.port(1)).await;
}

#[tokio::test]
async fn a_frozen_sentinel_holds_up_nobody() {
    let group = SentinelGroup::start(&unique("cache-sentinel"));
    for sentinel in [0, 1] {
        group.freeze_sentinel(sentinel);
        let link = Link::lazy(&group.url(), LinkConfig::default()).unwrap();
        let took = until_written_to(&link, group.port(0)).await;
        assert!(took < Duration::from_secs(1), "took {took:?}");
        group.thaw_sentinel(sentinel);
    }
}

#[tokio::test]
async fn master_and_sentinel_have_passwords_of_their_own() {
    let guarded = GuardedMaster::start(&unique("cache-sentinel"), "");
    let of_sentinel = "?sentinel_password=of-sentinel";
    let url = guarded.url(":of-server@", "shop/2", of_sentinel);
    let link = Link::lazy(&url, patient()).unwrap();
    let client: String = link.run(cmd("CLIENT").arg("INFO")).await.unwrap();
    assert!(client.contains(" db=2 "), "{client}");

    for (credentials, parameters) in [
        (":of-sentinel@", of_sentinel),
        (":of-server@", "?sentinel_password=of-server"),
        (":of-server@", ""),
        ("", of_sentinel),
    ] {
        let url = guarded.url(credentials, "shop", parameters);
        let link = Link::lazy(&url, patient()).unwrap();
        let error = link.run::<()>(&cmd("PING")).await.unwrap_err();
        assert!(matches!(error, LinkError::Connect(_)), "{error:?}");
        assert!(!error.to_string().contains("of-server"), "{error}");
    }
}

#[tokio::test]
async fn an_unknown_master_and_a_replica_are_refused_with_a_reason() {
    let guarded = GuardedMaster::start(&unique("cache-sentinel"), "--replicaof 127.0.0.1 1");
    for (master, reason) in [
        ("shop", "is not a master"),
        ("other", "knows no master of that name"),
    ] {
        let url = guarded.url(":of-server@", master, "?sentinel_password=of-sentinel");
        let link = Link::lazy(&url, patient()).unwrap();
        let error = link.run::<()>(&cmd("PING")).await.unwrap_err();
        assert!(matches!(error, LinkError::Connect(_)), "{error:?}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn absent_sentinels_fail_at_once_after_a_few_attempts() {
    let url = "redis+sentinel://127.0.0.1:1,127.0.0.1:2/shop";
    let link = Link::lazy(url, LinkConfig::default()).unwrap();
    for _ in 0..5 {
        let error = link.run::<()>(&cmd("PING")).await.unwrap_err();
        assert!(error.is_away(), "{error}");
    }
    let error = link.run::<()>(&cmd("PING")).await.unwrap_err();
    assert!(matches!(error, LinkError::Open), "{error:?}");
}
