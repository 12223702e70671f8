//! How pages were for visitors, for the panel.

use std::time::Duration;

use app::model::performance::VitalFigures;

use super::reading::Reading;
use crate::telemetry::{Kind, Sample};

/// A vital's name, whether it is a time, and up to where it is good and from where poor: in milliseconds, or in thousandths
/// (<https://web.dev/articles/vitals>).
const VITALS: [(&str, bool, [u64; 2]); 4] = [
    ("TTFB", true, [800, 1_800]),
    ("LCP", true, [2_500, 4_000]),
    ("INP", true, [200, 500]),
    ("CLS", false, [100, 250]),
];

/// What browsers measured.
pub(super) fn figures(reading: &Reading) -> Vec<VitalFigures> {
    let mut measured = reading.by_name(Kind::Vital);
    let vital = |(name, is_time, limits): (&str, bool, [u64; 2])| {
        let sample = measured.remove(name).unwrap_or_default();
        vital(name, is_time, limits, &sample)
    };
    VITALS.map(vital).into()
}

fn vital(name: &str, is_time: bool, [good, poor]: [u64; 2], sample: &Sample) -> VitalFigures {
    let unit = if is_time { 1e3 } else { 1.0 };
    let amount = |time: Duration| time.as_secs_f64() * unit;
    let (good, poor) = (Duration::from_millis(good), Duration::from_millis(poor));
    let (within_good, within_poor) = (sample.within(good), sample.within(poor));
    VitalFigures {
        name: name.to_owned(),
        p75: amount(sample.quantile(0.75)),
        is_time,
        limits: (amount(good), amount(poor)),
        good: within_good,
        fair: within_poor.saturating_sub(within_good),
        poor: sample.count().saturating_sub(within_poor),
    }
}
