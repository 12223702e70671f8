//! Namespaces: one kind of cached read, and how long its entries live.

use std::time::Duration;

/// How far an entry's life may differ from the namespace's, as a share of it.
const JITTER: f64 = 0.1;

/// The longest life Redis is asked for. Its clock arithmetic overflows far above this.
const LONGEST_TTL: Duration = Duration::from_hours(10 * 365 * 24);

/// One kind of cached read: its name, the version of its value type, and the life of its entries.
///
/// Meant to be a `const` beside the code that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namespace {
    /// Part of every key, and the name under which the counters are kept.
    pub name: &'static str,
    /// Version of the value type. Raise it whenever that type's fields, or their meaning, change.
    pub version: u32,
    /// How long an entry may be used. Each entry gets a life within 10 % of it.
    pub ttl: Duration,
}

impl Namespace {
    /// Describes one kind of cached read.
    pub const fn new(name: &'static str, version: u32, ttl: Duration) -> Self {
        Self { name, version, ttl }
    }

    /// A life for one entry, in whole milliseconds and at least one.
    ///
    /// The random part keeps entries that were stored together from expiring together.
    pub(crate) fn entry_ttl(&self) -> Duration {
        let factor = rand::random_range(1.0 - JITTER..=1.0 + JITTER);
        self.ttl
            .min(LONGEST_TTL)
            .mul_f64(factor)
            .max(Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lives(ttl: Duration) -> Vec<Duration> {
        let namespace = Namespace::new("test", 1, ttl);
        (0..1000).map(|_| namespace.entry_ttl()).collect()
    }

    #[test]
    fn lives_are_spread_within_a_tenth() {
        let lives = lives(Duration::from_secs(100));
        assert!(
            lives
                .iter()
                .all(|life| (90..=110).contains(&life.as_secs()))
        );
        assert!(lives.iter().any(|life| life.as_secs() < 95));
        assert!(lives.iter().any(|life| life.as_secs() > 105));
    }

    #[test]
    fn every_life_is_one_redis_accepts() {
        for life in lives(Duration::ZERO) {
            assert_eq!(life, Duration::from_millis(1));
        }
        for life in lives(Duration::MAX) {
            assert!(life <= LONGEST_TTL.mul_f64(1.1));
        }
    }
}
