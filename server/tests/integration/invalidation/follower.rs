//! Whatever becomes of Redis, the clock follows.

use std::time::{Duration, Instant};

use tokio_postgres::Client;

use crate::{
    invalidation::{
        instance::{Instance, PATIENCE},
        shop::{Shop, connect},
    },
    support::redis_server::RedisServer,
};

/// Time in which the clock is to have a change, on a busy machine.
const SOON: Duration = Duration::from_secs(5);

/// Two instances of which one relays; both connected to Redis.
async fn pair(shop: &Shop, redis: &RedisServer) -> [Instance; 2] {
    let pair = [
        Instance::joined(shop.url(), &redis.url()).await,
        Instance::joined(shop.url(), &redis.url()).await,
    ];
    for instance in &pair {
        instance.until("connected", |status| status.redis).await;
    }
    pair
}

/// Makes a change as somebody in `psql` does, and expects it to be known soon.
async fn follows(shop: &Shop, instances: &[Instance], what: &str) {
    let before = shop.position().await;
    shop.run("UPDATE products SET price_minor = coalesce(price_minor, 0) + 1")
        .await;
    for instance in instances {
        let clock = &instance.clock;
        assert!(clock.reached(before + 1, SOON).await, "{what}");
        // A second cut may come before the lease is renewed.
        instance.until("trusted", |status| status.trusted).await;
    }
}

#[tokio::test]
async fn a_change_by_hand_reaches_every_clock() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let pair = pair(&shop, &redis).await;
    let on_duty = pair.iter().filter(|one| one.invalidation.status().on_duty);
    assert_eq!(on_duty.count(), 1);
    let mut lags = Vec::new();
    for _ in 0..30 {
        follows(&shop, &pair, "a change by hand").await;
        // Long enough for the relay to fall asleep in between, now and then.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let last = pair
            .iter()
            .filter_map(|one| one.invalidation.status().last_change);
        lags.push(last.max_by_key(|change| change.position).unwrap().lag);
    }
    lags.sort();
    println!("lag by hand: p50 {:.1?}, most {:.1?}", lags[15], lags[29]);
    let status = pair[0].invalidation.status();
    let change = status.last_change.unwrap();
    assert!(!change.source.is_empty(), "{change:?}");
    assert_eq!(change.tags, Some(1), "{change:?}");
}

#[tokio::test]
async fn redis_may_be_killed_emptied_frozen_or_filled_with_rubbish() {
    let shop = Shop::open().await;
    let mut redis = RedisServer::start();
    let pair = pair(&shop, &redis).await;
    follows(&shop, &pair, "with Redis").await;

    redis.stop();
    follows(&shop, &pair, "killed").await;
    redis.start_again();
    follows(&shop, &pair, "started again, empty").await;
    for instance in &pair {
        instance.until("connected", |status| status.redis).await;
    }
    follows(&shop, &pair, "connected again").await;

    let mut other = redis.connect().unwrap();
    redis::cmd("FLUSHALL").exec(&mut other).unwrap();
    follows(&shop, &pair, "emptied").await;

    redis.freeze();
    follows(&shop, &pair, "frozen").await;
    redis.thaw();
    follows(&shop, &pair, "thawed").await;

    let key = format!("vitrine:{{changes}}:{}", pair[0].clock.epoch());
    let next = (pair[0].clock.applied() + 1).to_string();
    for fields in [
        &["rubbish", "x"][..],
        &["p", "x", "s", "y", "t", "z", "h", "0"],
        &["p", &next, "s", "1", "t", "product:99", "h", "00000000"],
    ] {
        redis::cmd("XADD")
            .arg(&key)
            .arg("*")
            .arg(fields)
            .exec(&mut other)
            .unwrap();
    }
    follows(&shop, &pair, "rubbish").await;
    redis::cmd("SET")
        .arg(&key)
        .arg("a text")
        .exec(&mut other)
        .unwrap();
    follows(&shop, &pair, "another type").await;
}

#[tokio::test]
async fn a_forged_or_damaged_message_does_not_hide_the_change() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let pair = pair(&shop, &redis).await;
    let mut other = redis.connect().unwrap();
    let key = format!("vitrine:{{changes}}:{}", pair[0].clock.epoch());
    follows(&shop, &pair, "a message").await;
    // The last message once more, as if it were the next.
    let last: Vec<(String, Vec<String>)> = redis::cmd("XREVRANGE")
        .arg(&key)
        .arg("+")
        .arg("-")
        .arg("COUNT")
        .arg(1)
        .query::<Vec<(String, Vec<Vec<u8>>)>>(&mut other)
        .unwrap()
        .into_iter()
        .map(|(id, fields)| {
            (
                id,
                fields
                    .iter()
                    .map(|f| String::from_utf8_lossy(f).into_owned())
                    .collect(),
            )
        })
        .collect();
    let (_, mut fields) = last.into_iter().next().expect("a message");
    let next = pair[0].clock.applied() + 1;
    let at = fields.iter().position(|field| field == "p").unwrap() + 1;
    fields[at] = next.to_string();
    redis::cmd("XADD")
        .arg(&key)
        .arg("*")
        .arg(&fields)
        .exec(&mut other)
        .unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for instance in &pair {
        assert_eq!(instance.clock.applied(), next - 1);
    }
}

/// Waits until the instances have so many connections.
async fn until_connected(client: &Client, count: i64) {
    let begun = Instant::now();
    let sql = "SELECT count(*) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'vitrine'";
    while client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0) != count {
        assert!(begun.elapsed() < PATIENCE, "never {count} connections");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_connection_to_postgresql_that_is_cut_is_made_anew() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let pair = pair(&shop, &redis).await;
    let killer = connect(shop.url()).await;
    until_connected(&killer, 4).await;
    for _ in 0..3 {
        let cut = killer
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name = 'vitrine'",
                &[],
            )
            .await
            .unwrap();
        // Each has one for its lease and one for relaying.
        assert_eq!(cut, 4);
        follows(&shop, &pair, "cut").await;
        for instance in &pair {
            instance
                .until("connected again", |status| status.postgres && status.redis)
                .await;
        }
        // Both hold a lease that the next cut is to hit.
        until_connected(&killer, 4).await;
    }
}

#[tokio::test]
async fn changes_made_while_nobody_ran_are_known_at_the_start() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let first = Instance::joined(shop.url(), &redis.url()).await;
    first.stop().await;
    assert!(!first.clock.is_trusted());
    shop.run("UPDATE products SET stock = 1").await;
    let second = Instance::joined(shop.url(), &redis.url()).await;
    assert_eq!(second.clock.applied(), shop.position().await);
    assert!(second.clock.applied() > first.clock.applied());
    assert_eq!(second.clock.epoch(), first.clock.epoch());
}
