//! A sliding window in Redis, the same for all processes.

use std::time::Duration;

use cache::{Link, LinkError};
use redis::Script;

use super::{Policy, Standing, Subject};
use crate::config::Quota;

/// Before every key of a window.
const PREFIX: &str = "vitrine:limit:";

/// Windows of calls that were let through, each a sorted set that Redis forgets by itself.
pub(super) struct SlidingWindow {
    link: Link,
    admit: Script,
}

impl SlidingWindow {
    pub(super) fn new(link: Link) -> Self {
        Self {
            link,
            admit: Script::new(include_str!("admit.lua")),
        }
    }

    /// Counts one more call, if there is room for it: in one step, by one clock, whoever else asks.
    ///
    /// After an error it is unknown whether the call was counted.
    pub(super) async fn admit(
        &self,
        policy: Policy,
        quota: Quota,
        subject: &Subject,
    ) -> Result<Standing, LinkError> {
        let mut call = self
            .admit
            .key(format!("{PREFIX}{}:{subject}", policy.name()));
        call.arg(quota.calls.get())
            .arg(u64::try_from(quota.window.as_micros()).unwrap_or(u64::MAX))
            .arg(rand::random::<u128>().to_be_bytes().as_slice());
        let (admitted, remaining, next): (bool, u32, u64) = self.link.run_script(&call).await?;
        Ok(Standing {
            policy,
            quota,
            admitted,
            remaining,
            next: Duration::from_micros(next),
        })
    }
}
