//! The protocol as it should be: every state of small systems, and of larger ones on request.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::clock::{Bounds, Tag};
use crate::report::{HEAD, passes};

const A: Tag = Tag::A;
const B: Tag = Tag::B;
const ONE: Bounds = Bounds::LEAST;
const TWO: Bounds = Bounds {
    instances: 2,
    ..ONE
};

#[test]
fn two_instances_and_an_unreliable_redis() {
    passes(Bounds {
        name: "2 instances, write A, eviction, failover",
        evictions: 1,
        failovers: 1,
        ..TWO
    });
}

#[test]
fn a_flight_and_an_entry_of_two_tags() {
    passes(Bounds {
        name: "1 instance of 2 requests, writes A B, entry of A B, trim",
        requests: 2,
        writes: &[A, B],
        depends: &[A, B],
        trims: 1,
        ..ONE
    });
}

#[test]
fn a_lost_lease() {
    passes(Bounds {
        name: "2 instances, write A, lost lease",
        losses: 1,
        ..TWO
    });
}

#[test]
fn a_late_instance_and_a_pruned_log() {
    passes(Bounds {
        name: "2 instances, one of them late, write A, prune",
        late: 1,
        prunes: 1,
        ..TWO
    });
}

#[test]
fn a_write_to_another_tag_and_a_restart() {
    passes(Bounds {
        name: "1 instance, writes B A, lost lease, restart, prune",
        writes: &[B, A],
        losses: 1,
        restarts: 1,
        prunes: 1,
        ..ONE
    });
}

/// Larger systems, the longest search first.
const LARGE: &[Bounds] = &[
    Bounds {
        name: "2 instances, writes A B, entry of A B, lost lease, trim",
        writes: &[A, B],
        depends: &[A, B],
        losses: 1,
        trims: 1,
        ..TWO
    },
    Bounds {
        name: "2 instances, writes A A A",
        writes: &[A, A, A],
        ..TWO
    },
    Bounds {
        name: "2 instances, one of them late, writes A A, restart, prune, trim",
        late: 1,
        writes: &[A, A],
        restarts: 1,
        prunes: 1,
        trims: 1,
        ..TWO
    },
    Bounds {
        name: "2 instances of 2 requests, write A, lost lease, failover",
        requests: 2,
        losses: 1,
        failovers: 1,
        ..TWO
    },
    Bounds {
        name: "3 instances, write A, lost lease, failover",
        instances: 3,
        losses: 1,
        failovers: 1,
        ..ONE
    },
    Bounds {
        name: "2 instances, writes A A, eviction, failover",
        writes: &[A, A],
        evictions: 1,
        failovers: 1,
        ..TWO
    },
    Bounds {
        name: "2 instances, write A, 2 lost leases, eviction, failover",
        losses: 2,
        evictions: 1,
        failovers: 1,
        ..TWO
    },
    Bounds {
        name: "2 instances, writes B A, lost lease",
        writes: &[B, A],
        losses: 1,
        ..TWO
    },
    Bounds {
        name: "1 instance of 2 requests, writes A B, entry of A B, lost lease, restart, prune, trim",
        requests: 2,
        writes: &[A, B],
        depends: &[A, B],
        losses: 1,
        restarts: 1,
        prunes: 1,
        trims: 1,
        ..ONE
    },
];

#[test]
#[ignore = "takes minutes, and gigabytes: run it in a release build"]
fn every_state_of_larger_systems() {
    println!("{HEAD}");
    let taken = AtomicUsize::new(0);
    let states = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(bounds) = LARGE.get(taken.fetch_add(1, Ordering::Relaxed)) {
                    states.fetch_add(passes(*bounds), Ordering::Relaxed);
                }
            });
        }
    });
    let states = states.into_inner();
    println!("{states} states in all");
    assert!(states >= 5_000_000, "only {states} states");
}
