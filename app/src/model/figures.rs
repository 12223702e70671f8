//! Figures as people read them: sizes, times, shares.

use super::money::grouped_count;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Units of size, each 1,024 times the one before.
const SIZES: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];

/// A size by the largest unit of which it holds one, as PostgreSQL counts them: `1.5 MB`.
pub fn bytes(bytes: i64) -> String {
    let mut tenths = bytes.max(0).saturating_mul(10);
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < SIZES.len() {
        tenths /= 1_024;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let unit = SIZES[unit];
    if tenth == 0 || whole >= 100 {
        format!("{whole} {unit}")
    } else {
        format!("{whole}.{tenth} {unit}")
    }
}

/// A time of `ms` milliseconds, to three digits or so.
pub fn millis(ms: f64) -> String {
    match ms {
        ..10.0 => format!("{ms:.2} ms"),
        10.0..1_000.0 => format!("{ms:.0} ms"),
        1_000.0..120_000.0 => format!("{:.1} s", ms / 1_000.0),
        _ => format!("{:.0} min", ms / 60_000.0),
    }
}

/// A number of things that is known by an estimate or an average, in groups of three digits.
pub fn about(number: f64) -> String {
    let whole = format!("{number:.0}").parse().map(grouped_count);
    whole.unwrap_or_else(|_| format!("{number:.0}"))
}

/// A share of a hundred.
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 1.0 {
        "under 1%".to_owned()
    } else {
        format!("{share:.0}%")
    }
}

/// How long something lasts, as coarsely as people say it.
pub fn span(seconds: i64) -> String {
    match seconds {
        ..MINUTE => format!("{} s", seconds.max(0)),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => format!("{} h", seconds / HOUR),
        DAY.. => format!(
            "{} day{}",
            seconds / DAY,
            if seconds < 2 * DAY { "" } else { "s" }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_the_largest_unit() {
        let told = [-1, 0, 1_023, 1_024, 1_536, 8_192, 1_048_576, i64::MAX].map(bytes);
        let expected = [
            "0 bytes",
            "0 bytes",
            "1023 bytes",
            "1 kB",
            "1.5 kB",
            "8 kB",
            "1 MB",
            "838860 TB",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn times_have_about_three_digits() {
        let told = [0.0, 0.123, 9.99, 10.4, 999.0, 1_500.0, 600_000.0].map(millis);
        let expected = [
            "0.00 ms", "0.12 ms", "9.99 ms", "10 ms", "999 ms", "1.5 s", "10 min",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn shares_and_numbers_are_rounded() {
        assert_eq!(
            [0.0, 0.2, 1.4, 100.0].map(percent),
            ["0%", "under 1%", "1%", "100%"]
        );
        assert_eq!([0.0, 1_234.5, 1e6].map(about), ["0", "1,234", "1,000,000"]);
    }

    #[test]
    fn spans_have_the_largest_unit() {
        let told = [-5, 59, 60, 3_599, 3_600, 86_400, 200_000].map(span);
        assert_eq!(
            told,
            ["0 s", "59 s", "1 min", "59 min", "1 h", "1 day", "2 days"]
        );
    }
}
