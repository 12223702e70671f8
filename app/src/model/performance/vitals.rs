//! How pages are for those who look at them.

use serde::{Deserialize, Serialize};

use crate::model::level::Level;

/// One of the Core Web Vitals (<https://web.dev/articles/vitals>), over all visits that were measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VitalFigures {
    /// Its abbreviation: `TTFB`, `LCP`, `INP`, `CLS`.
    pub name: String,
    /// Three of four visits were no worse: in milliseconds, or a number without a unit.
    pub p75: f64,
    /// Whether it is a time.
    pub is_time: bool,
    /// Up to the first it is good, beyond the second poor.
    pub limits: (f64, f64),
    /// Visits for which it was good.
    pub good: u64,
    /// Visits for which it was neither.
    pub fair: u64,
    /// Visits for which it was poor.
    pub poor: u64,
}

impl VitalFigures {
    /// Visits that were measured.
    pub fn visits(&self) -> u64 {
        self.good + self.fair + self.poor
    }

    /// How it stands, by three of four visits.
    pub fn level(&self) -> Level {
        let (good, poor) = self.limits;
        match self.p75 {
            value if value <= good => Level::Good,
            value if value <= poor => Level::Watch,
            _ => Level::Bad,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_of_four_visits_decide() {
        let level = |p75| {
            let limits = (200.0, 500.0);
            VitalFigures {
                p75,
                limits,
                ..VitalFigures::default()
            }
            .level()
        };
        let levels = [0.0, 200.0, 201.0, 500.0, 501.0].map(level);
        let expected = [
            Level::Good,
            Level::Good,
            Level::Watch,
            Level::Watch,
            Level::Bad,
        ];
        assert_eq!(levels, expected);
    }
}
