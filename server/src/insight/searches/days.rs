//! Which days a report is of.

use time::{Date, Duration, OffsetDateTime};

use crate::db::Bind;

/// Days in UTC, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Days {
    /// The last so many days, today included; at least today.
    pub fn last(count: u16) -> Self {
        let to = OffsetDateTime::now_utc().date();
        let before = Duration::days(i64::from(count.max(1)) - 1);
        Self {
            from: to.saturating_sub(before),
            to,
        }
    }

    /// Its first and its last day.
    pub(super) fn binds(self) -> [Bind; 2] {
        [self.from, self.to].map(|day| Bind::Text(Some(day.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_one_of_them() {
        let week = Days::last(7);
        assert_eq!((week.to - week.from).whole_days(), 6);
        assert_eq!(Days::last(0), Days::last(1));
    }
}
