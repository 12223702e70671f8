//! Namespaces: one kind of cached read, and how long its entries live.

use std::time::Duration;

use crate::dependencies::Keep;

/// How far an entry's life may differ from the namespace's, as a share of it.
const JITTER: f64 = 0.1;

/// The longest life Redis is asked for. Its clock arithmetic overflows far above this.
const LONGEST_LIFE: Duration = Duration::from_hours(10 * 365 * 24);

/// How long a negative entry lives, unless the namespace says otherwise.
const ABSENT_FOR: Duration = Duration::from_mins(1);

/// One kind of cached read: its name, the version of its value type, and the life of its entries.
///
/// Meant to be a `const` beside the code that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namespace {
    /// Part of every key, and the name under which the counters are kept.
    pub name: &'static str,
    /// Version of the value type. Raise it whenever that type's fields, or their meaning, change.
    pub version: u32,
    /// How long an entry counts as fresh; each gets a time within 10 % of it. It bounds memory, and the age of what no
    /// tag covers; changes are kept out by tags, not by time.
    pub ttl: Duration,
    /// How long after that it may still be served while it is being refreshed (stale-while-revalidate), or, marked, while
    /// its source is away.
    pub grace: Duration,
    /// How long a negative entry counts as fresh.
    pub absent_for: Duration,
    /// Whether the auditor compares some of its hits with what the source says.
    pub audited: bool,
}

impl Namespace {
    /// Describes one kind of cached read. Entries have as much grace as they have time to live.
    pub const fn new(name: &'static str, version: u32, ttl: Duration) -> Self {
        Self {
            name,
            version,
            ttl,
            grace: ttl,
            absent_for: ABSENT_FOR,
            audited: true,
        }
    }

    /// With another time to be served after expiry.
    #[must_use]
    pub const fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// With another life for negative entries.
    #[must_use]
    pub const fn absent_for(self, absent_for: Duration) -> Self {
        Self { absent_for, ..self }
    }

    /// Without audits: for answers that may differ although nothing changed.
    #[must_use]
    pub const fn unaudited(self) -> Self {
        Self {
            audited: false,
            ..self
        }
    }

    /// How long one entry counts as fresh, in whole milliseconds and at least one.
    ///
    /// The random part keeps entries that were stored together from expiring together.
    pub(crate) fn life(&self, keep: Keep) -> Duration {
        let factor = rand::random_range(1.0 - JITTER..=1.0 + JITTER);
        let life = match keep {
            Keep::Usual => self.ttl,
            Keep::Short => self.absent_for.min(self.ttl),
            Keep::Not => Duration::ZERO,
        };
        life.min(LONGEST_LIFE)
            .mul_f64(factor)
            .max(Duration::from_millis(1))
    }

    /// How long one entry may be served beyond its life.
    pub(crate) fn leeway(&self, keep: Keep) -> Duration {
        match keep {
            Keep::Usual => self.grace.min(LONGEST_LIFE),
            Keep::Short | Keep::Not => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lives(ttl: Duration) -> Vec<Duration> {
        let namespace = Namespace::new("test", 1, ttl);
        (0..1000).map(|_| namespace.life(Keep::Usual)).collect()
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
            assert!(life <= LONGEST_LIFE.mul_f64(1.1));
        }
        let endless = Namespace::new("test", 1, Duration::MAX);
        assert_eq!(endless.leeway(Keep::Usual), LONGEST_LIFE);
    }

    #[test]
    fn what_is_absent_is_kept_for_a_short_time() {
        let namespace = Namespace::new("test", 1, Duration::from_hours(1));
        assert!(namespace.life(Keep::Short) <= ABSENT_FOR.mul_f64(1.1));
        let brief = Namespace::new("test", 1, Duration::from_secs(1));
        assert!(brief.life(Keep::Short) <= Duration::from_secs(2));
    }
}
