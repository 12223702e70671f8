//! Counting behind the callers' backs: nothing is counted twice, and nothing is lost that need not be.

use std::time::{Duration, Instant};

use cache::{Counts, Drained, LinkConfig, PushError};
use redis::cmd;

use crate::support::{Server, patient, test_redis_url, unique, until};

mod ledger;
mod random_lives;

use ledger::{Fault, Ledger};

/// Where the batches of the counter `name` lie.
fn key(name: &str) -> String {
    format!("vitrine:{{counts:{name}}}:1")
}

fn add(counts: &Counts, key: &str, times: u64) {
    for _ in 0..times {
        counts.add(key);
    }
}

#[tokio::test]
async fn what_one_process_pushed_another_hands_over() {
    let server = Server::running().await;
    let (one, other) = (
        Counts::new(server.link(patient()), "a"),
        Counts::new(server.link(patient()), "a"),
    );
    add(&one, "x", 3);
    add(&one, "y", 1);
    add(&other, "x", 4);
    one.push().await.unwrap();
    // As after a kill.
    drop(one);

    let ledger = Ledger::default();
    let drained = other.drain(&ledger).await.unwrap();
    assert_eq!(
        drained,
        Drained {
            batches: 2,
            complete: true
        }
    );
    assert_eq!((ledger.total("x"), ledger.total("y")), (7, 1));
    let left: u64 = server
        .link(patient())
        .run(cmd("EXISTS").arg(key("a")))
        .await
        .unwrap();
    assert_eq!(left, 0);
    assert_eq!(other.stats().await.waiting, 0);
}

#[tokio::test]
async fn counters_of_different_names_do_not_mix() {
    let server = Server::running().await;
    let one = Counts::new(server.link(patient()), "a");
    let other = Counts::new(server.link(patient()), "b");
    one.add("x");
    one.push().await.unwrap();
    let ledger = Ledger::default();
    other.drain(&ledger).await.unwrap();
    assert_eq!(ledger.sum(), 0);
}

#[tokio::test]
async fn redis_being_away_loses_nothing_and_holds_nobody_up() {
    let mut server = Server::running().await;
    let counts = Counts::new(server.link(LinkConfig::default()), "a");
    let ledger = Ledger::default();
    add(&counts, "x", 25);
    until("a push", async || counts.push().await.is_ok()).await;
    server.kill();
    add(&counts, "x", 25);
    assert!(matches!(counts.push().await, Err(PushError::Link(_))));
    let drained = counts.drain(&ledger).await.unwrap();
    assert!(!drained.complete);
    // The first 25 went down with Redis.
    assert_eq!(ledger.total("x"), 50);

    server.start().await;
    add(&counts, "x", 1);
    until("a complete drain", async || {
        counts.drain(&ledger).await.unwrap().complete
    })
    .await;
    assert_eq!(ledger.total("x"), 51);
}

#[tokio::test]
async fn an_answer_that_was_lost_is_no_second_count() {
    let server = Server::running().await;
    let counts = Counts::new(server.link(LinkConfig::default()), "a");
    until("a push", async || counts.push().await.is_ok()).await;
    let ledger = Ledger::default();
    add(&counts, "x", 5);
    let link = server.link(patient());
    link.run::<()>(&cmd("PING")).await.unwrap();
    server.freeze();
    assert!(counts.push().await.is_err());
    // The sink has them before Redis has executed the push.
    counts.drain(&ledger).await.unwrap();
    server.thaw();
    until("a complete drain", async || {
        counts.drain(&ledger).await.unwrap().complete
    })
    .await;
    assert_eq!(ledger.total("x"), 5);
}

#[tokio::test]
async fn counting_does_not_wait_for_a_push_that_hangs() {
    let server = Server::running().await;
    let counts = Counts::new(server.link(patient()), "a");
    counts.add("x");
    counts.push().await.unwrap();
    server.freeze();
    counts.add("x");
    let pushing = tokio::spawn({
        let counts = counts.clone();
        async move { counts.push().await }
    });
    tokio::task::yield_now().await;
    let begun = Instant::now();
    add(&counts, "x", 100_000);
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(!pushing.is_finished());
    server.thaw();
    pushing.await.unwrap().unwrap();
    let ledger = Ledger::default();
    counts.drain(&ledger).await.unwrap();
    assert_eq!(ledger.total("x"), 100_002);
}

