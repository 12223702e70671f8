//! `POST /vitals`: how a page was for somebody, as its script measured it (Core Web Vitals). It says nothing of who that was.

use std::time::Duration;

use app::model::pairs;
use http::StatusCode;

use crate::telemetry::{self, Kind, Series};

/// What is measured: its name in what is sent, and in the figures.
const VITALS: [(&str, &str); 4] = [
    ("ttfb", "TTFB"),
    ("lcp", "LCP"),
    ("inp", "INP"),
    ("cls", "CLS"),
];

/// Beyond this no value can be true: a minute, or a page that moved by sixty screens.
const MOST: f64 = 60_000.0;

/// Notes what was measured: `lcp=1234&cls=12`, in milliseconds and thousandths. What cannot be true is left out.
pub(super) async fn vitals(body: String) -> StatusCode {
    for (sent, name) in VITALS {
        let value = pairs::first(&body, sent);
        if let Some(value) = value.and_then(|value| amount(&value)) {
            telemetry::record(Series::new(Kind::Vital, name), value, 0, false);
        }
    }
    StatusCode::NO_CONTENT
}

fn amount(text: &str) -> Option<Duration> {
    let number: f64 = text.parse().ok()?;
    (0.0..=MOST)
        .contains(&number)
        .then(|| Duration::from_secs_f64(number / 1e3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_true_is_left_out() {
        assert_eq!(amount("12.5"), Some(Duration::from_micros(12_500)));
        assert_eq!(amount("0"), Some(Duration::ZERO));
        for text in ["", "-1", "60001", "NaN", "inf", "x", "1e99"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }
}
