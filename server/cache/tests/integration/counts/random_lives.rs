//! Random lives of several processes, with every kind of accident, against a model of what may be missing in the end.

use std::time::Duration;

use cache::{Counts, Link, LinkConfig};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use redis::cmd;

use super::ledger::{Fault, Ledger};
use crate::support::{Server, patient, unique, until};

const PROCESSES: usize = 3;
const KEYS: [&str; 3] = ["x", "y", "z"];

#[derive(Debug, Clone)]
enum Step {
    Add {
        process: usize,
        key: usize,
        times: u64,
    },
    Push(usize),
    /// Redis executes the push, but the answer comes too late.
    PushUnanswered(usize),
    /// Perhaps with a fault after so many commits.
    Drain(usize, Option<(usize, Fault)>),
    /// Nobody waits for its end.
    DrainGivenUp(usize),
    /// Ended without a word, and started again.
    Kill(usize),
    /// The same, right after a push.
    KillPushed(usize),
    /// Redis is ended, and started again without data.
    Restart,
    /// Redis will come back to what it holds now.
    Snapshot,
    /// Redis comes back with the data of the last snapshot.
    RollBack,
}

fn step() -> impl Strategy<Value = Step> {
    let process = || 0..PROCESSES;
    let fault = prop_oneof![
        3 => Just(None),
        1 => (0..3_usize).prop_map(|after| Some((after, Fault::BeforeCommit))),
        1 => (0..3_usize).prop_map(|after| Some((after, Fault::AfterCommit))),
    ];
    prop_oneof![
        12 => (process(), 0..KEYS.len(), 1..5_u64)
            .prop_map(|(process, key, times)| Step::Add { process, key, times }),
        6 => process().prop_map(Step::Push),
        1 => process().prop_map(Step::PushUnanswered),
        4 => (process(), fault).prop_map(|(process, fault)| Step::Drain(process, fault)),
        2 => process().prop_map(Step::DrainGivenUp),
        2 => process().prop_map(Step::Kill),
        3 => process().prop_map(Step::KillPushed),
        1 => Just(Step::Restart),
        2 => Just(Step::Snapshot),
        2 => Just(Step::RollBack),
    ]
}

/// One process, and how much of what it counted hangs on what.
struct Process {
    counts: Counts,
    /// Added since the last push or drain that succeeded.
    only_here: u64,
    /// Pushed since the last drain that succeeded.
    copied: u64,
    /// Pushed, but Redis may have lost it; it is not pushed again.
    uncopied: u64,
}

struct World<'a> {
    server: &'a mut Server,
    link: Link,
    name: String,
    ledger: Ledger,
    processes: Vec<Process>,
    added: [u64; KEYS.len()],
    /// Pushed by processes that died, and perhaps not drained.
    only_in_redis: u64,
    /// The most that may be missing.
    may_be_lost: u64,
    snapshot: Option<Vec<u8>>,
}

/// Short enough that a frozen Redis does not hold up the test, and never open: every call goes out.
fn hasty() -> LinkConfig {
    LinkConfig {
        deadline: Duration::from_millis(30),
        failures_to_open: 1_000_000,
        ..LinkConfig::default()
    }
}

