//! Redis away.

use std::time::{Duration, Instant};

use cache::{Link, LinkConfig};
use server::rate_limit::RateLimiter;

use crate::{
    rate_limit::world::{admits, alone, limits, process},
    support::redis_server::RedisServer,
};

#[tokio::test]
async fn a_process_goes_on_alone_from_where_all_stood() {
    let mut redis = RedisServer::start();
    let limiter = process(&redis.url(), "10/1h");
    for _ in 0..4 {
        assert!(admits(&limiter, "ada").await);
    }
    redis.stop();
    let mut admitted = 0;
    for _ in 0..20 {
        admitted += u32::from(admits(&limiter, "ada").await);
    }
    assert_eq!(admitted, 6);
    assert!(admits(&limiter, "bob").await, "another account");
    assert_eq!(alone(&limiter), 21);
}

#[tokio::test]
async fn all_count_together_again_when_redis_is_back() {
    let mut redis = RedisServer::start();
    let processes = [(); 2].map(|()| process(&redis.url(), "3/1h"));
    redis.stop();
    for limiter in &processes {
        for _ in 0..3 {
            assert!(admits(limiter, "ada").await);
        }
        assert!(!admits(limiter, "ada").await);
    }
    redis.start_again();
    let began = Instant::now();
    for limiter in &processes {
        loop {
            let before = alone(limiter);
            admits(limiter, "somebody else").await;
            if alone(limiter) == before {
                break;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "stays alone");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    // What was held lies in no process any more, and Redis knows nothing: but there is one limit for both.
    let mut admitted = 0;
    for turn in 0..12 {
        admitted += u32::from(admits(&processes[turn % 2], "ada").await);
    }
    assert_eq!(admitted, 3);
}

#[tokio::test]
async fn a_redis_that_hangs_holds_nobody_up() {
    let redis = RedisServer::start();
    let patience = LinkConfig {
        deadline: Duration::from_millis(50),
        ..LinkConfig::default()
    };
    let link = Link::lazy(&redis.url(), patience).unwrap();
    let limiter = RateLimiter::new(link, limits("3/1h"));
    redis.freeze();
    let began = Instant::now();
    let mut admitted = 0;
    for _ in 0..10 {
        admitted += u32::from(admits(&limiter, "ada").await);
    }
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(admitted, 3);
    redis.thaw();
}
