//! Writers wait for all instances, and not longer.

use std::time::Duration;

use server::invalidation;

use crate::{
    invalidation::{
        instance::{Instance, NO_REDIS},
        shop::{Shop, write_on},
    },
    support::redis_server::RedisServer,
};

/// The times of a number of acknowledged writes, sorted.
async fn times(shop: &Shop, instances: &[Instance], count: usize) -> Vec<Duration> {
    let mut connection = server::db::connect(shop.url()).await.unwrap();
    let mut times = Vec::new();
    for number in 0..count {
        let sql = format!("UPDATE products SET price_minor = {}", number + 1);
        let xid = write_on(&mut connection, &sql).await;
        let done = instances[0]
            .invalidation
            .acknowledge(&mut connection, xid)
            .await
            .unwrap();
        let position = done.position.unwrap();
        for instance in instances {
            assert!(instance.clock.applied() >= position);
            assert!(instance.clock.is_trusted());
        }
        times.push(done.took);
    }
    times.sort();
    times
}

fn print(what: &str, times: &[Duration]) {
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!(
        "{what}: p50 {:.1?}, p99 {:.1?}, most {:.1?}",
        at(50),
        at(99),
        at(100)
    );
}

#[tokio::test]
async fn a_write_is_acknowledged_when_every_instance_has_applied_it() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let mut instances = Vec::new();
    for _ in 0..3 {
        instances.push(Instance::joined(shop.url(), &redis.url()).await);
    }
    for instance in &instances {
        instance.until("connected", |status| status.redis).await;
    }
    let times = times(&shop, &instances, 200).await;
    print("3 instances, Redis", &times);
    assert!(times[times.len() / 2] < Duration::from_millis(100));
}

#[tokio::test]
async fn without_redis_too() {
    let shop = Shop::open().await;
    let mut instances = Vec::new();
    for _ in 0..3 {
        instances.push(Instance::joined(shop.url(), NO_REDIS).await);
    }
    let times = times(&shop, &instances, 200).await;
    print("3 instances, no Redis", &times);
    assert!(times[times.len() / 2] < Duration::from_millis(150));
}

#[tokio::test]
async fn nobody_is_waited_for_where_nobody_runs() {
    let shop = Shop::open().await;
    let (mut connection, xid) = shop.write("UPDATE products SET stock = 0").await;
    let done = invalidation::acknowledge(&mut connection, None, xid)
        .await
        .unwrap();
    assert_eq!(done.position, Some(shop.position().await));
    assert_eq!(done.waited_for, Vec::<String>::new());
}

#[tokio::test]
async fn what_touches_nothing_is_acknowledged_at_once() {
    let shop = Shop::open().await;
    let _instance = Instance::joined(shop.url(), NO_REDIS).await;
    let sql = "UPDATE products SET price_minor = price_minor";
    let (mut connection, xid) = shop.write(sql).await;
    let done = invalidation::acknowledge(&mut connection, None, xid)
        .await
        .unwrap();
    assert_eq!((done.position, done.tags), (None, None));
}