impl<'a> World<'a> {
    fn new(server: &'a mut Server) -> Self {
        let name = unique("lives");
        let processes = (0..PROCESSES).map(|_| started(server, &name)).collect();
        Self {
            link: server.link(patient()),
            server,
            name,
            ledger: Ledger::default(),
            processes,
            added: [0; KEYS.len()],
            only_in_redis: 0,
            may_be_lost: 0,
            snapshot: None,
        }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Add {
                process,
                key,
                times,
            } => {
                super::add(&self.processes[process].counts, KEYS[key], times);
                self.processes[process].only_here += times;
                self.added[key] += times;
            }
            Step::Push(process) => self.push(process).await,
            Step::PushUnanswered(process) => {
                self.server.freeze();
                self.push(process).await;
                self.server.thaw();
            }
            Step::Drain(process, fault) => {
                if let Some((after, fault)) = fault {
                    self.ledger.fail_after(after, fault);
                }
                self.drain(process).await;
                self.ledger.no_fault();
            }
            Step::DrainGivenUp(process) => {
                let drain = self.processes[process].counts.drain(&self.ledger);
                let _ = tokio::time::timeout(Duration::from_micros(300), drain).await;
            }
            Step::Kill(process) => self.kill(process),
            Step::KillPushed(process) => {
                self.push(process).await;
                self.kill(process);
            }
            Step::Restart => {
                self.server.kill();
                self.server.start().await;
                self.redis_lost_data();
            }
            Step::Snapshot => self.snapshot = self.dump().await,
            Step::RollBack => self.roll_back().await,
        }
    }

    async fn push(&mut self, process: usize) {
        let process = &mut self.processes[process];
        if process.counts.push().await.is_ok() {
            process.copied += std::mem::take(&mut process.only_here);
        }
    }

    async fn drain(&mut self, process: usize) {
        let process = &mut self.processes[process];
        if let Ok(drained) = process.counts.drain(&self.ledger).await {
            (process.only_here, process.copied, process.uncopied) = (0, 0, 0);
            if drained.complete {
                self.only_in_redis = 0;
            }
        }
    }

    fn kill(&mut self, process: usize) {
        let dead = std::mem::replace(
            &mut self.processes[process],
            started(self.server, &self.name),
        );
        self.may_be_lost += dead.only_here + dead.uncopied;
        self.only_in_redis += dead.copied;
    }

    fn redis_lost_data(&mut self) {
        self.may_be_lost += std::mem::take(&mut self.only_in_redis);
        // What a living process pushed may be gone too: if that one dies now, nobody has it.
        for process in &mut self.processes {
            process.uncopied += std::mem::take(&mut process.copied);
        }
    }

    async fn dump(&self) -> Option<Vec<u8>> {
        let mut dump = cmd("DUMP");
        dump.arg(super::key(&self.name));
        let mut found = None;
        until("a snapshot", async || match self.link.run(&dump).await {
            Ok(dump) => {
                found = dump;
                true
            }
            Err(_) => false,
        })
        .await;
        found
    }

    async fn roll_back(&mut self) {
        let key = super::key(&self.name);
        let command = match &self.snapshot {
            Some(dump) => cmd("RESTORE")
                .arg(key)
                .arg(0)
                .arg(dump)
                .arg("REPLACE")
                .to_owned(),
            None => cmd("DEL").arg(key).to_owned(),
        };
        until("the old data", async || {
            self.link.run::<()>(&command).await.is_ok()
        })
        .await;
        self.redis_lost_data();
    }

    /// Lets everything come to its end.
    async fn settle(&self) {
        for process in &self.processes {
            until("a complete drain", async || {
                matches!(process.counts.drain(&self.ledger).await, Ok(drained) if drained.complete)
            })
            .await;
            assert_eq!(process.counts.stats().await.waiting, 0);
        }
    }

    fn check(&self) {
        for (key, added) in KEYS.iter().zip(self.added) {
            let counted = self.ledger.total(key);
            assert!(counted <= added, "{key}: {counted} of {added}");
        }
        let added: u64 = self.added.iter().sum();
        let counted = self.ledger.sum();
        assert!(
            counted + self.may_be_lost >= added,
            "{counted} of {added}, but only {} may be lost",
            self.may_be_lost
        );
    }
}

fn started(server: &Server, name: &str) -> Process {
    Process {
        counts: Counts::new(server.link(hasty()), name),
        only_here: 0,
        copied: 0,
        uncopied: 0,
    }
}

fn try_lives(cases: u32, steps: impl Strategy<Value = Vec<Step>>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = std::cell::RefCell::new(runtime.block_on(Server::running()));
    let config = ProptestConfig {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let tried = TestRunner::new(config).run(&steps, |steps| {
        let mut server = server.borrow_mut();
        runtime.block_on(async {
            let mut world = World::new(&mut server);
            for step in steps {
                world.take(step).await;
            }
            world.settle().await;
            world.check();
        });
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{error}");
    }
}

#[test]
fn never_more_is_counted_and_only_what_may_be_is_missing() {
    try_lives(100, prop::collection::vec(step(), 1..60));
}

#[test]
fn without_a_kill_the_count_is_exact_whatever_redis_does() {
    let survivable = step().prop_filter("a kill", |step| {
        !matches!(step, Step::Kill(_) | Step::KillPushed(_))
    });
    // Then the model lets nothing be lost.
    try_lives(50, prop::collection::vec(survivable, 1..60));
}

#[test]
fn while_redis_keeps_its_data_no_death_loses_what_was_pushed() {
    let kept = step().prop_filter("lost data", |step| {
        !matches!(step, Step::Restart | Step::RollBack | Step::Kill(_))
    });
    // The model lets only that be lost whose push was not answered.
    try_lives(50, prop::collection::vec(kept, 1..60));
}
