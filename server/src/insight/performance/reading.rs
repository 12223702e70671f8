//! The frames of a window, added up in the ways that the panel shows.

use std::{collections::BTreeMap, sync::Arc};

use ::cache::NamespaceStats;
use app::model::performance::{Quantiles, Rate, Window};

use super::wall_clock;
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

    /// All times of the series that `pick` picks.
    pub(super) fn whole(&self, pick: impl Fn(&Series) -> bool) -> Sample {
        let mut whole = Sample::default();
        for (_, packed) in picked(&self.frames, &pick) {
            packed.add_to(&mut whole);
        }
        whole
    }

    /// The same for each point in time.
    pub(super) fn by_point(&self, pick: impl Fn(&Series) -> bool) -> Vec<Sample> {
        let mut points = vec![Sample::default(); self.points];
        for frame in &self.frames {
            if let Some(point) = self.point(frame.second) {
                for (_, packed) in picked(std::slice::from_ref(frame), &pick) {
                    packed.add_to(&mut points[point]);
                }
            }
        }
        points
    }

    /// All times of this kind, by name.
    pub(super) fn by_name(&self, kind: Kind) -> BTreeMap<String, Sample> {
        by_name(&self.frames, kind)
    }

    /// The same in the window before.
    pub(super) fn by_name_before(&self, kind: Kind) -> BTreeMap<String, Sample> {
        by_name(&self.before, kind)
    }

    /// How many there were of each name of this kind, for each point in time.
    pub(super) fn counts(&self, kind: Kind) -> BTreeMap<&str, Vec<u64>> {
        let mut names = BTreeMap::<&str, Vec<u64>>::new();
        for frame in &self.frames {
            if let Some(point) = self.point(frame.second) {
                let own = |series: &Series| series.kind == kind;
                for (series, packed) in picked(std::slice::from_ref(frame), &own) {
                    let points = names.entry(&*series.name);
                    points.or_insert_with(|| vec![0; self.points])[point] += packed.count();
                }
            }
        }
        names
    }

    /// For each point in time a figure of the series `pick` picks, which `add` adds to.
    pub(super) fn fold<T: Clone + Default>(
        &self,
        pick: impl Fn(&Series) -> bool,
        add: impl Fn(&mut T, &Series, &Packed),
    ) -> Vec<T> {
        let mut points = vec![T::default(); self.points];
        for frame in &self.frames {
            if let Some(point) = self.point(frame.second) {
                for (series, packed) in picked(std::slice::from_ref(frame), &pick) {
                    add(&mut points[point], series, packed);
                }
            }
        }
        points
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
        for frame in &self.frames {
            if let Some(point) = self.point(frame.second) {
                for stats in &frame.cache {
                    points[point].hits += stats.hits.total();
                    points[point].misses += stats.misses.total();
                }
            }
        }
        points
    }
}

fn picked<'a>(
    frames: &'a [Arc<Frame>],
    pick: &impl Fn(&Series) -> bool,
) -> impl Iterator<Item = (&'a Series, &'a Packed)> {
    let all = frames.iter().flat_map(|frame| &frame.samples);
    all.filter(move |(series, _)| pick(series))
}

fn by_name(frames: &[Arc<Frame>], kind: Kind) -> BTreeMap<String, Sample> {
    let mut names = BTreeMap::<String, Sample>::new();
    for (series, packed) in picked(frames, &|series: &Series| series.kind == kind) {
        match names.get_mut(&*series.name) {
            Some(sample) => packed.add_to(sample),
            None => packed.add_to(names.entry(series.name.to_string()).or_default()),
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

/// A part of a whole, from 0 to 1; nothing of nothing is nothing.
pub(super) fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
