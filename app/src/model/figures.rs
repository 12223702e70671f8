//! Figures as people read them: the one place where numbers become text.

mod interval;

pub use self::interval::wilson;
use super::money::grouped_count;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Between a number and its unit, so that no line ends there.
const SPACE: char = '\u{a0}';

/// A count as a number that can be divided.
#[expect(
    clippy::cast_precision_loss,
    reason = "figures are drawn and rounded: a double has more digits than that takes"
)]
pub fn real(count: u64) -> f64 {
    count as f64
}

/// A length as a number that can be divided.
pub fn real_len(len: usize) -> f64 {
    u64::try_from(len).map_or(f64::MAX, real)
}

/// A time: `0.04 ms`, `12.5 ms`, `184 ms`, `1.84 s`, `3.2 min`.
pub fn millis(millis: f64) -> String {
    let (number, unit) = match millis {
        zero if zero.is_nan() || zero <= 0.0 => return format!("0{SPACE}ms"),
        tiny if tiny < 0.005 => return format!("<0.01{SPACE}ms"),
        short if short < 999.5 => (short, "ms"),
        seconds if seconds < 59_950.0 => (seconds / 1e3, "s"),
        minutes if minutes < 3_597_000.0 => (minutes / 6e4, "min"),
        hours => (hours / 3.6e6, "h"),
    };
    format!("{}{SPACE}{unit}", three_digits(number))
}

/// A share from 0 to 1: `80.0%`. Only what is nothing is 0%, and only what is all is 100%.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        none if none.is_nan() || none <= 0.0 => "0%".to_owned(),
        few if few < 0.1 => "<0.1%".to_owned(),
        all if all >= 100.0 => "100%".to_owned(),
        nearly if nearly > 99.9 => "99.9%".to_owned(),
        some => format!("{some:.1}%"),
    }
}

/// Which share of all so many are; a dash where there are none at all.
pub fn share(some: i64, all: i64) -> String {
    let [some, all] = [some, all].map(|number| real(u64::try_from(number).unwrap_or_default()));
    if all > 0.0 {
        percent(some / all)
    } else {
        "–".to_owned()
    }
}

/// A share from 0 to 1 without digits behind the point, as an axis has it.
pub fn whole_percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// An amount of memory or traffic: `512 B`, `12.3 kB`, `4.5 MB`.
pub fn bytes(bytes: u64) -> String {
    let mut number = real(bytes);
    for unit in ["B", "kB", "MB", "GB"] {
        if number < 999.5 {
            return format!("{}{SPACE}{unit}", three_digits(number));
        }
        number /= 1e3;
    }
    format!("{}{SPACE}TB", three_digits(number))
}

/// A size as PostgreSQL tells it; what is below zero is nothing.
pub fn size(octets: i64) -> String {
    bytes(u64::try_from(octets).unwrap_or_default())
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

/// How often something happens: `0.4/s`, `1,240/s`.
pub fn per_second(rate: f64) -> String {
    format!("{}/s", number(rate))
}

/// How often something happened in so many seconds; as [`per_second`].
pub fn rate(count: u64, seconds: u64) -> String {
    per_second(real(count) / real(seconds.max(1)))
}

/// Any number: `0.4`, `12.5`, `1,240`.
pub fn number(number: f64) -> String {
    match number {
        zero if zero.is_nan() || zero <= 0.0 => "0".to_owned(),
        tiny if tiny < 0.005 => "<0.01".to_owned(),
        small if small < 999.5 => three_digits(small),
        large => grouped_count(rounded(large)),
    }
}

/// A count: `1,234,567`.
pub fn count(count: u64) -> String {
    grouped_count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// `1 request`, `1,234 requests`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// At most three digits, and none behind the point that say nothing.
fn three_digits(number: f64) -> String {
    let decimals = match number {
        large if large >= 99.95 => 0,
        middle if middle >= 9.995 => 1,
        _ => 2,
    };
    let text = format!("{number:.decimals$}");
    if decimals == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast to an integer stops at its ends"
)]
fn rounded(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(SPACE, " ")
    }

    #[test]
    fn spans_have_the_largest_unit() {
        let told = [-5, 59, 60, 3_599, 3_600, 86_400, 200_000].map(span);
        assert_eq!(
            told,
            ["0 s", "59 s", "1 min", "59 min", "1 h", "1 day", "2 days"]
        );
    }

    #[test]
    fn times_have_the_digits_that_say_something() {
        for (time, text) in [
            (0.0, "0 ms"),
            (f64::NAN, "0 ms"),
            (0.001, "<0.01 ms"),
            (0.04, "0.04 ms"),
            (3.0, "3 ms"),
            (3.456, "3.46 ms"),
            (12.54, "12.5 ms"),
            (184.4, "184 ms"),
            (999.6, "1 s"),
            (1_840.0, "1.84 s"),
            (192_000.0, "3.2 min"),
            (9_000_000.0, "2.5 h"),
        ] {
            assert_eq!(plain(&millis(time)), text);
        }
    }

    #[test]
    fn shares_are_whole_only_if_they_are() {
        for (share, text) in [
            (0.8, "80.0%"),
            (0.0, "0%"),
            (0.000_01, "<0.1%"),
            (0.9999, "99.9%"),
            (1.0, "100%"),
            (f64::NAN, "0%"),
        ] {
            assert_eq!(percent(share), text);
        }
    }

    #[test]
    fn amounts_and_rates_are_short() {
        assert_eq!(plain(&bytes(512)), "512 B");
        assert_eq!(plain(&bytes(12_345)), "12.3 kB");
        assert_eq!(plain(&bytes(4_500_000)), "4.5 MB");
        assert_eq!(plain(&bytes(u64::MAX)), "18446744 TB");
        assert_eq!(rate(12_400, 10), "1,240/s");
        assert_eq!(rate(2, 5), "0.4/s");
        assert_eq!(rate(2, 0), "2/s");
        assert_eq!(counted(1, "request", "requests"), "1 request");
        assert_eq!(counted(1200, "request", "requests"), "1,200 requests");
    }
}
