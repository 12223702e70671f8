//! The frames of a window, added up in the ways that the panel shows.

use std::{collections::BTreeMap, sync::Arc};

use ::cache::NamespaceStats;
use app::model::performance::{Quantiles, Rate, Window};

use super::{requests::as_f64, wall_clock};
use crate::telemetry::{Frame, Kind, Packed, Sample, Series, add_cache};

/// The frames of a window.
pub(super) struct Reading {
    /// The first second of the first point.
    begin: u64,
    step: u64,
    points: usize,
    frames: Vec<Arc<Frame>>,
    before: Vec<Arc<Frame>>,
}

impl Reading {
    /// The first second of a window that holds `now`: its points begin at whole steps.
    pub(super) fn begin(window: Window, now: u64) -> u64 {
        let step = window.step().as_secs();
        (now / step + 1) * step - window.length().as_secs().min((now / step + 1) * step)
    }

    /// Of frames which may reach further back: those are the window before.
    pub(super) fn new(window: Window, now: u64, frames: Vec<Arc<Frame>>) -> Self {
        let begin = Self::begin(window, now);
        let (frames, before) = frames.into_iter().partition(|frame| frame.second >= begin);
        Self {
            begin,
            step: window.step().as_secs(),
            points: window.points(),
            frames,
            before,
        }
    }

    /// Seconds from the first frame to now, of the window.
    pub(super) fn seconds(&self, now: u64) -> u64 {
        let first = self.frames.first();
        first.map_or(0, |frame| now.saturating_sub(frame.second) + 1)
    }

    /// Whether it goes back for no more than an hour.
    pub(super) fn is_of_an_hour(&self) -> bool {
        self.step * self.points as u64 <= Window::Hour.length().as_secs()
    }

    /// Texts under the time axis.
    pub(super) fn times(&self) -> Vec<String> {
        let with_date = self.step > 3_600;
        (0..self.points as u64)
            .map(|point| wall_clock::label(self.begin + point * self.step, with_date))
            .collect()
    }

    /// The point that a second falls into, if it is in the window.
    pub(super) fn point(&self, second: u64) -> Option<usize> {
        let point = second.checked_sub(self.begin)? / self.step;
        usize::try_from(point)
            .ok()
            .filter(|point| *point < self.points)
    }

    /// All times of the names of this kind that `pick` picks.
    pub(super) fn whole(&self, kind: Kind, pick: impl Fn(&str) -> bool) -> Sample {
        let mut whole = Sample::default();
        for frame in &self.frames {
            for (_, packed) in of_kind(frame, kind).filter(|(name, _)| pick(name)) {
                packed.add_to(&mut whole);
            }
        }
        whole
    }

    /// For each point in time what `of` says of the same.
    pub(super) fn by_point<T>(
        &self,
        kind: Kind,
        pick: impl Fn(&str) -> bool,
        of: impl Fn(&Sample) -> T,
    ) -> Vec<T> {
        let mut points = vec![Vec::new(); self.points];
        for (point, frame) in self.placed() {
            let own = of_kind(frame, kind).filter(|(name, _)| pick(name));
            points[point].extend(own.map(|(_, packed)| packed));
        }
        // One for all points, since it has room for many times.
        let mut sample = Sample::default();
        let point = |packed: Vec<&Packed>| {
            sample.clear();
            for packed in packed {
                packed.add_to(&mut sample);
            }
            of(&sample)
        };
        points.into_iter().map(point).collect()
    }

    /// All times of this kind, by name.
    pub(super) fn by_name(&self, kind: Kind) -> BTreeMap<String, Sample> {
        by_name(&self.frames, kind)
    }

    /// The same in the window before.
    pub(super) fn by_name_before(&self, kind: Kind) -> BTreeMap<String, Sample> {
        by_name(&self.before, kind)
    }

    /// For each point in time a figure of the names of this kind that `pick` picks, which `add` adds to.
    pub(super) fn fold<T: Clone + Default>(
        &self,
        kind: Kind,
        pick: impl Fn(&str) -> bool,
        add: impl Fn(&mut T, &Packed),
    ) -> Vec<T> {
        let mut points = vec![T::default(); self.points];
        for (point, frame) in self.placed() {
            for (_, packed) in of_kind(frame, kind).filter(|(name, _)| pick(name)) {
                add(&mut points[point], packed);
            }
        }
        points
    }

    /// The same for each name of this kind.
    pub(super) fn fold_by_name<T: Clone + Default>(
        &self,
        kind: Kind,
        add: impl Fn(&mut T, &Packed),
    ) -> BTreeMap<&str, Vec<T>> {
        let mut names = BTreeMap::<&str, Vec<T>>::new();
        for (point, frame) in self.placed() {
            for (name, packed) in of_kind(frame, kind) {
                let points = names.entry(name);
                let points = points.or_insert_with(|| vec![T::default(); self.points]);
                add(&mut points[point], packed);
            }
        }
        names
    }

    /// Each frame of the window with the point that it falls into.
    fn placed(&self) -> impl Iterator<Item = (usize, &Arc<Frame>)> {
        let frames = self.frames.iter();
        frames.filter_map(|frame| Some((self.point(frame.second)?, frame)))
    }

    /// What the cache did, by namespace.
    pub(super) fn cache(&self) -> Vec<NamespaceStats> {
        let mut sums = Vec::new();
        for frame in &self.frames {
            add_cache(&mut sums, &frame.cache);
        }
        sums.sort_by(|one, other| one.name.cmp(&other.name));
        sums
    }

    /// How often something was found in the cache, for each point in time.
    pub(super) fn rates(&self) -> Vec<Rate> {
        let mut points = vec![Rate::default(); self.points];
        for (point, frame) in self.placed() {
            for stats in &frame.cache {
                points[point].hits += stats.hits.total();
                points[point].misses += stats.misses.total();
            }
        }
        points
    }
}

/// The names of one kind in a frame, and what was measured of them: they stand together there.
fn of_kind(frame: &Frame, kind: Kind) -> impl Iterator<Item = (&str, &Packed)> {
    let rest = frame.samples.range(Series::new(kind, "")..);
    let own = rest.take_while(move |(series, _)| series.kind == kind);
    own.map(|(series, packed)| (&*series.name, packed))
}

fn by_name(frames: &[Arc<Frame>], kind: Kind) -> BTreeMap<String, Sample> {
    let mut names = BTreeMap::<String, Sample>::new();
    for (name, packed) in frames.iter().flat_map(|frame| of_kind(frame, kind)) {
        match names.get_mut(name) {
            Some(sample) => packed.add_to(sample),
            None => packed.add_to(names.entry(name.to_owned()).or_default()),
        }
    }
    names
}

/// Quantiles as the panel shows them.
pub(super) fn quantiles(sample: &Sample) -> Quantiles {
    let millis = |q| sample.quantile(q).as_secs_f64() * 1e3;
    Quantiles {
        count: sample.count(),
        p50: millis(0.5),
        p95: millis(0.95),
        p99: millis(0.99),
        max: millis(1.0),
    }
}

/// Adds to how many took up to each of these times, in milliseconds, and at last how many took longer.
pub(super) fn count_up_to(ends: &[f64]) -> impl Fn(&mut Vec<u64>, &Packed) {
    |counts, packed| {
        counts.resize(ends.len() + 1, 0);
        for (micros, many) in packed.times() {
            let millis = as_f64(*micros) / 1e3;
            counts[ends.partition_point(|end| *end < millis)] += u64::from(*many);
        }
    }
}

/// A part of a whole, from 0 to 1; nothing of nothing is nothing.
pub(super) fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
