//! How often calls were let through and refused.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::{Policy, Standing};

/// What became of the calls of one policy since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyStats {
    /// What was counted.
    pub policy: Policy,
    /// Calls let through.
    pub admitted: u64,
    /// Calls refused.
    pub refused: u64,
    /// Those of both that this process judged alone, since Redis was away.
    pub alone: u64,
}

/// One count for each policy and fate.
#[derive(Default)]
pub(super) struct Tally([Fates; Policy::ALL.len()]);

#[derive(Default)]
struct Fates {
    admitted: AtomicU64,
    refused: AtomicU64,
    alone: AtomicU64,
}

impl Tally {
    pub(super) fn note(&self, standing: &Standing, alone: bool) {
        // Each policy stands in `ALL` at its own place.
        let Some(fates) = self.0.get(standing.policy as usize) else {
            return;
        };
        let fate = if standing.admitted {
            &fates.admitted
        } else {
            &fates.refused
        };
        fate.fetch_add(1, Relaxed);
        if alone {
            fates.alone.fetch_add(1, Relaxed);
        }
    }

    pub(super) fn read(&self) -> Vec<PolicyStats> {
        let counted = Policy::ALL.into_iter().zip(&self.0);
        counted
            .map(|(policy, fates)| PolicyStats {
                policy,
                admitted: fates.admitted.load(Relaxed),
                refused: fates.refused.load(Relaxed),
                alone: fates.alone.load(Relaxed),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::rate_limit::Policy;

    #[test]
    fn each_policy_stands_at_its_own_place() {
        for (place, policy) in Policy::ALL.into_iter().enumerate() {
            assert_eq!(policy as usize, place);
        }
    }
}
