//! Whether a call may go on, and how that is told.

use std::time::Duration;

use axum::response::{IntoResponse as _, Response};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, RETRY_AFTER},
};

use super::Policy;
use crate::config::Quota;

/// Both fields as the draft of the IETF's HTTPAPI group has them (draft-ietf-httpapi-ratelimit-headers-10): lists of
/// structured fields, one member for each policy.
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Where one subject stands with one policy, after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What was counted.
    pub policy: Policy,
    /// How much is let through.
    pub quota: Quota,
    /// Whether this call was let through.
    pub admitted: bool,
    /// How many more are at once.
    pub remaining: u32,
    /// Time until there is room for one more than that.
    pub next: Duration,
}

/// Whether a call may go on, by all policies that it was counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Decision([Option<Standing>; 2]);

impl Decision {
    pub(super) fn of(standing: Option<Standing>) -> Self {
        Self([standing, None])
    }

    /// Both must let it through.
    pub(super) fn and(self, second: Option<Standing>) -> Self {
        Self([self.0[0], second])
    }

    /// Whether the call must not go on.
    pub fn is_refusal(&self) -> bool {
        self.refusal().is_some()
    }

    /// Whole seconds until it is worth trying again; `None` if the call may go on.
    pub fn retry_after(&self) -> Option<u64> {
        self.refusal().map(Standing::seconds)
    }

    /// 429 (RFC 6585, section 4) without a page.
    pub fn refuse(&self) -> Response {
        let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
        let no_store = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, no_store);
        self.tell(response.headers_mut());
        response
    }

    /// Tells the client where it stands (`RateLimit`, `RateLimit-Policy`), and if the call may not go on, when it may
    /// (`Retry-After`).
    pub fn tell(&self, headers: &mut HeaderMap) {
        for standing in self.0.iter().flatten() {
            let Standing {
                policy,
                quota,
                remaining,
                ..
            } = standing;
            let (name, calls, window) = (policy.name(), quota.calls, quota.window.as_secs());
            let policy = format!("\"{name}\";q={calls};w={window}");
            let now = format!("\"{name}\";r={remaining};t={}", standing.seconds());
            append(headers, RATE_LIMIT_POLICY, policy);
            append(headers, RATE_LIMIT, now);
        }
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, seconds.into());
        }
    }

    fn refusal(&self) -> Option<&Standing> {
        self.0.iter().flatten().find(|standing| !standing.admitted)
    }
}

impl Standing {
    /// Rounded up: who comes back then is let in.
    fn seconds(&self) -> u64 {
        let whole = self.next.as_secs();
        if self.next.subsec_nanos() > 0 {
            whole + 1
        } else {
            whole
        }
    }
}

fn append(headers: &mut HeaderMap, name: HeaderName, text: String) {
    // Made of names and numbers: always fit for a header.
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(name, value);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn standing(policy: Policy, admitted: bool, next: Duration) -> Standing {
        let quota = Quota {
            calls: NonZeroU32::new(10).unwrap(),
            window: Duration::from_mins(15),
        };
        Standing {
            policy,
            quota,
            admitted,
            remaining: if admitted { 3 } else { 0 },
            next,
        }
    }

    fn told(decision: Decision) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        decision.tell(&mut headers);
        let pairs = headers.iter();
        pairs
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn without_a_limit_nothing_is_said() {
        let decision = Decision::of(None);
        assert!(!decision.is_refusal());
        assert_eq!(told(decision), []);
    }

    #[test]
    fn who_goes_on_learns_where_it_stands() {
        let next = Duration::from_millis(1_001);
        let decision = Decision::of(Some(standing(Policy::LogIn, true, next)));
        assert!(!decision.is_refusal());
        let expected = [
            pair("ratelimit-policy", r#""log-in";q=10;w=900"#),
            pair("ratelimit", r#""log-in";r=3;t=2"#),
        ];
        assert_eq!(told(decision), expected);
    }

    #[test]
    fn who_is_refused_learns_when_to_come_back() {
        let first = standing(Policy::LogIn, true, Duration::from_secs(5));
        let second = standing(Policy::LogInAccount, false, Duration::from_mins(2));
        let decision = Decision::of(Some(first)).and(Some(second));
        assert_eq!(decision.retry_after(), Some(120));
        let expected = [
            pair("ratelimit-policy", r#""log-in";q=10;w=900"#),
            pair("ratelimit-policy", r#""log-in-account";q=10;w=900"#),
            pair("ratelimit", r#""log-in";r=3;t=5"#),
            pair("ratelimit", r#""log-in-account";r=0;t=120"#),
            pair("retry-after", "120"),
        ];
        assert_eq!(told(decision), expected);
    }
}
