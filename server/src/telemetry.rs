//! What the process tells of itself: its log, and how long things take.
//!
//! Times are kept as histograms, by name: all since the process started, and second by second as far back as memory goes.
//! Quantiles are always taken from histograms that were added up, never from other quantiles.

mod finished;
mod frame;
mod history;
mod log;
mod recorder;
mod route;
mod sample;
mod series;
mod trace;

use std::{
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

pub use self::{
    finished::Finished,
    frame::{Frame, Packed, add_cache},
    history::History,
    log::start,
    recorder::Samples,
    route::{NO_ROUTE, Purpose, route},
    sample::Sample,
    series::{Kind, Series},
    trace::{LOCK, Span, Step, Trace, carried, witness},
};

use self::{finished::Worth, recorder::Recorder};

/// There is one for all, since what is measured (a connection, a thread) knows no state.
static TELEMETRY: LazyLock<Telemetry> = LazyLock::new(Telemetry::default);

#[derive(Default)]
struct Telemetry {
    recorder: Recorder,
    taken: Mutex<Taken>,
    worth: Worth,
}

/// What was taken from the recorder.
#[derive(Default)]
struct Taken {
    totals: Samples,
    /// What no frame has yet.
    since: Samples,
}

/// Notes that a statement of this name took so long, and how many rows it brought.
pub fn statement(name: &'static str, took: Duration, rows: usize, failed: bool) {
    Trace::note(Step::Sql, name, took, rows, failed);
    record(Series::statement(name), took, rows, failed);
}

/// Notes how long it took to get a connection.
pub fn pool_wait(took: Duration, failed: bool) {
    Trace::note(Step::Pool, "connection", took, 0, failed);
    record(Series::new(Kind::Wait, "connection"), took, 0, failed);
}

/// Notes where the page of the current request came from, and how long that took.
pub fn page(tier: &'static str, took: Duration) {
    Trace::note_tier(tier);
    record(Series::new(Kind::Tier, tier), took, 0, false);
}

/// Does something as a step of the current request.
pub async fn step<F: Future>(step: Step, name: &'static str, work: F) -> F::Output {
    let started = Instant::now();
    let outcome = work.await;
    Trace::note(step, name, started.elapsed(), 0, false);
    outcome
}

/// Does something at once as a step of the current request.
pub fn step_now<T>(step: Step, name: &'static str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let outcome = work();
    Trace::note(step, name, started.elapsed(), 0, false);
    outcome
}

/// Notes that something of this name took so long, and how many rows it brought or changed.
pub fn record(series: Series, took: Duration, rows: usize, failed: bool) {
    TELEMETRY.recorder.record(series, took, rows, failed);
}

/// Notes a request of the shop that was answered.
pub fn finish(request: Finished) {
    request.record(&TELEMETRY.recorder);
    TELEMETRY.worth.add(request);
}

/// The latest requests, the last first.
pub fn latest() -> Vec<Arc<Finished>> {
    TELEMETRY.worth.latest()
}

/// The slowest requests of late, the slowest first.
pub fn slowest() -> Vec<Arc<Finished>> {
    TELEMETRY.worth.slowest()
}

/// A request of late, if it is remembered.
pub fn finished(id: &str) -> Option<Arc<Finished>> {
    TELEMETRY.worth.find(id)
}

/// All that was noted since the process started.
pub fn with_totals<T>(look: impl FnOnce(&Samples) -> T) -> T {
    look(&drained().totals)
}

/// All that was noted since this was last called.
pub fn take() -> Samples {
    std::mem::take(&mut drained().since)
}

fn drained() -> MutexGuard<'static, Taken> {
    let mut taken = TELEMETRY
        .taken
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (series, sample) in TELEMETRY.recorder.take() {
        taken
            .since
            .entry(series.clone())
            .or_default()
            .merge(&sample);
        taken.totals.entry(series).or_default().merge(&sample);
    }
    taken
}
