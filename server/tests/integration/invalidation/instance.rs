//! One instance's part in the log, as a server has it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use cache::{Link, LinkConfig, TagClock};
use server::invalidation::{Alone, Companion, Invalidation, Status};
use tokio_util::sync::CancellationToken;

/// Longer than anything takes that is not broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// No Redis: nobody listens there.
pub(crate) const NO_REDIS: &str = "redis://127.0.0.1:9/";

/// A running part; stopped with this value.
pub(crate) struct Instance {
    pub(crate) invalidation: Invalidation,
    pub(crate) clock: TagClock,
    shutdown: CancellationToken,
}

impl Instance {
    /// Starts one and waits until it has joined.
    pub(crate) async fn joined(database: &str, redis: &str) -> Self {
        let instance = Self::start(database, redis);
        assert!(instance.invalidation.joined(PATIENCE).await, "not joined");
        instance
    }

    /// Starts one.
    pub(crate) fn start(database: &str, redis: &str) -> Self {
        Self::start_with(database, redis, Arc::new(Alone))
    }

    /// Starts one that keeps a copy of data.
    pub(crate) fn start_with(database: &str, redis: &str, companion: Arc<dyn Companion>) -> Self {
        let clock = TagClock::default();
        let shutdown = CancellationToken::new();
        let link = Link::lazy(redis, LinkConfig::default()).expect("a link");
        let invalidation =
            Invalidation::new(database, link, clock.clone(), companion, shutdown.clone());
        invalidation.start();
        Self {
            invalidation,
            clock,
            shutdown,
        }
    }

    /// Stops it as a server does that is told to stop.
    pub(crate) async fn stop(&self) {
        self.shutdown.cancel();
        self.invalidation.stopped(PATIENCE).await;
    }

    /// Waits until it is trusted and hears of changes through Redis.
    pub(crate) async fn until_settled(&self) {
        self.until("settled", |status| status.trusted && status.redis)
            .await;
    }

    /// Waits until its status is as wanted.
    pub(crate) async fn until(&self, what: &str, wanted: impl Fn(&Status) -> bool) -> Duration {
        let begun = Instant::now();
        loop {
            let status = self.invalidation.status();
            if wanted(&status) {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < PATIENCE, "never {what}: {status:?}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}
