//! What the cache's Redis says of itself.

use std::time::{Duration, Instant};

use ::cache::Link;
use app::model::performance::{Quantiles, RedisFigures};

use crate::telemetry::{self, Kind, Series};

/// The name of its round trips among what is waited for.
pub(super) const ROUND_TRIP: &str = "redis";

/// Asks Redis whether it is there, and notes how long that took; whether it is.
pub(super) async fn ping(link: &Link) -> bool {
    let started = Instant::now();
    let answered = link.run::<String>(&::redis::cmd("PING")).await.is_ok();
    let took = started.elapsed();
    telemetry::record(Series::new(Kind::Wait, ROUND_TRIP), took, 0, !answered);
    answered
}

/// Its own figures; nothing if it does not answer.
pub(super) async fn figures(link: &Link, round_trips: Quantiles) -> Option<RedisFigures> {
    let info: String = link.run(&::redis::cmd("INFO")).await.ok()?;
    let text = |name: &str| {
        let fields = info.lines().filter_map(|line| line.split_once(':'));
        let mut own = fields.filter(|(field, _)| *field == name);
        own.next().map(|(_, value)| value.trim().to_owned())
    };
    let number = |name: &str| text(name).and_then(|value| value.parse::<u64>().ok());
    Some(RedisFigures {
        version: text("redis_version").unwrap_or_default(),
        memory: number("used_memory").unwrap_or_default(),
        memory_limit: number("maxmemory").filter(|limit| *limit > 0),
        policy: text("maxmemory_policy").unwrap_or_default(),
        operations: number("instantaneous_ops_per_sec").unwrap_or_default(),
        clients: number("connected_clients").unwrap_or_default(),
        evicted: number("evicted_keys").unwrap_or_default(),
        round_trips,
    })
}

/// How long an answer of Redis about itself is good for.
pub(super) const GOOD_FOR: Duration = Duration::from_secs(2);