#[tokio::test]
async fn a_sink_that_fails_gets_the_same_batches_again() {
    let server = Server::running().await;
    let counts = Counts::new(server.link(patient()), "a");
    let ledger = Ledger::default();
    for fault in [Fault::BeforeCommit, Fault::AfterCommit] {
        add(&counts, "x", 10);
        counts.push().await.unwrap();
        ledger.fail_after(0, fault);
        assert!(counts.drain(&ledger).await.is_err());
        assert_eq!(counts.stats().await.waiting, 10);
        let drained = counts.drain(&ledger).await.unwrap();
        assert_eq!(drained.batches, 1, "its own copy is taken for another's");
        assert_eq!(counts.stats().await.waiting, 0);
    }
    assert_eq!(ledger.total("x"), 20);
}

#[tokio::test]
async fn a_sink_that_fails_gets_the_batches_of_the_dead_again() {
    let server = Server::running().await;
    let ledger = Ledger::default();
    for fault in [Fault::BeforeCommit, Fault::AfterCommit] {
        let [dead, other] = [1, 2].map(|_| Counts::new(server.link(patient()), "a"));
        add(&dead, "x", 10);
        dead.push().await.unwrap();
        drop(dead);
        ledger.fail_after(0, fault);
        assert!(other.drain(&ledger).await.is_err());
        other.drain(&ledger).await.unwrap();
    }
    assert_eq!(ledger.total("x"), 20);
}

#[tokio::test]
async fn what_is_no_batch_is_deleted_and_told() {
    let server = Server::running().await;
    let link = server.link(patient());
    let counts = Counts::new(link.clone(), "a");
    counts.add("x");
    counts.push().await.unwrap();
    for (id, junk) in [("short", "ab"), ("long", "not a batch at all")] {
        link.run::<()>(cmd("HSET").arg(key("a")).arg(id).arg(junk))
            .await
            .unwrap();
    }
    let ledger = Ledger::default();
    assert!(counts.drain(&ledger).await.unwrap().complete);
    assert_eq!(ledger.sum(), 1);
    assert_eq!(counts.stats().await.damaged, 2);
    assert_eq!(link.run::<u64>(cmd("HLEN").arg(key("a"))).await.unwrap(), 0);
}

#[tokio::test]
async fn somebody_elses_value_under_the_key_loses_nothing() {
    let server = Server::running().await;
    let link = server.link(patient());
    link.run::<()>(cmd("SET").arg(key("a")).arg("theirs"))
        .await
        .unwrap();
    let counts = Counts::new(link, "a");
    counts.add("x");
    assert!(counts.push().await.is_err());
    let ledger = Ledger::default();
    assert!(!counts.drain(&ledger).await.unwrap().complete);
    assert_eq!(ledger.sum(), 1);
}

#[tokio::test]
async fn a_queue_that_is_full_keeps_what_it_has_and_takes_no_more() {
    let server = Server::running().await;
    let link = server.link(patient());
    let counts = Counts::new(link.clone(), "a");
    counts.add("x");
    counts.push().await.unwrap();
    let fill = "for n = 2, 10000 do redis.call('HSET', KEYS[1], n, 'junk') end";
    let fill = redis::Script::new(fill);
    link.run_script::<()>(&fill.key(key("a"))).await.unwrap();
    counts.add("x");
    assert!(matches!(counts.push().await, Err(PushError::Full)));
    let ledger = Ledger::default();
    assert!(counts.drain(&ledger).await.unwrap().complete);
    assert_eq!(ledger.total("x"), 2);
    assert_eq!(counts.stats().await.damaged, 9_999);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_push_and_drain_at_once_count_everything_once() {
    const PROCESSES: u64 = 4;
    const ROUNDS: u64 = 50;
    let name = unique("counts");
    let ledger = Ledger::default();
    let processes: Vec<_> = (0..PROCESSES)
        .map(|process| {
            let link = cache::Link::lazy(&test_redis_url(), patient()).unwrap();
            let (counts, ledger) = (Counts::new(link, &name), ledger.clone());
            tokio::spawn(async move {
                for round in 0..ROUNDS {
                    add(&counts, "all", 3);
                    add(&counts, &format!("round {round}"), 1);
                    counts.push().await.unwrap();
                    if round % PROCESSES == process {
                        counts.drain(&ledger).await.unwrap();
                    }
                }
                counts.drain(&ledger).await.unwrap();
            })
        })
        .collect();
    for process in processes {
        process.await.unwrap();
    }
    assert_eq!(ledger.total("all"), 3 * PROCESSES * ROUNDS);
    assert_eq!(ledger.sum(), 4 * PROCESSES * ROUNDS);
}
