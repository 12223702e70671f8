//! PostgreSQL comes back from a backup: positions go back, and nothing from the lost world is believed.

use crate::{
    invalidation::{instance::Instance, shop::Shop},
    support::redis_server::RedisServer,
};

/// Takes the log back by so many changes, as a backup would.
fn back(changes: u32) -> String {
    format!(
        "DELETE FROM cache_log WHERE position > (SELECT position - {changes} FROM cache_state);
         UPDATE cache_state SET position = position - {changes}"
    )
}

async fn epoch(shop: &Shop) -> String {
    shop.value("SELECT epoch FROM cache_state").await
}

async fn edits(shop: &Shop, count: u32) {
    for _ in 0..count {
        shop.run("UPDATE products SET price_minor = coalesce(price_minor, 0) + 1")
            .await;
        shop.relayed().await;
    }
}

#[tokio::test]
async fn positions_that_go_back_get_a_new_epoch() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let pair = [
        Instance::joined(shop.url(), &redis.url()).await,
        Instance::joined(shop.url(), &redis.url()).await,
    ];
    edits(&shop, 3).await;
    let position = shop.position().await;
    for instance in &pair {
        instance
            .until("there", |status| status.applied == position)
            .await;
    }
    let lost = epoch(&shop).await;
    shop.run(&back(2)).await;
    for instance in &pair {
        instance
            .until("in a new epoch", |status| {
                status.epoch != lost && status.trusted
            })
            .await;
        assert_eq!(*instance.clock.epoch(), *epoch(&shop).await);
        assert_eq!(instance.clock.applied(), position - 2);
    }
    // Leases that the backup does not know of may be in force, so writers wait for their end.
    let (mut connection, xid) = shop.write("UPDATE products SET stock = 3").await;
    let done = pair[0]
        .invalidation
        .acknowledge(&mut connection, xid)
        .await
        .unwrap();
    assert_eq!(done.position, Some(position - 1));
    let age: f64 = shop
        .value("SELECT extract(epoch FROM clock_timestamp() - epoch_at)::float8 FROM cache_state")
        .await;
    assert!(age >= 2.0, "acknowledged {age} s after the new epoch");
}

/// The positions have been given anew to other changes by the time somebody looks.
#[tokio::test]
async fn another_change_at_a_known_position_is_noticed_by_whoever_was_cut_off() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let instance = Instance::joined(shop.url(), &redis.url()).await;
    edits(&shop, 3).await;
    let position = shop.position().await;
    instance
        .until("there", |status| status.applied == position)
        .await;
    let lost = epoch(&shop).await;
    let restored = format!(
        "BEGIN; {};
         UPDATE cache_log SET relayed_at = relayed_at + interval '1 s' WHERE false;
         INSERT INTO cache_log SELECT position + n, ARRAY['all'], 7, '', now(), clock_timestamp()
            FROM cache_state, generate_series(1, 4) n;
         UPDATE cache_state SET position = position + 4;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'vitrine'; COMMIT",
        back(2)
    );
    shop.run(&restored).await;
    instance
        .until("in a new epoch", |status| {
            status.epoch != lost && status.trusted
        })
        .await;
}

/// All instances were stopped; only Redis remembers.
#[tokio::test]
async fn a_stream_that_is_ahead_of_the_log_is_of_a_lost_world() {
    let shop = Shop::open().await;
    let redis = RedisServer::start();
    let instance = Instance::joined(shop.url(), &redis.url()).await;
    instance.until_settled().await;
    for _ in 0..3 {
        let (mut connection, xid) = shop
            .write("UPDATE products SET stock = coalesce(stock, 0) + 1")
            .await;
        instance
            .invalidation
            .acknowledge(&mut connection, xid)
            .await
            .unwrap();
    }
    instance.stop().await;
    let lost = epoch(&shop).await;
    shop.run(&back(2)).await;
    let next = Instance::joined(shop.url(), &redis.url()).await;
    next.until("in a new epoch", |status| {
        status.epoch != lost && status.trusted
    })
    .await;
    // The second start finds nothing wrong.
    let known = epoch(&shop).await;
    next.stop().await;
    let again = Instance::joined(shop.url(), &redis.url()).await;
    again.until_settled().await;
    assert_eq!(epoch(&shop).await, known);
}

#[tokio::test]
async fn a_copy_of_the_database_is_another_world() {
    let shop = Shop::open().await;
    let lost = epoch(&shop).await;
    shop.run("UPDATE cache_state SET world = 'elsewhere'").await;
    shop.relayed().await;
    assert_ne!(epoch(&shop).await, lost);
    let known = epoch(&shop).await;
    shop.relayed().await;
    assert_eq!(epoch(&shop).await, known);
}
