//! Never stale: after each acknowledged write, every process answers as if nothing were cached.
//!
//! Two processes of the program itself share a PostgreSQL and a Redis. A third view of the shop, in
//! the test, caches nothing. Random writes, through the server's own functions and by hand in SQL,
//! and then random pages: what the processes answer must be, octet for octet, what the third makes
//! anew. Meanwhile others read without pause, one process stutters, and Redis, its connections and the processes
//! themselves are killed, frozen, emptied and set back.
//!
//! `COHERENCE_STEPS` says how many writes (`bin/prove` makes 10,000), `COHERENCE_SEED` replays a run.

mod fault;
mod question;
mod taxonomy;
pub(crate) mod world;
mod write;

use std::{
    cell::RefCell,
    time::{SystemTime, UNIX_EPOCH},
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use self::{fault::Fault, world::World};
use crate::support::{instance::Instance, redis_cluster::RedisCluster, redis_server::RedisServer};

/// Writes of one run, unless said otherwise.
const STEPS: u64 = 80;

/// Pages looked at after each write.
const QUESTIONS: usize = 4;

/// Writes that may come before the one that is looked at.
const BURST: u32 = 4;

/// One in so many writes happens while something is broken.
const FAULT_ONE_IN: u32 = 16;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The steps to make and the seed to make them from, told so that a failure can be repeated.
fn plan() -> (u64, u64) {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed = setting("COHERENCE_SEED")
        .unwrap_or_else(|| u64::from(since.unwrap_or_default().subsec_nanos()));
    let steps = setting("COHERENCE_STEPS").unwrap_or(STEPS);
    println!("COHERENCE_SEED={seed} COHERENCE_STEPS={steps}");
    (steps, seed)
}

/// Makes the steps. `begin` and `end` break something and mend it, given a number at random.
async fn walk(
    redis: &str,
    mut begin: impl FnMut(&Instance, u32) -> String,
    mut end: impl FnMut(&Instance, u32),
) {
    let (steps, seed) = plan();
    let mut world = World::new(redis, seed).await;
    let readers = world.read_without_pause();
    let stutter = world.instance(1).stutter();
    for step in 0..steps {
        let mut dice = StdRng::seed_from_u64(seed.wrapping_add(step));
        let number = dice.random_ratio(1, FAULT_ONE_IN).then(|| dice.random());
        let fault = number.map(|number| begin(world.instance(0), number));
        // Several in a row, so that what one makes others load meets the next one.
        for _ in 0..dice.random_range(0..BURST) {
            world.write(&mut dice).await;
        }
        let write = world.write(&mut dice).await;
        if let Some(number) = number {
            end(world.instance(0), number);
        }
        for _ in 0..QUESTIONS {
            let question = world.question(&mut dice, &write);
            let context = format!("seed {seed}, step {step}, {fault:?}, after {}", write.what);
            world.assert_agreed(&question, &context).await;
        }
    }
    drop((readers, stutter));
    world.report().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_process_shows_what_was_written_once_it_is_acknowledged() {
    let redis = RefCell::new(RedisServer::start());
    let url = redis.borrow().url();
    let begin = |instance: &Instance, number| {
        let fault = Fault::of(number);
        fault.begin(&mut redis.borrow_mut(), instance);
        format!("{fault:?}")
    };
    let end = |instance: &Instance, number| {
        Fault::of(number).end(&mut redis.borrow_mut(), instance);
    };
    walk(&url, begin, end).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_is_over_a_cluster() {
    let name = format!("vitrine-coherence-{}", std::process::id());
    let cluster = RefCell::new(RedisCluster::start(&name));
    let url = cluster.borrow().url();
    let node = |number: u32| usize::try_from(number % 3).unwrap_or(0);
    let begin = |_: &Instance, number: u32| {
        let mut cluster = cluster.borrow_mut();
        match number % 2 {
            0 => cluster.freeze(node(number)),
            _ => cluster.kill(node(number)),
        }
        format!("node {} away", node(number))
    };
    let end = |_: &Instance, number: u32| {
        let mut cluster = cluster.borrow_mut();
        match number % 2 {
            0 => cluster.thaw(node(number)),
            _ => cluster.start_again(node(number)),
        }
    };
    walk(&url, begin, end).await;
}
