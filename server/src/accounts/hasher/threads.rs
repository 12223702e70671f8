//! The threads that passwords are hashed on: less urgent than all others, each with memory of its own.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use rustix::{process::setpriority_process, thread::gettid};

use super::memory::Memory;

/// How far a hash gives way to what answers requests: a tenth of a core is left to it where both want one.
const NICENESS: i32 = 10;

/// Something to be computed.
type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// The threads; they end when it is dropped. Who comes first is first.
pub(super) struct Threads(Sender<Job>);

impl Threads {
    /// Starts so many.
    pub(super) fn start(many: usize) -> io::Result<Self> {
        let (sender, jobs) = channel();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..many {
            let jobs = Arc::clone(&jobs);
            let thread = thread::Builder::new().name("password-hash".to_owned());
            thread.spawn(move || work(&jobs))?;
        }
        Ok(Self(sender))
    }

    /// Has something computed as soon as a thread is free.
    pub(super) fn give(&self, job: impl FnOnce(&mut Memory) + Send + 'static) {
        // They take jobs as long as this is there to give them.
        let _ = self.0.send(Box::new(job));
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    give_way();
    let mut memory = Memory::default();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else {
            return;
        };
        // Whoever waits for a job that panicked is told by its end; the next one begins by writing all it reads.
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
    }
}

/// Makes this thread less urgent; on Linux a thread's id stands for that thread alone (setpriority(2)). Where that is not
/// allowed a hash is as urgent as everything else.
fn give_way() {
    if let Err(error) = setpriority_process(Some(gettid()), NICENESS) {
        tracing::debug!(%error, "password hashes do not give way");
    }
}
