//! Made-up visitors.

use std::time::Duration;

use server::demo_load::{self, Rates};

use crate::support::{catalog::seeded, instance::Instance, redis_server::RedisServer};

#[tokio::test]
async fn they_are_answered_and_leave_everything_as_it_was() {
    let catalogue = seeded(200).await;
    let redis = RedisServer::start();
    let instance = Instance::start(catalogue.url(), &redis.url());
    let prices = "SELECT sum(price_minor)::text AS name FROM products";
    let before = catalogue.names(prices).await;
    let target = format!("http://{}", instance.address()).parse().unwrap();
    let rates = Rates {
        requests: 40,
        edits: 7,
        // On a busy machine the first answers take their time.
        time: Duration::from_secs(3),
    };
    let outcome = demo_load::run(&catalogue.pool, &target, rates)
        .await
        .unwrap();
    assert!(outcome.answered > 0, "{outcome:?}");
    assert_eq!(outcome.failed, 0, "{outcome:?}");
    assert!((1..=22).contains(&outcome.edits), "{outcome:?}");
    assert_eq!(catalogue.names(prices).await, before);
}
