//! Where threads leave what they measure.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use super::{Sample, Series};

/// Samples by what they are of.
pub type Samples = HashMap<Series, Sample>;

/// More than there are threads that answer requests on most machines: then none waits for another.
const SHARDS: usize = 32;

/// What was measured and not yet taken.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    shards: [Mutex<Samples>; SHARDS],
}

impl Recorder {
    /// Notes one time.
    pub(super) fn record(&self, series: Series, took: Duration, rows: usize, failed: bool) {
        let mut samples = lock(&self.shards[own_shard()]);
        samples.entry(series).or_default().add(took, rows, failed);
    }

    /// Notes that one request had so many of these.
    pub(super) fn note_most(&self, series: Series, many: u32) {
        let mut samples = lock(&self.shards[own_shard()]);
        let sample = samples.entry(series).or_default();
        sample.most = sample.most.max(many);
    }

    /// All that was noted since the last time.
    pub(super) fn take(&self) -> Samples {
        let mut all = Samples::new();
        for shard in &self.shards {
            let samples = std::mem::take(&mut *lock(shard));
            for (series, sample) in samples {
                all.entry(series).or_default().merge(&sample);
            }
        }
        all
    }
}

/// Threads take turns at the shards in the order in which they first measure something.
fn own_shard() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static OWN: usize = NEXT.fetch_add(1, Relaxed) % SHARDS;
    }
    OWN.with(|own| *own)
}

fn lock(shard: &Mutex<Samples>) -> MutexGuard<'_, Samples> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_between_threads_and_nothing_is_taken_twice() {
        let recorder = Recorder::default();
        let (one, other) = (Series::statement("one"), Series::route("/other"));
        let taken = std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for n in 0..10_000 {
                        recorder.record(one.clone(), Duration::from_micros(n), 1, false);
                        recorder.record(other.clone(), Duration::from_millis(1), 0, true);
                    }
                });
            }
            let taken: Vec<_> = (0..50).flat_map(|_| recorder.take()).collect();
            taken
        });
        let mut all = Samples::new();
        for (series, sample) in taken.into_iter().chain(recorder.take()) {
            all.entry(series).or_default().merge(&sample);
        }
        assert_eq!((all[&one].count(), all[&one].rows), (80_000, 80_000));
        assert_eq!((all[&other].count(), all[&other].failed), (80_000, 80_000));
        assert!(recorder.take().is_empty());
    }
}
