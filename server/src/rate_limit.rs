//! Rate limits: how many calls of a kind one visitor gets in a while.
//!
//! There are two ways of counting, and each [`Policy`] has one:
//!
//! - **Shared**, for what costs a password hash, a mail or a write: a sliding window over a sorted set in the Redis of the
//!   sessions, one script on one key, so that all processes together let through what the policy says and no more. While
//!   Redis is away, the process goes by an allowance of its own, which has followed the shared one all along.
//! - **Local**, for reads: an allowance of this process for each address. A page that is kept is sent in less time than
//!   Redis takes to answer, and a window of thousands of calls for each address would fill it; a reader of several
//!   processes gets as many times the allowance, which hurts nobody.
//!
//! A visitor is an [address prefix](Subject) or an account. Only calls that are let through are counted: who goes on trying
//! is let in again as soon as the window has room.

mod allowance;
mod client_address;
mod decision;
mod policy;
mod subject;
mod tally;
mod window;

use std::sync::Arc;

use cache::{Link, LinkConfig, LinkError};

use self::{allowance::Allowances, tally::Tally, window::SlidingWindow};
pub use self::{
    client_address::ClientAddress,
    decision::{Decision, Standing},
    policy::{Attempt, Policy},
    subject::Subject,
    tally::PolicyStats,
};
use crate::config::{Config, Quota, RateLimitConfig};

/// Counts calls and says which go too far. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct RateLimiter(Arc<Limits>);

struct Limits {
    config: RateLimitConfig,
    window: SlidingWindow,
    allowances: Allowances,
    tally: Tally,
}

impl RateLimiter {
    /// Counts in the Redis of the sessions, which keeps what it holds when memory is short, by a connection of its own.
    /// Connects on first use.
    pub fn lazy(config: &Config) -> Result<Self, LinkError> {
        let patience = LinkConfig {
            deadline: config.session.deadline,
            ..LinkConfig::default()
        };
        let link = Link::lazy(config.redis.session_url(), patience)?;
        Ok(Self::new(link, config.rate_limit.clone()))
    }

    /// Counts over `link`.
    pub fn new(link: Link, config: RateLimitConfig) -> Self {
        Self(Arc::new(Limits {
            allowances: Allowances::new(&config),
            window: SlidingWindow::new(link),
            tally: Tally::default(),
            config,
        }))
    }

    /// One more call of `subject`: whether it may go on.
    pub async fn admit(&self, policy: Policy, subject: &Subject) -> Decision {
        let counted = self.count(policy, subject, false).await;
        Decision::of(counted.map(|counted| counted.standing))
    }

    /// One more attempt: by the address it comes from, and if that may, by the `account` it is about. Any text names an
    /// account, be it one or not. So who exhausts an address exhausts no account with it.
    pub async fn attempt(
        &self,
        attempt: Attempt,
        client: ClientAddress,
        account: &str,
    ) -> Decision {
        let (by_address, by_account) = attempt.policies();
        let address = Subject::address(client);
        let first = self.count(by_address, &address, false).await;
        let decision = Decision::of(first.map(|first| first.standing));
        if decision.is_refusal() {
            return decision;
        }
        // A Redis that was just waited for in vain is not waited for again.
        let alone = first.is_some_and(|first| first.alone);
        let account = Subject::account(account);
        let second = self.count(by_account, &account, alone).await;
        decision.and(second.map(|second| second.standing))
    }

    /// What became of calls since the start, policy by policy.
    pub fn stats(&self) -> Vec<PolicyStats> {
        self.0.tally.read()
    }

    /// `None` where there is no limit. `alone`: Redis is not to be asked.
    async fn count(&self, policy: Policy, subject: &Subject, alone: bool) -> Option<Counted> {
        let quota = policy.quota(&self.0.config)?;
        let shared = if policy.is_shared() && !alone {
            self.shared(policy, quota, subject).await
        } else {
            None
        };
        let counted = Counted {
            standing: shared.unwrap_or_else(|| self.0.allowances.take(policy, quota, subject)),
            alone: policy.is_shared() && shared.is_none(),
        };
        self.0.tally.note(&counted.standing, counted.alone);
        Some(counted)
    }

    /// As all processes count it; `None` if Redis is away.
    async fn shared(&self, policy: Policy, quota: Quota, subject: &Subject) -> Option<Standing> {
        match self.0.window.admit(policy, quota, subject).await {
            Ok(standing) => {
                // So that this process knows where it stands should Redis go away.
                if standing.admitted {
                    self.0.allowances.take(policy, quota, subject);
                }
                Some(standing)
            }
            Err(error) => {
                tracing::debug!(%error, policy = policy.name(), "counting calls without Redis");
                None
            }
        }
    }
}

/// A call that was counted.
#[derive(Clone, Copy)]
struct Counted {
    standing: Standing,
    /// Whether by this process alone, though all processes should count together.
    alone: bool,
}
