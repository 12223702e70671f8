//! All that was measured in a span of time, small enough to be kept and sent.

use std::{collections::BTreeMap, time::Duration};

use cache::NamespaceStats;
use serde::{Deserialize, Serialize};

use super::{Sample, Samples, Series};

/// What was measured in some seconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// When it began, in seconds since 1970.
    pub second: u64,
    /// The samples of each series.
    pub samples: BTreeMap<Series, Packed>,
    /// What the cache did, by namespace.
    pub cache: Vec<NamespaceStats>,
}

/// A [`Sample`] without room for what is not in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Packed {
    failed: u64,
    rows: u64,
    micros: u64,
    most: u32,
    /// Times in microseconds, in rising order, and how many had them.
    times: Vec<(u64, u32)>,
}

impl Frame {
    /// A frame that begins at this second.
    pub fn of(second: u64, samples: &Samples, cache: Vec<NamespaceStats>) -> Self {
        let samples = samples.iter();
        Self {
            second,
            samples: samples
                .map(|(series, sample)| (series.clone(), Packed::from(sample)))
                .collect(),
            cache,
        }
    }

    /// Everything of `frames` in one, which begins at this second.
    pub fn together<'a>(second: u64, frames: impl Iterator<Item = &'a Self>) -> Self {
        let (mut samples, mut cache) = (Samples::new(), Vec::new());
        for frame in frames {
            for (series, packed) in &frame.samples {
                packed.add_to(samples.entry(series.clone()).or_default());
            }
            add_cache(&mut cache, &frame.cache);
        }
        Self::of(second, &samples, cache)
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        let packed = |packed: &Packed| packed.times.len() * size_of::<(u64, u32)>();
        let samples = self.samples.values().map(packed).sum::<usize>();
        let entry = size_of::<Series>() + size_of::<Packed>();
        samples + self.samples.len() * entry + self.cache.len() * size_of::<NamespaceStats>()
    }
}

/// Adds what namespaces did to what they did in `sums`.
pub fn add_cache(sums: &mut Vec<NamespaceStats>, more: &[NamespaceStats]) {
    for stats in more {
        match sums.iter_mut().find(|known| known.name == stats.name) {
            Some(known) => *known = known.plus(stats),
            None => sums.push(stats.clone()),
        }
    }
}

impl Packed {
    /// Adds what is in it to a sample.
    pub fn add_to(&self, sample: &mut Sample) {
        for (micros, many) in &self.times {
            sample.add_times(*micros, *many);
        }
        let total = Duration::from_micros(self.micros);
        sample.add_sums(self.failed, self.rows, total, self.most);
    }

    /// How often it happened.
    pub fn count(&self) -> u64 {
        self.times.iter().map(|(_, many)| u64::from(*many)).sum()
    }

    /// How often it failed.
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// Times in microseconds, in rising order, and how many had them.
    pub fn times(&self) -> &[(u64, u32)] {
        &self.times
    }

    /// The time it took, of all together.
    pub fn total(&self) -> Duration {
        Duration::from_micros(self.micros)
    }
}

impl From<&Sample> for Packed {
    fn from(sample: &Sample) -> Self {
        Self {
            failed: sample.failed,
            rows: sample.rows,
            micros: u64::try_from(sample.total.as_micros()).unwrap_or(u64::MAX),
            most: sample.most,
            times: sample.times().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(times: impl IntoIterator<Item = u64>) -> Samples {
        let mut samples = Samples::new();
        let series = Series::statement("one");
        let sample = samples.entry(series).or_default();
        for micros in times {
            sample.add(Duration::from_micros(micros), 1, micros % 7 == 0);
        }
        samples
    }

    #[test]
    fn frames_together_are_the_whole() {
        let whole = Frame::of(0, &samples((1..5_000).map(|n| n * n)), Vec::new());
        let parts = [1..100, 100..2_000, 2_000..5_000];
        let parts = parts.map(|part: std::ops::Range<u64>| {
            Frame::of(9, &samples(part.map(|n| n * n)), Vec::new())
        });
        assert_eq!(Frame::together(0, parts.iter()), whole);
    }

    #[test]
    fn nothing_is_lost_in_a_frame() {
        let samples = samples((0..10_000).map(|n| n * 37));
        let frame = Frame::of(0, &samples, Vec::new());
        let bytes = postcard::to_allocvec(&frame).unwrap();
        let back: Frame = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(back, frame);
        let (one, sample) = samples.iter().next().unwrap();
        let mut again = Sample::default();
        back.samples[one].add_to(&mut again);
        for q in [0.5, 0.95, 0.99, 1.0] {
            assert_eq!(again.quantile(q), sample.quantile(q));
        }
        assert_eq!((again.count(), again.rows), (10_000, 10_000));
        assert_eq!((again.failed, again.total), (sample.failed, sample.total));
    }
}
