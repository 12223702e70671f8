//! A lease ends by itself, and whoever held it knows.

use std::{
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use cache::{Change, Position, TagClock};
use server::{
    db::DbError,
    invalidation::{self, Companion, NotAcknowledged},
};
use tokio::sync::watch;

use crate::{
    invalidation::{
        instance::{Instance, NO_REDIS, PATIENCE},
        shop::Shop,
    },
    support::redis_server::RedisServer,
};

/// An instance on a thread of its own, which can be frozen.
struct Freezable {
    clock: TagClock,
    freezer: mpsc::Sender<Duration>,
}

impl Freezable {
    fn start(database: String, redis: String) -> Self {
        let (freezer, orders) = mpsc::channel::<Duration>();
        let (sender, started) = mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let instance = Instance::joined(&database, &redis).await;
                sender.send(instance.clock.clone()).unwrap();
                loop {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    match orders.try_recv() {
                        // All tasks of the instance run on this thread.
                        Ok(time) => thread::sleep(time),
                        Err(mpsc::TryRecvError::Empty) => {}
                        Err(mpsc::TryRecvError::Disconnected) => break,
                    }
                }
                instance.stop().await;
            });
        });
        Self {
            clock: started.recv_timeout(PATIENCE).unwrap(),
            freezer,
        }
    }

    fn freeze(&self, time: Duration) {
        self.freezer.send(time).unwrap();
        thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_instance_holds_a_writer_up_until_its_lease_ends() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let frozen = Freezable::start(shop.url().to_owned(), redis.url());
    let running = Instance::joined(shop.url(), &redis.url()).await;
    assert!(frozen.clock.is_trusted());
    for _ in 0..2 {
        let began = Instant::now();
        frozen.freeze(Duration::from_secs(4));
        let (mut connection, xid) = shop
            .write("UPDATE products SET stock = coalesce(stock, 0) + 1")
            .await;
        let done = running
            .invalidation
            .acknowledge(&mut connection, xid)
            .await
            .unwrap();
        let position = done.position.unwrap();
        println!(
            "acknowledged after {:.1?} with a frozen instance",
            done.took
        );
        assert!(frozen.clock.applied() < position, "it was not frozen");
        assert!(
            !frozen.clock.is_trusted(),
            "a clock that lacks the change is trusted"
        );
        assert!(!done.waited_for.is_empty());
        assert!(began.elapsed() < Duration::from_millis(2_600), "{done:?}");
        assert!(running.clock.is_trusted());

        // It comes back, and its clock with it.
        assert!(frozen.clock.reached(position, PATIENCE).await);
        let until = Instant::now() + PATIENCE;
        while !frozen.clock.is_trusted() {
            assert!(Instant::now() < until, "never trusted again");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn an_instance_that_stops_is_not_waited_for() {
    let shop = Shop::open().await;
    let stopping = Instance::joined(shop.url(), NO_REDIS).await;
    stopping.stop().await;
    assert!(!stopping.clock.is_trusted());
    let (mut connection, xid) = shop.write("UPDATE products SET stock = 1").await;
    let done = invalidation::acknowledge(&mut connection, None, xid)
        .await
        .unwrap();
    assert_eq!(done.waited_for, Vec::<String>::new());
    assert!(done.took < Duration::from_secs(1), "{done:?}");
}

#[tokio::test]
async fn a_lease_that_was_lost_is_noticed_and_taken_anew() {
    let shop = Shop::open().await;
    let instance = Instance::joined(shop.url(), NO_REDIS).await;
    shop.run("DELETE FROM cache_leases").await;
    let taken = Instant::now();
    while shop.value::<i64>("SELECT count(*) FROM cache_leases").await == 0 {
        assert!(taken.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    instance.until("trusted", |status| status.trusted).await;
}

/// A copy of data that takes changes in only while it may.
struct Gated(watch::Receiver<bool>);

#[async_trait]
impl Companion for Gated {
    async fn reach(&self, _: &str, _: Position) -> Result<(), DbError> {
        Ok(())
    }

    async fn take_in(&self, _: &str, _: &[Change]) -> Result<(), DbError> {
        let mut gate = self.0.clone();
        let opened = gate.wait_for(|is_open| *is_open).await;
        opened.expect("a gate");
        Ok(())
    }
}

#[tokio::test]
async fn who_comes_back_is_not_trusted_before_it_holds_what_it_missed() {
    let shop = Shop::open().await;
    let (gate, is_open) = watch::channel(true);
    let instance = Instance::start_with(shop.url(), NO_REDIS, Arc::new(Gated(is_open)));
    instance.until("trusted", |status| status.trusted).await;
    gate.send_replace(false);
    // Nobody who writes this would wait for an instance without a lease.
    shop.run("BEGIN; DELETE FROM cache_leases; UPDATE products SET stock = 1; COMMIT")
        .await;
    shop.relayed().await;
    let position = shop.position().await;
    instance.until("distrusted", |status| !status.trusted).await;
    let taken = "SELECT count(*) FROM cache_leases";
    while shop.value::<i64>(taken).await == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let watched = Instant::now();
    while watched.elapsed() < Duration::from_secs(1) {
        assert!(
            !instance.clock.is_trusted(),
            "trusted at {} of {position}",
            instance.clock.applied()
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    gate.send_replace(true);
    instance.until("trusted", |status| status.trusted).await;
    assert!(instance.clock.applied() >= position);
}

#[tokio::test]
async fn a_writer_does_not_wait_for_ever() {
    let shop = Shop::open().await;
    shop.run(
        "INSERT INTO cache_leases (instance, epoch, expires_at)
         SELECT 'stuck', epoch, now() + interval '1 hour' FROM cache_state",
    )
    .await;
    let (mut connection, xid) = shop.write("UPDATE products SET stock = 1").await;
    let error = invalidation::acknowledge(&mut connection, None, xid)
        .await
        .unwrap_err();
    let NotAcknowledged::Behind(waited) = &error else {
        panic!("{error}")
    };
    assert_eq!(waited.instances, ["stuck"]);
    assert!(error.to_string().contains("the change is saved"), "{error}");
}

#[tokio::test]
async fn an_instance_starts_while_postgresql_is_away() {
    let instance = Instance::start("postgres://shop@127.0.0.1:1/vitrine", NO_REDIS);
    assert!(
        !instance
            .invalidation
            .joined(Duration::from_millis(200))
            .await
    );
    assert!(!instance.clock.is_trusted());
    instance.stop().await;
}
