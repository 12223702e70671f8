//! The link on a Redis Cluster of three masters.

use std::time::{Duration, Instant};

use cache::{BreakerState, Link, LinkConfig, LinkError};
use futures::future::join_all;
use redis::{Cmd, Script, cmd};

use crate::dedicated::{blocking_read, is_answered};
use crate::support::cluster::RedisCluster;
use crate::support::{patient, unique, until};

/// Above the deadline of 20 ms by what a busy machine may add, and below any time-out of the client's own.
const SOON: Duration = Duration::from_millis(400);

fn start() -> RedisCluster {
    RedisCluster::start(&unique("cache-cluster"))
}

fn link(cluster: &RedisCluster, config: LinkConfig) -> Link {
    Link::lazy(&cluster.url(), config).unwrap()
}

/// So many keys that each node has some.
fn keys() -> Vec<String> {
    (0..200).map(|number| format!("key:{number}")).collect()
}

/// A key of each node, in the nodes' order.
fn key_of_each(cluster: &RedisCluster) -> Vec<String> {
    let of_node = |node| keys().into_iter().find(|key| cluster.node_of(key) == node);
    (0..3).map(|node| of_node(node).unwrap()).collect()
}

fn set(key: &str) -> Cmd {
    cmd("SET").arg(key).arg(format!("value of {key}")).clone()
}

fn get(key: &str) -> Cmd {
    cmd("GET").arg(key).clone()
}

/// Reads a key that is set. Whether it was answered; if so, rightly, and soon in any case.
async fn reads(link: &Link, key: &str) -> bool {
    let began = Instant::now();
    let answer = link.run::<Option<String>>(&get(key)).await;
    assert!(began.elapsed() < SOON, "held up for {:?}", began.elapsed());
    match answer {
        Ok(value) => {
            assert_eq!(value, Some(format!("value of {key}")));
            true
        }
        Err(error) => {
            assert!(error.is_away(), "{error}");
            false
        }
    }
}

/// A link whose connection is there, and a key of each node, all set.
async fn warm(cluster: &RedisCluster, config: LinkConfig) -> (Link, Vec<String>) {
    let keys = key_of_each(cluster);
    let admin = link(cluster, patient());
    for key in &keys {
        let () = admin.run(&set(key)).await.unwrap();
    }
    let link = link(cluster, config);
    until("an answer", async || reads(&link, &keys[0]).await).await;
    (link, keys)
}

#[tokio::test]
async fn every_command_finds_its_node() {
    let cluster = start();
    let link = link(&cluster, patient());
    let keys = keys();
    let sets: Vec<_> = keys.iter().map(|key| set(key)).collect();
    for stored in join_all(sets.iter().map(|set| link.run::<()>(set))).await {
        stored.unwrap();
    }
    for key in &keys {
        assert!(reads(&link, key).await);
    }

    let mut asked = keys.clone();
    asked.insert(100, "absent".to_owned());
    let answers: Vec<Option<String>> = link.run(cmd("MGET").arg(&asked)).await.unwrap();
    let expected: Vec<_> = asked
        .iter()
        .map(|key| (key != "absent").then(|| format!("value of {key}")))
        .collect();
    assert_eq!(answers, expected);
    let gone: usize = link.run(cmd("DEL").arg(&asked)).await.unwrap();
    assert_eq!(gone, keys.len());
}

#[tokio::test]
async fn a_script_runs_where_its_key_is() {
    let cluster = start();
    let link = link(&cluster, patient());
    let script = Script::new("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    for key in key_of_each(&cluster) {
        let mut call = script.key(key);
        call.arg(5);
        for sum in [5, 10] {
            assert_eq!(link.run_script::<i64>(&call).await.unwrap(), sum);
        }
    }
}

#[tokio::test]
async fn keys_in_several_slots_are_refused_without_opening_the_breaker() {
    let cluster = start();
    let link = link(&cluster, patient());
    let keys = key_of_each(&cluster);
    for _ in 0..10 {
        let union = cmd("SUNION").arg(&keys).clone();
        let error = link.run::<Vec<String>>(&union).await.unwrap_err();
        assert!(!error.is_away(), "{error}");
    }
    assert_eq!(link.state(), BreakerState::Closed);
}

#[tokio::test]
async fn a_key_is_found_while_its_slot_moves_and_after() {
    let cluster = start();
    let (link, keys) = warm(&cluster, patient()).await;
    let (moved, to) = (&keys[0], 1);
    let moving = cluster.begin_move(moved, to);
    assert!(reads(&link, moved).await);
    moving.migrate(moved);
    // Now the old node answers `ASK`.
    assert!(reads(&link, moved).await);
    let many: Vec<Option<String>> = link.run(cmd("MGET").arg(&keys)).await.unwrap();
    assert_eq!(many.iter().flatten().count(), 3);
    moving.end();
    // And now `MOVED`.
    assert!(reads(&link, moved).await);
    let many: Vec<Option<String>> = link.run(cmd("MGET").arg(&keys)).await.unwrap();
    assert_eq!(many.iter().flatten().count(), 3);
}

#[tokio::test]
async fn a_node_of_the_url_may_be_dead() {
    let cluster = start();
    let url = cluster.url().replace("://", "://127.0.0.1:1,");
    let link = Link::lazy(&url, LinkConfig::default()).unwrap();
    until("an answer", async || {
        link.run::<()>(&set("key:1")).await.is_ok()
    })
    .await;
    for key in key_of_each(&cluster) {
        let () = link.run(&set(&key)).await.unwrap();
    }
}

