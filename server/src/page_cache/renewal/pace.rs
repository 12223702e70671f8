//! How much of the machine may be used for what nobody waits for.
//!
//! Work alternates with pauses. How long these are goes by how busy the whole process is: while it leaves enough of the
//! machine unused they get shorter bit by bit, and longer as soon as it does not (as senders find their rate; Chiu and Jain,
//! Computer Networks and ISDN Systems 1989).

use std::{
    mem,
    ops::RangeInclusive,
    thread::available_parallelism,
    time::{Duration, Instant},
};

use rustix::time::{ClockId, clock_gettime};

/// Work that is done before others may go on: what else the thread has to do must not wait, least of all for Redis, which
/// is given up after some milliseconds.
const STRETCH: Duration = Duration::from_millis(1);

/// The shortest pause that there is: shorter ones would take as long.
const SHORTEST: Duration = Duration::from_millis(1);

/// How often it is looked how busy the process is.
const LOOK: Duration = Duration::from_secs(1);

/// The share of all cores up to which the process leaves enough of them: others work on the machine, too.
const CALM: f64 = 0.5;

/// Shares of one core that the work may have.
const SHARES: RangeInclusive<f64> = 0.25..=0.9;

/// What the share grows by where there is room.
const MORE: f64 = 0.1;

/// What is left of it where there is none.
const LESS: f64 = 0.7;

/// The pace of one task.
pub(super) struct Pace {
    /// Work since others went on.
    done: Duration,
    /// Rest that it is due.
    owed: Duration,
    /// The share of one core that the work may have.
    share: f64,
    cores: f64,
    looked: Instant,
    /// Time on all cores that the process had had then.
    had: Duration,
}

impl Pace {
    /// A slow one, at first.
    pub(super) fn new() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self {
            done: Duration::ZERO,
            owed: Duration::ZERO,
            share: *SHARES.start(),
            cores: u32::try_from(cores).map_or(1.0, f64::from),
            looked: Instant::now(),
            had: process_time(),
        }
    }

    /// Notes that work took so long, and rests if it is time.
    pub(super) async fn rest_after(&mut self, took: Duration) {
        self.done += took;
        if self.done < STRETCH {
            return;
        }
        let age = self.looked.elapsed();
        if age >= LOOK {
            let had = process_time();
            let busy = had.saturating_sub(self.had).div_duration_f64(age) / self.cores;
            self.share = adapted(self.share, busy);
            (self.looked, self.had) = (Instant::now(), had);
        }
        self.owed += self.done.mul_f64(1.0 / self.share - 1.0);
        self.done = Duration::ZERO;
        if self.owed < SHORTEST {
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(mem::take(&mut self.owed)).await;
        }
    }
}

/// What share of one core the work may have from now on, if the process had this share of all cores.
fn adapted(share: f64, busy: f64) -> f64 {
    let share = if busy < CALM {
        share + MORE
    } else {
        share * LESS
    };
    share.clamp(*SHARES.start(), *SHARES.end())
}

/// Time that the process had on all cores since it began.
fn process_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_machine_is_used_and_a_busy_one_is_left_alone() {
        let mut share = *SHARES.start();
        for _ in 0..10 {
            share = adapted(share, 0.3);
        }
        assert!((share - SHARES.end()).abs() < 1e-9, "{share}");
        for _ in 0..4 {
            share = adapted(share, 0.9);
        }
        assert!((share - SHARES.start()).abs() < 1e-9, "{share}");
    }

    #[test]
    fn the_process_has_had_some_time() {
        assert!(process_time() > Duration::ZERO);
    }
}
