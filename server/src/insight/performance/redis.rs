//! What the cache's Redis says of itself.

mod info;

use std::time::{Duration, Instant};

use ::cache::Link;
use app::model::performance::{Quantiles, RedisFigures};

use self::info::Info;
use crate::telemetry::{self, Kind, Series};

/// The name of its round trips among what is waited for.
pub(super) const ROUND_TRIP: &str = "redis";

/// Asks Redis whether it is there, and notes how long that took; whether it is.
pub(super) async fn ping(link: &Link) -> bool {
    round_trip(link).await.is_some()
}

/// How long it takes to ask Redis whether it is there, which is noted; nothing if it does not answer.
async fn round_trip(link: &Link) -> Option<Duration> {
    let started = Instant::now();
    let answered = link.run::<String>(&::redis::cmd("PING")).await.is_ok();
    let took = started.elapsed();
    telemetry::record(Series::new(Kind::Wait, ROUND_TRIP), took, 0, !answered);
    answered.then_some(took)
}

/// Its own figures, of all primary nodes together; nothing if it does not answer.
pub(super) async fn figures(link: &Link, round_trips: Quantiles) -> Option<RedisFigures> {
    // One section at a time is all that a server before version 7 gives, or everything.
    let info = ::redis::cmd("INFO").arg("all").clone();
    let infos: Vec<String> = link.run_on_each(&info).await.ok()?;
    let infos: Vec<Info<'_>> = infos.iter().map(|text| Info::of(text)).collect();
    let now = round_trip(link).await?;
    let mut figures = info::together(&infos);
    figures.round_trips = round_trips;
    figures.round_trip_now = now.as_secs_f64() * 1e3;
    Some(figures)
}

/// How long an answer of Redis about itself is good for.
pub(super) const GOOD_FOR: Duration = Duration::from_secs(2);
