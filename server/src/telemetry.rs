//! What the process tells of itself: its log, and how long things take.
//!
//! Times are kept as histograms, by name, from the start of the process. Quantiles are always taken from histograms that
//! were added up, never from other quantiles.

mod log;
mod recorder;
mod route;
mod sample;
mod series;

use std::{
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

pub use self::{
    log::start,
    recorder::Samples,
    route::route,
    sample::Sample,
    series::{Kind, Series},
};

use self::recorder::Recorder;

/// There is one for all, since what is measured (a connection, a thread) knows no state.
static TELEMETRY: LazyLock<Telemetry> = LazyLock::new(Telemetry::default);

#[derive(Default)]
struct Telemetry {
    recorder: Recorder,
    totals: Mutex<Samples>,
}

/// Notes that something of this name took so long, and how many rows it brought or changed.
pub fn record(series: Series, took: Duration, rows: usize, failed: bool) {
    TELEMETRY.recorder.record(series, took, rows, failed);
}

/// All that was noted since the process started.
pub fn totals() -> MutexGuard<'static, Samples> {
    let mut totals = TELEMETRY
        .totals
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (series, sample) in TELEMETRY.recorder.take() {
        totals.entry(series).or_default().merge(&sample);
    }
    totals
}
