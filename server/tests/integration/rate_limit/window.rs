//! The sliding window that all processes share.

use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::{
    rate_limit::world::{admits, alone, ask, process},
    support::{redis_cluster::RedisCluster, redis_server::RedisServer},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_together_let_through_what_the_limit_says() {
    let redis = RedisServer::start();
    let processes = [(); 3].map(|()| process(&redis.url(), "50/1h"));
    let callers = (0..300).map(|number| {
        let limiter = processes[number % processes.len()].clone();
        tokio::spawn(async move { admits(&limiter, "ada").await })
    });
    let answers = join_all(callers).await;
    let admitted = answers
        .into_iter()
        .filter(|answer| *answer.as_ref().unwrap());
    assert_eq!(admitted.count(), 50);
    for limiter in &processes {
        assert_eq!(alone(limiter), 0);
    }
    assert!(admits(&processes[0], "bob").await, "another account");
}

/// When a call that was let through was sent, and when the answer was there: it was counted somewhere between.
type Admitted = (Instant, Instant);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_window_wherever_it_begins_holds_more_than_the_limit() {
    const LIMIT: usize = 20;
    const WINDOW: Duration = Duration::from_secs(1);
    let redis = RedisServer::start();
    let processes = [(); 2].map(|()| process(&redis.url(), &format!("{LIMIT}/1s")));
    let ends = Instant::now() + 3 * WINDOW + WINDOW / 2;
    let callers = (0..8).map(|number| {
        let limiter = processes[number % processes.len()].clone();
        tokio::spawn(async move {
            let mut admitted: Vec<Admitted> = Vec::new();
            while Instant::now() < ends {
                let sent = Instant::now();
                if admits(&limiter, "ada").await {
                    admitted.push((sent, Instant::now()));
                }
            }
            admitted
        })
    });
    let admitted = join_all(callers).await;
    let admitted: Vec<Admitted> = admitted.into_iter().flat_map(Result::unwrap).collect();
    for (begins, _) in &admitted {
        let inside = admitted
            .iter()
            .filter(|(sent, answered)| sent >= begins && *answered < *begins + WINDOW);
        assert!(inside.count() <= LIMIT);
    }
    // Nor much less: each window was used up as soon as there was room.
    assert!(admitted.len() > 3 * LIMIT, "{}", admitted.len());
    assert_eq!(processes.iter().map(alone).sum::<u64>(), 0);
}

#[tokio::test]
async fn there_is_room_again_when_the_oldest_call_leaves() {
    let redis = RedisServer::start();
    let limiter = process(&redis.url(), "2/2s");
    let first = Instant::now();
    assert!(admits(&limiter, "ada").await);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(admits(&limiter, "ada").await);
    assert_eq!(ask(&limiter, "ada").await.retry_after(), Some(2));
    // Refusals are not counted, so they do not put off the next turn.
    while !admits(&limiter, "ada").await {
        assert!(first.elapsed() < Duration::from_secs(10), "never let in");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(first.elapsed() >= Duration::from_secs(2));
    assert!(!admits(&limiter, "ada").await, "the second is still inside");
}

#[tokio::test]
async fn redis_forgets_who_stays_away() {
    let redis = RedisServer::start();
    let limiter = process(&redis.url(), "5/1s");
    assert!(admits(&limiter, "ada@example.com").await);
    let mut connection = redis.connect().unwrap();
    let mut keys =
        move || -> Vec<String> { redis::cmd("KEYS").arg("*").query(&mut connection).unwrap() };
    let key = keys().pop().unwrap();
    assert!(key.starts_with("vitrine:limit:log-in-account:"), "{key}");
    assert!(!key.contains("ada"), "{key}");
    let began = Instant::now();
    while !keys().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(10), "stays");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_limit_made_lower_holds_at_once() {
    let redis = RedisServer::start();
    let before = process(&redis.url(), "10/1h");
    for _ in 0..6 {
        assert!(admits(&before, "ada").await);
    }
    let after = process(&redis.url(), "3/1h");
    assert!(!admits(&after, "ada").await);
}

#[tokio::test]
async fn a_cluster_counts_as_one_server_does() {
    let cluster = RedisCluster::start("vitrine-rate-limit-cluster");
    let processes = [(); 2].map(|()| process(&cluster.url(), "5/1h"));
    for account in ["ada", "bob", "eve", "joe"] {
        let mut admitted = 0;
        for turn in 0..12 {
            admitted += u32::from(admits(&processes[turn % 2], account).await);
        }
        assert_eq!(admitted, 5, "{account}");
    }
    assert_eq!(processes.iter().map(alone).sum::<u64>(), 0);
}
