//! The counters: each id that is asked for is counted once, whatever happens to it.

use std::time::Duration;

use cache::{Namespace, NamespaceStats};

use crate::support::{Fault, World};

/// Lives and dies while the test runs.
const BRIEF: Namespace =
    Namespace::new("card", 1, Duration::from_millis(20)).grace(Duration::from_millis(20));

fn counted(all: &[NamespaceStats]) -> u64 {
    all.iter()
        .map(|stats| stats.hits.total() + stats.coalesced + stats.misses.total())
        .sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_get_is_a_hit_or_shared_or_a_miss_with_one_cause() {
    let world = World::new();
    let processes = [world.process(), world.small_process(0)];
    let mut asked = 0;
    for round in 0..60_u64 {
        let fault = match round % 10 {
            7 => Some(Fault::Broken),
            8 => Some(Fault::Away),
            9 => Some(Fault::Panic),
            _ => None,
        };
        world.source.fail(fault);
        let mut readers = Vec::new();
        for process in &processes {
            process.change_card(1);
            if round % 6 == 0 {
                process.cache.clock().distrust();
            } else {
                let end = std::time::Instant::now() + Duration::from_mins(1);
                process.cache.clock().trust_until(end);
            }
            for id in [1, 1, 2, 2, 3] {
                let process = process.clone();
                asked += 1;
                readers.push(tokio::spawn(async move {
                    let _ = process.read_as(&BRIEF, id).await;
                }));
            }
        }
        for reader in readers {
            let ended = reader.await;
            assert!(ended.is_ok() || fault == Some(Fault::Panic));
        }
    }
    let stats = processes.map(|process| process.stats());
    assert_eq!(counted(&stats), asked, "{stats:#?}");
    for stats in stats {
        assert!(stats.hits.expired <= stats.hits.total());
        assert!(stats.load_errors <= stats.loads);
    }
}

#[tokio::test]
async fn every_id_of_many_is_counted_once() {
    let world = World::new();
    let process = world.process();
    let ids: Vec<i64> = (-2..20).collect();
    for _ in 0..3 {
        process.read_many(&ids).await.unwrap();
    }
    let stats = process.stats();
    // Two do not exist: they are loaded each time.
    assert_eq!((stats.hits.total(), stats.misses.total()), (40, 26));
    assert_eq!(stats.misses.cold, 26);
    let stores = stats.stores;
    process.cache.flush_pending().await;
    assert_eq!(process.stats().stores.stored, 20, "{stores:?}");
}
