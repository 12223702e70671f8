//! How far a share that was counted may be from the one that is behind it.

use super::real;

/// Standard deviations to each side that hold 95 of 100.
const Z: f64 = 1.96;

/// Where the true share lies with 95 % certainty, if `hits` of `all` were counted (Wilson's score interval: unlike the usual
/// one, it holds for small counts and for shares near 0 and 1). Nothing of nothing.
pub fn wilson(hits: u64, all: u64) -> Option<(f64, f64)> {
    if all == 0 {
        return None;
    }
    let n = real(all);
    let share = real(hits) / n;
    let square = Z * Z / n;
    let middle = (share + square / 2.0) / (1.0 + square);
    let spread = Z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt() / (1.0 + square);
    Some(((middle - spread).max(0.0), (middle + spread).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[test]
    fn the_interval_is_that_of_the_books() {
        let near = |got: Option<(f64, f64)>, low: f64, high: f64| {
            let (from, to) = got.unwrap();
            assert!(
                (from - low).abs() < 0.0005 && (to - high).abs() < 0.0005,
                "{from} {to}"
            );
        };
        near(wilson(8, 10), 0.4902, 0.9433);
        near(wilson(0, 10), 0.0, 0.2775);
        near(wilson(10, 10), 0.7225, 1.0);
        near(wilson(800, 1000), 0.7741, 0.8237);
        assert_eq!(wilson(0, 0), None);
    }
}
