//! The circuit breaker: after some failures in a row, calls fail at once until one of them, the probe, succeeds.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What the circuit breaker does with the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// Calls go through.
    Closed,
    /// Calls fail at once. After the probe interval the next call becomes the probe.
    Open,
    /// The probe is under way, all other calls fail at once.
    HalfOpen,
}

/// Counts failures in a row and decides whether a call may go out.
#[derive(Debug)]
pub(crate) struct Breaker {
    failures_to_open: u32,
    probe_interval: Duration,
    circuit: Mutex<Circuit>,
}

#[derive(Debug)]
struct Circuit {
    /// Changes with every phase, so that a verdict on a call from an earlier phase can be told and ignored.
    era: u64,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    Closed { failures: u32 },
    Open { probe_from: Instant },
    HalfOpen,
}

impl Circuit {
    fn enter(&mut self, phase: Phase) {
        self.era = self.era.wrapping_add(1);
        self.phase = phase;
    }

    fn state(&self) -> BreakerState {
        match self.phase {
            Phase::Closed { .. } => BreakerState::Closed,
            Phase::Open { .. } => BreakerState::Open,
            Phase::HalfOpen => BreakerState::HalfOpen,
        }
    }
}

impl Breaker {
    pub(crate) fn new(failures_to_open: u32, probe_interval: Duration) -> Self {
        Self {
            failures_to_open: failures_to_open.max(1),
            probe_interval,
            circuit: Mutex::new(Circuit {
                era: 0,
                phase: Phase::Closed { failures: 0 },
            }),
        }
    }

    /// Leave for one call, or nothing if it has to fail at once.
    pub(crate) fn admit(&self) -> Option<Permit<'_>> {
        let mut circuit = self.circuit();
        match circuit.phase {
            Phase::Closed { .. } => {}
            Phase::Open { probe_from } if probe_from <= Instant::now() => {
                circuit.enter(Phase::HalfOpen);
            }
            Phase::Open { .. } | Phase::HalfOpen => return None,
        }
        Some(Permit {
            breaker: self,
            era: circuit.era,
            settled: false,
        })
    }

    pub(crate) fn state(&self) -> BreakerState {
        self.circuit().state()
    }

    fn succeeded(&self, era: u64) {
        let mut circuit = self.circuit();
        if circuit.era != era {
            return;
        }
        match circuit.phase {
            Phase::Closed { ref mut failures } => *failures = 0,
            Phase::Open { .. } => {}
            Phase::HalfOpen => {
                circuit.enter(Phase::Closed { failures: 0 });
                tracing::info!("Redis answers again");
            }
        }
    }

    fn failed(&self, era: u64) {
        let mut circuit = self.circuit();
        if circuit.era != era {
            return;
        }
        match circuit.phase {
            Phase::Closed { ref mut failures } => {
                *failures += 1;
                if *failures >= self.failures_to_open {
                    let failures = *failures;
                    circuit.enter(self.open());
                    tracing::warn!(
                        failures,
                        "Redis is away, calls fail at once until it answers"
                    );
                }
            }
            Phase::Open { .. } => {}
            Phase::HalfOpen => circuit.enter(self.open()),
        }
    }

    /// A call ended without a verdict: its caller went away. If it was the probe, the next call may be.
    fn abandoned(&self, era: u64) {
        let mut circuit = self.circuit();
        if circuit.era == era && matches!(circuit.phase, Phase::HalfOpen) {
            circuit.enter(Phase::Open {
                probe_from: Instant::now(),
            });
        }
    }

    fn open(&self) -> Phase {
        Phase::Open {
            probe_from: Instant::now() + self.probe_interval,
        }
    }

    fn circuit(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leave for one call, which owes a verdict.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    breaker: &'a Breaker,
    era: u64,
    settled: bool,
}

impl Permit<'_> {
    pub(crate) fn succeed(mut self) {
        self.settled = true;
        self.breaker.succeeded(self.era);
    }

    pub(crate) fn fail(mut self) {
        self.settled = true;
        self.breaker.failed(self.era);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.settled {
            self.breaker.abandoned(self.era);
        }
    }
}

#[cfg(test)]
mod tests;
