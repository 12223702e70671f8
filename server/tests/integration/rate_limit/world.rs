//! Processes that count together.

use cache::{Link, LinkConfig};
use server::{
    config::{Config, RateLimitConfig},
    rate_limit::{Decision, Policy, RateLimiter, Subject},
};

use std::time::Duration;

/// Some policy that all processes count together.
pub(super) const POLICY: Policy = Policy::LogInAccount;

/// Limits with this quota for [`POLICY`].
pub(super) fn limits(quota: &str) -> RateLimitConfig {
    let lookup = |name: &str| (name == "VITRINE_LIMIT_LOG_IN_ACCOUNT").then(|| quota.to_owned());
    Config::from_lookup(&lookup).unwrap().rate_limit
}

/// What another process has: a connection and an allowance of its own.
pub(super) fn process(url: &str, quota: &str) -> RateLimiter {
    let patience = LinkConfig {
        // Of a test on a busy machine.
        deadline: Duration::from_secs(5),
        connect_timeout: Duration::from_secs(5),
        ..LinkConfig::default()
    };
    RateLimiter::new(Link::lazy(url, patience).unwrap(), limits(quota))
}

pub(super) async fn ask(limiter: &RateLimiter, account: &str) -> Decision {
    limiter.admit(POLICY, &Subject::account(account)).await
}

/// Whether one more call is let through.
pub(super) async fn admits(limiter: &RateLimiter, account: &str) -> bool {
    !ask(limiter, account).await.is_refusal()
}

/// Calls that the process judged without Redis.
pub(super) fn alone(limiter: &RateLimiter) -> u64 {
    let stats = limiter.stats();
    let of_policy = stats.iter().find(|stats| stats.policy == POLICY);
    of_policy.unwrap().alone
}
