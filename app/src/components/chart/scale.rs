//! Axes that begin at 0 and end at a round number.

/// Steps of an axis at most.
const MOST_STEPS: f64 = 4.0;
/// What a step begins with.
const ROUND: [f64; 5] = [1.0, 2.0, 2.5, 5.0, 10.0];

/// An axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// Where it ends.
    pub top: f64,
    /// The values that it names, the largest first, at even distances; the last is 0.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// The axis on which `most` has a place.
    pub(super) fn to(most: f64) -> Self {
        if !most.is_finite() || most <= 0.0 {
            return Self::of_steps(1.0, 1);
        }
        let least = most / MOST_STEPS;
        let magnitude = 10_f64.powf(least.log10().floor());
        let steps = ROUND.map(|round| round * magnitude);
        let step = steps.into_iter().find(|step| *step >= least);
        let step = step.unwrap_or(10.0 * magnitude);
        let count = (1..=4).find(|count| step * f64::from(*count) >= most);
        Self::of_steps(step, count.unwrap_or(4))
    }

    /// The axis of shares.
    pub(super) fn of_shares() -> Self {
        Self::of_steps(0.25, 4)
    }

    fn of_steps(step: f64, count: u8) -> Self {
        let ticks = (0..=count).rev().map(|tick| step * f64::from(tick));
        Self {
            top: step * f64::from(count),
            ticks: ticks.collect(),
        }
    }

    /// How high `value` stands in a picture of this height, from above; within it, whatever the value is.
    pub(super) fn y(&self, value: f64, height: f64) -> f64 {
        let share = (value / self.top).clamp(0.0, 1.0);
        height * (1.0 - if share.is_nan() { 0.0 } else { share })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        for (most, top, ticks) in [
            (183.0, 200.0, 5),
            (100.0, 100.0, 5),
            (101.0, 150.0, 4),
            (7.3, 8.0, 5),
            (0.31, 0.4, 5),
            (1_000_000.0, 1_000_000.0, 5),
        ] {
            let scale = Scale::to(most);
            assert!((scale.top - top).abs() < top / 1e9, "{most}: {scale:?}");
            assert_eq!(scale.ticks.len(), ticks, "{most}: {scale:?}");
        }
    }

    #[test]
    fn nothing_has_an_axis_too() {
        for nothing in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Scale::to(nothing).ticks, [1.0, 0.0]);
        }
    }

    #[test]
    fn values_stay_in_the_picture() {
        let scale = Scale::to(100.0);
        for (value, y) in [
            (0.0, 50.0),
            (100.0, 0.0),
            (500.0, 0.0),
            (f64::NAN, 50.0),
            (25.0, 37.5),
        ] {
            assert!((scale.y(value, 50.0) - y).abs() < 1e-9, "{value}");
        }
    }
}
