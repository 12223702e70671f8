//! Times of things of one name.

use std::time::Duration;

use hdrhistogram::Histogram;

/// The longest time told apart from longer ones, in microseconds: a minute.
const LONGEST: u64 = 60_000_000;

/// Digits of a time that are kept: 1 % at most is lost.
const DIGITS: u8 = 2;

/// How often something happened, how long it took, and what it brought.
#[derive(Debug, Clone)]
pub struct Sample {
    /// How often it failed.
    pub failed: u64,
    /// Rows that came back or were changed, of all times together.
    pub rows: u64,
    /// The sum of all times.
    pub total: Duration,
    /// The most of them in one request.
    pub most: u32,
    /// Times in microseconds; none before the first one.
    times: Option<Histogram<u32>>,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            failed: 0,
            rows: 0,
            total: Duration::ZERO,
            most: 0,
            // The bounds are constants that it accepts.
            times: Histogram::new_with_bounds(1, LONGEST, DIGITS).ok(),
        }
    }
}

impl Sample {
    /// Adds one time.
    pub fn add(&mut self, took: Duration, rows: usize, failed: bool) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(times) = &mut self.times {
            times.saturating_record(micros.max(1));
        }
        self.total = self.total.saturating_add(took);
        self.rows += rows as u64;
        self.failed += u64::from(failed);
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        if let Some(times) = &mut self.times {
            times.reset();
        }
        (self.failed, self.rows, self.most) = (0, 0, 0);
        self.total = Duration::ZERO;
    }

    /// Adds what another one has.
    pub fn merge(&mut self, other: &Self) {
        if let (Some(own), Some(others)) = (&mut self.times, &other.times) {
            // They have the same bounds.
            let _ = own.add(others);
        }
        self.add_sums(other.failed, other.rows, other.total, other.most);
    }

    pub(super) fn add_sums(&mut self, failed: u64, rows: u64, total: Duration, most: u32) {
        self.failed += failed;
        self.rows += rows;
        self.total = self.total.saturating_add(total);
        self.most = self.most.max(most);
    }

    /// Adds a time, in microseconds as [`times`](Self::times) tells it, that so many had.
    pub(super) fn add_times(&mut self, micros: u64, many: u32) {
        if let Some(times) = &mut self.times {
            // Within the bounds, since it comes from a histogram that has the same.
            let _ = times.record_n(micros, many);
        }
    }

    /// Each time that was noted, in microseconds, and how many had it.
    pub(super) fn times(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        let recorded = self.times.iter().flat_map(Histogram::iter_recorded);
        recorded.map(|step| (step.value_iterated_to(), step.count_at_value()))
    }

    /// How often it happened.
    pub fn count(&self) -> u64 {
        self.times.as_ref().map_or(0, Histogram::len)
    }

    /// The time that a share `q` of all, from 0 to 1, do not exceed; zero if there are none.
    pub fn quantile(&self, q: f64) -> Duration {
        let micros = |times: &Histogram<u32>| match times.len() {
            0 => 0,
            _ => times.value_at_quantile(q),
        };
        Duration::from_micros(self.times.as_ref().map_or(0, micros))
    }

    /// How many took no longer than this.
    pub fn within(&self, limit: Duration) -> u64 {
        let micros = u64::try_from(limit.as_micros()).unwrap_or(u64::MAX);
        let count = |times: &Histogram<u32>| times.count_between(0, micros.min(LONGEST));
        self.times.as_ref().map_or(0, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(times: impl IntoIterator<Item = u64>) -> Sample {
        let mut sample = Sample::default();
        for micros in times {
            sample.add(Duration::from_micros(micros), 2, micros % 10 == 0);
        }
        sample
    }

    fn is_near(told: Duration, micros: u64) -> bool {
        let told = u64::try_from(told.as_micros()).unwrap();
        told.abs_diff(micros) * 100 <= micros
    }

    #[test]
    fn known_times_have_their_quantiles_within_a_hundredth() {
        let sample = of(1..=100_000);
        for (q, micros) in [
            (0.5, 50_000),
            (0.95, 95_000),
            (0.99, 99_000),
            (1.0, 100_000),
        ] {
            assert!(is_near(sample.quantile(q), micros), "{q}");
        }
        assert_eq!((sample.count(), sample.rows), (100_000, 200_000));
        assert_eq!(sample.failed, 10_000);
        assert_eq!(sample.total.as_micros(), 5_000_050_000);
        let within = sample.within(Duration::from_millis(50));
        assert!(within.abs_diff(50_000) <= 500, "{within}");
        assert_eq!(sample.within(Duration::from_mins(1)), 100_000);
    }

    #[test]
    fn parts_put_together_are_the_whole() {
        let whole = of((1..=9_999).map(|n| n * n));
        let mut parts = of((1..5_000).map(|n| n * n));
        parts.merge(&of((5_000..=9_999).map(|n| n * n)));
        for q in [0.0, 0.1, 0.5, 0.95, 0.99, 1.0] {
            assert_eq!(parts.quantile(q), whole.quantile(q), "{q}");
        }
        let sums = |sample: &Sample| (sample.count(), sample.failed, sample.rows, sample.total);
        assert_eq!(sums(&parts), sums(&whole));
    }

    #[test]
    fn no_time_is_too_short_or_too_long() {
        let mut sample = Sample::default();
        assert_eq!(sample.quantile(0.5), Duration::ZERO);
        sample.add(Duration::ZERO, 0, false);
        sample.add(Duration::MAX, 0, false);
        assert_eq!(sample.count(), 2);
        assert_eq!(sample.quantile(0.5), Duration::from_micros(1));
        assert!(sample.quantile(1.0) >= Duration::from_mins(1));
    }
}
