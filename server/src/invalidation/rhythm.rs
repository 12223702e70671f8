//! When a relay looks for changes, and when it has writers call it.
//!
//! A call (`NOTIFY`) makes commits wait for one another, so writers call only a relay that sleeps; one that has much to
//! do stays awake and looks by itself.

use std::time::{Duration, Instant};

/// The longest a sleeping relay waits to be called before it looks by itself.
const NET: Duration = Duration::from_millis(250);

/// Passes in a row that find something, after which a relay stays awake.
const BUSY: u32 = 3;

/// Time from one pass to the next while there is something to do: what is committed meanwhile is one pass' work.
const PAUSE: Duration = Duration::from_millis(5);

/// How long a relay that finds nothing stays awake.
const AWAKE: Duration = Duration::from_millis(200);

/// What a relay does after a pass.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Tell writers to call, and look once more: some may have committed before they could know.
    Sleep,
    /// Tell writers not to call.
    Wake,
    /// Wait so long, or until called.
    Wait(Duration),
}

/// The rhythm of one relay, which begins awake.
#[derive(Debug)]
pub(super) struct Rhythm {
    sleeping: bool,
    /// Passes in a row that found something.
    busy: u32,
    found_at: Instant,
}

impl Rhythm {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            sleeping: false,
            busy: 0,
            found_at: now,
        }
    }

    /// What follows a pass, which `found` something or did not and ended at `now`.
    pub(super) fn after_pass(&mut self, found: bool, now: Instant) -> Next {
        if found {
            self.busy += 1;
            self.found_at = now;
        } else {
            self.busy = 0;
        }
        if self.sleeping && self.busy >= BUSY {
            self.sleeping = false;
            Next::Wake
        } else if !self.sleeping && now.duration_since(self.found_at) > AWAKE {
            self.sleeping = true;
            Next::Sleep
        } else if self.sleeping && !found {
            Next::Wait(NET)
        } else {
            Next::Wait(PAUSE)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_sleeps_when_it_is_quiet_and_wakes_when_it_is_busy() {
        let start = Instant::now();
        let mut rhythm = Rhythm::new(start);
        assert_eq!(rhythm.after_pass(false, start), Next::Wait(PAUSE));
        let later = start + AWAKE + PAUSE;
        assert_eq!(rhythm.after_pass(false, later), Next::Sleep);
        assert_eq!(rhythm.after_pass(false, later), Next::Wait(NET));
        for _ in 1..BUSY {
            assert_eq!(rhythm.after_pass(true, later), Next::Wait(PAUSE));
        }
        assert_eq!(rhythm.after_pass(true, later), Next::Wake);
        assert_eq!(rhythm.after_pass(false, later), Next::Wait(PAUSE));
    }
}
