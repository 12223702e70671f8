//! Times as people read them, in UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;

/// Seconds since 1970.
pub(super) fn now() -> u64 {
    seconds(SystemTime::now())
}

/// Seconds since 1970 at this time.
pub(super) fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    since.as_secs()
}

/// `14:02:07`.
pub(super) fn time_of_day(second: u64) -> String {
    let of_day = second % (24 * 3_600);
    let (hours, minutes, seconds) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// `14:02` or, where a point is a longer time, `22 Nov 14:02`.
pub(super) fn label(second: u64, with_date: bool) -> String {
    let time = time_of_day(second);
    let date = i64::try_from(second)
        .ok()
        .and_then(|second| OffsetDateTime::from_unix_timestamp(second).ok());
    match date.filter(|_| with_date) {
        Some(date) => format!(
            "{} {} {}",
            date.day(),
            &date.month().to_string()[..3],
            &time[..5]
        ),
        None => time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_names() {
        assert_eq!(time_of_day(1_795_341_221), "09:53:41");
        assert_eq!(label(1_795_341_221, false), "09:53:41");
        assert_eq!(label(1_795_341_221, true), "22 Nov 09:53");
    }
}
