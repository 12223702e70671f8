//! When an entry is refreshed before it expires, so that nobody waits for its load.
//!
//! After `XFetch` (Vattani, Chierichetti, Lowenstein: "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015): each
//! reader refreshes early by chance, and the chance grows towards the expiry and with the cost of the load. Their fixed
//! `beta` does little for quick loads: of an entry read `r` times a second the chance that nobody refreshes is
//! `exp(-r * window)`. So the window is chosen from the entry's own rate, for 99 of 100 expiries to be forestalled.

use std::time::Duration;

/// `ln(100)`: one expiry in a hundred is not forestalled.
const CERTAINTY: f64 = 4.605;

/// The window is at most this share of the entry's life.
const WIDEST_WINDOW: f64 = 0.1;

/// Whether a reader should refresh an entry, `age` after its load, that lives for `life`, takes `cost` to load and is
/// read `rate` times a second. `chance` is drawn evenly from 0 to 1.
pub(crate) fn is_due(
    age: Duration,
    life: Duration,
    cost: Duration,
    rate: f64,
    chance: f64,
) -> bool {
    let life = life.as_secs_f64();
    let window = (CERTAINTY / rate.max(f64::MIN_POSITIVE)).min(life * WIDEST_WINDOW);
    let ahead = cost.as_secs_f64() - window * chance.max(f64::MIN_POSITIVE).ln();
    age.as_secs_f64() + ahead >= life
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Duration = Duration::from_secs(100);
    const COST: Duration = Duration::from_millis(20);

    /// Reads an entry at a steady rate; when it was refreshed, or nothing if it expired first.
    fn refreshed_at(rate: u32) -> Option<Duration> {
        let step = Duration::from_secs(1) / rate;
        let mut age = step;
        while age < LIFE {
            if is_due(age, LIFE, COST, f64::from(rate), rand::random()) {
                return Some(age);
            }
            age += step;
        }
        None
    }

    #[test]
    fn nearly_all_expiries_of_a_busy_entry_are_forestalled_and_not_long_before() {
        for rate in [1, 10, 100] {
            let times: Vec<_> = (0..500).filter_map(|_| refreshed_at(rate)).collect();
            assert!(times.len() >= 480, "{} of 500 at {rate}/s", times.len());
            let mean = times.iter().sum::<Duration>() / 500;
            assert!(mean > LIFE.mul_f64(0.85), "{mean:?} at {rate}/s");
        }
    }

    #[test]
    fn a_young_entry_is_left_alone_and_a_costly_one_is_begun_in_time() {
        assert!(!is_due(LIFE / 4, LIFE, COST, 10.0, 0.001));
        assert!(is_due(LIFE / 2, LIFE, LIFE / 2, 10.0, 1.0));
    }
}
