//! What the application keeps in a session, by name.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use crate::config::SessionLimits;

/// Somebody who has proved to be an account's owner, and by what.
#[derive(Debug, Clone)]
pub struct LogIn {
    /// Primary key of the account.
    pub user_id: i64,
    /// The account's epoch: raising it ends the session.
    pub epoch: i32,
    /// How long this may last.
    pub limits: SessionLimits,
    /// What it is used with, in words its owner understands.
    pub device: String,
}

/// Somebody who has typed the right password, and has a code to type yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfLogIn {
    /// Primary key of the account.
    pub user_id: i64,
    /// The account's epoch when the password was typed.
    pub epoch: i32,
}

/// A session of somebody who is logged in, as Redis holds it. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    pub(super) user_id: i64,
    pub(super) epoch: i32,
    pub(super) device: String,
    pub(super) began: i64,
    /// When the password was last typed.
    pub(super) confirmed: i64,
    /// When it was last written: a visit is noted only once in a while.
    pub(super) seen: i64,
    /// Seconds without a visit after which it ends.
    pub(super) idle: i64,
    /// When it ends, whatever the visits.
    pub(super) ends: i64,
}

/// Where it stands among a session's data.
pub(super) const NAME: &str = "log_in";
/// Where a [`HalfLogIn`] stands.
pub(super) const HALF: &str = "half_log_in";
/// Where a sentence stands that the next page tells.
pub(super) const TOLD: &str = "told";

/// A session in use is written again each time this share of its idle time has passed…
const RENEWALS: i64 = 30;
/// …and at least after so many seconds.
const RENEW_AFTER: i64 = 60 * 60;

impl Contents {
    /// A session that begins now.
    pub(super) fn begin(log_in: &LogIn, now: i64) -> Self {
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        Self {
            user_id: log_in.user_id,
            epoch: log_in.epoch,
            device: log_in.device.clone(),
            began: now,
            confirmed: now,
            seen: now,
            idle: seconds(log_in.limits.idle),
            ends: now.saturating_add(seconds(log_in.limits.absolute)),
        }
    }

    /// What stands in a session under [`NAME`]; `None` for what another version wrote: that has to begin anew.
    pub(super) fn read(value: Value) -> Option<Self> {
        serde_json::from_value(value).ok()
    }

    /// Whether it is time to note a visit.
    pub(super) fn is_renewal_due(&self, now: i64) -> bool {
        now.saturating_sub(self.seen) >= RENEW_AFTER.min(self.idle / RENEWALS)
    }

    /// When it ends if nobody visits after `now`.
    pub(super) fn expiry(&self, now: i64) -> OffsetDateTime {
        let end = now.saturating_add(self.idle).min(self.ends);
        // Only a configuration of many centuries does not fit.
        OffsetDateTime::from_unix_timestamp(end).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents() -> Contents {
        let limits = SessionLimits {
            idle: Duration::from_mins(30),
            absolute: Duration::from_hours(8),
        };
        let log_in = LogIn {
            user_id: 42,
            epoch: 3,
            limits,
            device: "Firefox on Linux".to_owned(),
        };
        Contents::begin(&log_in, 1_000)
    }

    #[test]
    fn it_comes_back_from_what_is_kept() {
        let kept = serde_json::to_value(contents()).unwrap();
        assert_eq!(Contents::read(kept), Some(contents()));
    }

    #[test]
    fn half_a_session_is_none() {
        let kept = serde_json::to_value(contents()).unwrap();
        for name in kept.as_object().unwrap().keys() {
            let mut half = kept.clone();
            half.as_object_mut().unwrap().remove(name);
            assert_eq!(Contents::read(half), None, "without {name}");
        }
    }

    #[test]
    fn it_ends_when_nobody_comes_and_when_its_time_is_over() {
        let contents = contents();
        let end = |now| contents.expiry(now).unix_timestamp();
        assert_eq!(end(1_000), 1_000 + 30 * 60);
        assert_eq!(end(1_000 + 8 * 3_600 - 60), 1_000 + 8 * 3_600);
    }

    #[test]
    fn visits_are_noted_now_and_then() {
        let contents = contents();
        assert!(!contents.is_renewal_due(1_059));
        assert!(contents.is_renewal_due(1_060));
    }
}