#[tokio::test]
async fn a_frozen_node_costs_its_own_callers_a_deadline_and_others_nothing() {
    let cluster = start();
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    cluster.freeze(0);
    let (mut tried, mut answered) = (0, 0);
    let frozen = Instant::now();
    while frozen.elapsed() < Duration::from_secs(2) {
        assert!(!reads(&link, &keys[0]).await, "a frozen node answered");
        for key in &keys[1..] {
            tried += 1;
            answered += u32::from(reads(&link, key).await);
        }
        let many = link
            .run::<Vec<Option<String>>>(cmd("MGET").arg(&keys))
            .await;
        assert!(many.is_err(), "a part of the answer is missing: {many:?}");
    }
    assert!(answered * 10 >= tried * 9, "{answered} of {tried}");

    cluster.thaw(0);
    let healed = until("an answer", async || reads(&link, &keys[0]).await).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn a_burst_on_a_frozen_node_does_not_cost_the_connections_to_others() {
    let cluster = start();
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    cluster.freeze(0);
    let burst = (0..100).map(|_| reads(&link, &keys[0]));
    assert!(!join_all(burst).await.contains(&true));
    assert_eq!(link.state(), BreakerState::Open);

    until("an answer", async || reads(&link, &keys[1]).await).await;
    for _ in 0..20 {
        assert!(!reads(&link, &keys[0]).await);
        assert!(reads(&link, &keys[1]).await);
        assert!(reads(&link, &keys[2]).await);
    }
}

#[tokio::test]
async fn the_replica_of_a_node_that_hangs_is_found() {
    let mut cluster = RedisCluster::start_with(&unique("cache-cluster"), 1000);
    cluster.add_replica(0);
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    cluster.freeze(0);
    let hangs = Instant::now();
    while link.run::<()>(&set(&keys[0])).await.is_err() {
        assert!(hangs.elapsed() < Duration::from_secs(10), "waited in vain");
        assert!(reads(&link, &keys[1]).await || link.state() != BreakerState::Closed);
    }
    for key in &keys {
        assert!(reads(&link, key).await);
    }
}

#[tokio::test]
async fn a_cluster_all_frozen_opens_the_breaker_and_heals() {
    let cluster = start();
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    (0..3).for_each(|node| cluster.freeze(node));
    // Long enough for the connection to be given up.
    let (mut open, frozen) = (0, Instant::now());
    while frozen.elapsed() < Duration::from_secs(3) {
        assert!(!reads(&link, &keys[0]).await);
        open += u32::from(link.state() == BreakerState::Open);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert!(open > 100, "{open}");
    (0..3).for_each(|node| cluster.thaw(node));
    let healed = until("an answer", async || reads(&link, &keys[0]).await).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn a_killed_node_is_found_again() {
    let mut cluster = start();
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    cluster.kill(0);
    let (mut tried, mut answered) = (0, 0);
    let killed = Instant::now();
    while killed.elapsed() < Duration::from_secs(2) {
        assert!(!reads(&link, &keys[0]).await, "a dead node answered");
        for key in &keys[1..] {
            tried += 1;
            answered += u32::from(reads(&link, key).await);
        }
    }
    assert!(answered * 10 >= tried * 9, "{answered} of {tried}");

    // A node that comes back takes no commands for two seconds.
    cluster.start_again(0);
    until("a store", async || {
        link.run::<()>(&set(&keys[0])).await.is_ok()
    })
    .await;
    assert!(reads(&link, &keys[0]).await);
}

#[tokio::test]
async fn a_frozen_and_a_dead_node_hold_up_nobody_and_heal() {
    let mut cluster = start();
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    cluster.freeze(0);
    cluster.kill(1);
    let away = Instant::now();
    while away.elapsed() < Duration::from_secs(2) {
        assert!(!reads(&link, &keys[0]).await);
        assert!(!reads(&link, &keys[1]).await);
        // While the client looks for the dead node it may keep the living one waiting, but not for longer than agreed.
        reads(&link, &keys[2]).await;
    }
    cluster.thaw(0);
    cluster.start_again(1);
    for key in &keys {
        until("a store", async || link.run::<()>(&set(key)).await.is_ok()).await;
    }
}

#[tokio::test]
async fn an_absent_cluster_fails_at_once_after_a_few_attempts() {
    let link = Link::lazy("redis+cluster://127.0.0.1:1", LinkConfig::default()).unwrap();
    for _ in 0..5 {
        let error = link.run::<()>(&get("key:1")).await.unwrap_err();
        assert!(error.is_away(), "{error}");
    }
    let error = link.run::<()>(&get("key:1")).await.unwrap_err();
    assert!(matches!(error, LinkError::Open), "{error:?}");
}

#[tokio::test]
async fn a_blocking_read_holds_up_nobody_on_its_node() {
    let cluster = start();
    let (link, keys) = warm(&cluster, LinkConfig::default()).await;
    for key in &keys {
        let stream = format!("{{{key}}}:log");
        assert_eq!(cluster.node_of(&stream), cluster.node_of(key));
        let mut dedicated = link.dedicated().await.unwrap();
        let read = blocking_read(&stream);
        let reading =
            tokio::spawn(async move { dedicated.run(&read, Duration::from_secs(5)).await });
        assert!(reads(&link, key).await);
        is_answered(&link, &stream, reading).await;
    }
}
