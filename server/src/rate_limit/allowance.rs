//! What this process lets through by itself.
//!
//! An allowance is a bucket that holds as many calls as the quota has, and fills up evenly within the quota's window: the
//! generic cell rate algorithm (ITU-T I.371), which needs one number for each subject, the moment at which its bucket will
//! be full again. At worst somebody gets twice the quota within one window: a full bucket and what flows in meanwhile.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use moka::{policy::EvictionPolicy, sync::Cache};

use super::{Policy, Standing, Subject};
use crate::config::{Quota, RateLimitConfig};

/// Subjects remembered at most for each policy, those seen last; some ten megabytes.
const MOST: u64 = 50_000;

/// When each subject's bucket will be full, in nanoseconds since the process began to count.
type Buckets = Cache<Subject, Arc<AtomicU64>>;

/// The allowances of all subjects.
pub(super) struct Allowances {
    began: Instant,
    buckets: Vec<(Policy, Buckets)>,
}

impl Allowances {
    pub(super) fn new(config: &RateLimitConfig) -> Self {
        let limited = Policy::ALL
            .into_iter()
            .filter_map(|policy| Some((policy, policy.quota(config)?)));
        Self {
            began: Instant::now(),
            buckets: limited
                .map(|(policy, quota)| (policy, buckets(quota)))
                .collect(),
        }
    }

    /// Takes one call out of the subject's bucket, if there is one in it.
    pub(super) fn take(&self, policy: Policy, quota: Quota, subject: &Subject) -> Standing {
        let found = self.buckets.iter().find(|(known, _)| *known == policy);
        let full_at = found.map_or_else(Arc::default, |(_, buckets)| {
            buckets.get_with(*subject, Arc::default)
        });
        take(&full_at, policy, quota, nanos(self.began.elapsed()))
    }
}

/// A bucket that was left alone for a window is full, and need not be remembered.
fn buckets(quota: Quota) -> Buckets {
    Cache::builder()
        .max_capacity(MOST)
        // Whoever is new must be remembered: the usual policy would admit nobody who comes once beside those who come often.
        .eviction_policy(EvictionPolicy::lru())
        .time_to_idle(quota.window)
        .build()
}

fn take(full_at: &AtomicU64, policy: Policy, quota: Quota, now: u64) -> Standing {
    let calls = u64::from(quota.calls.get());
    let each = nanos(quota.window) / calls;
    let whole = each * calls;
    // What is missing in the bucket after this call, as the time in which it flows in.
    let missing_after = |full_at: u64| full_at.saturating_sub(now) + each;
    let taken = full_at.fetch_update(Relaxed, Relaxed, |full_at| {
        let missing = missing_after(full_at);
        (missing <= whole).then_some(now + missing)
    });
    let (admitted, missing) = match taken {
        Ok(before) => (true, missing_after(before)),
        Err(before) => (false, missing_after(before) - each),
    };
    let remaining = whole.saturating_sub(missing) / each;
    // There is one call more in the bucket once no more than so much is missing.
    let enough = whole.saturating_sub((remaining + 1) * each);
    Standing {
        policy,
        quota,
        admitted,
        remaining: u32::try_from(remaining).unwrap_or(u32::MAX),
        next: Duration::from_nanos(missing.saturating_sub(enough)),
    }
}

/// Some centuries at most.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    const SECOND: u64 = 1_000_000_000;

    /// Ten calls in ten seconds.
    fn ten() -> Quota {
        Quota {
            calls: NonZeroU32::new(10).unwrap(),
            window: Duration::from_secs(10),
        }
    }

    fn taken(full_at: &AtomicU64, now: u64) -> (bool, u32, Duration) {
        let standing = take(full_at, Policy::Pages, ten(), now);
        (standing.admitted, standing.remaining, standing.next)
    }

    #[test]
    fn a_bucket_gives_what_it_holds_and_no_more() {
        let full_at = AtomicU64::new(0);
        let now = 100 * SECOND;
        for left in (0..10).rev() {
            assert_eq!(taken(&full_at, now), (true, left, Duration::from_secs(1)));
        }
        for _ in 0..3 {
            assert_eq!(taken(&full_at, now), (false, 0, Duration::from_secs(1)));
        }
    }

    #[test]
    fn it_fills_up_evenly_and_never_beyond_its_size() {
        let full_at = AtomicU64::new(0);
        while taken(&full_at, 0).0 {}
        let half = SECOND / 2;
        assert_eq!(
            taken(&full_at, half),
            (false, 0, Duration::from_millis(500))
        );
        assert!(taken(&full_at, SECOND).0);
        assert!(!taken(&full_at, SECOND).0);
        let later = 1_000 * SECOND;
        assert_eq!(taken(&full_at, later).1, 9);
    }

    #[test]
    fn in_any_window_at_most_twice_the_quota_goes_through() {
        let full_at = AtomicU64::new(0);
        let admitted = (0..1_000_u64)
            .filter(|tick| taken(&full_at, tick * SECOND / 100).0)
            .count();
        assert_eq!(admitted, 10 + 9);
    }
}
