//! Requests that were answered: what becomes of their steps, and the ones worth a look.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use http::Method;

use super::{Kind, Series, Span, Step, recorder::Recorder};

/// Requests that are remembered because they are the latest.
const LATEST: usize = 100;

/// Requests that are remembered because they took long.
const SLOW: usize = 20;

/// For so long.
const SLOW_FOR: Duration = Duration::from_mins(10);

/// Requests that are remembered because they failed.
const FAILED: usize = 50;

/// Requests in which nothing happened come by the thousand and are all alike: of those one in so many milliseconds is
/// remembered. It keeps the lock from those who are quickest, and the ring from being full of nothing.
const ALIKE_FOR: u64 = 1;

/// A request that was answered.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Its number, as in the log.
    pub id: String,
    /// When it was answered.
    pub at: SystemTime,
    /// Its method.
    pub method: Method,
    /// The route it came to.
    pub route: &'static str,
    /// Status of the answer.
    pub status: u16,
    /// Time until the head of the answer was ready.
    pub took: Duration,
    /// Where its page came from; nothing for what is no page.
    pub tier: Option<&'static str>,
    /// Its steps.
    pub spans: Vec<Span>,
}

impl Finished {
    /// Statements it sent, and the time they took together.
    pub fn statements(&self) -> (usize, Duration) {
        let sql = || self.spans.iter().filter(|span| span.step == Step::Sql);
        (sql().count(), sql().map(|span| span.took).sum())
    }

    /// How often it sent the statements of each name.
    pub fn repeated(&self) -> HashMap<&'static str, u32> {
        let mut times = HashMap::new();
        for span in self.spans.iter().filter(|span| span.step == Step::Sql) {
            *times.entry(span.name).or_default() += 1;
        }
        times
    }

    /// The time it took, by what it was spent on. Steps that overlap count each in full, but rendering without what was
    /// waited for in the midst of it; what is left until the head was ready is the rest.
    fn phases(&self) -> [(&'static str, Duration); 9] {
        let of = |step| self.sum(|span| span.step == step);
        let waits = [
            Step::Session,
            Step::Cache,
            Step::Pool,
            Step::Sql,
            Step::Index,
        ];
        let within = self.sum(|span| waits.contains(&span.step) && self.is_of_rendering(span));
        let render = of(Step::Render).saturating_sub(within);
        let compress = of(Step::Compress);
        let waits = waits.map(of);
        let known = waits.iter().sum::<Duration>() + render + compress;
        let [session, cache, pool, sql, index] = waits;
        [
            ("session", session),
            ("cache", cache),
            ("wait for connection", pool),
            ("SQL", sql),
            ("index", index),
            ("render", render),
            ("compress", compress),
            ("other", self.took.saturating_sub(known)),
            ("send", of(Step::Send)),
        ]
    }

    fn sum(&self, pick: impl Fn(&Span) -> bool) -> Duration {
        let own = self.spans.iter().filter(|span| pick(span));
        own.map(|span| span.took).sum()
    }

    /// Whether a step was made in the midst of rendering.
    fn is_of_rendering(&self, step: &Span) -> bool {
        // Both ends are of clocks that were read one after the other, the middle is not.
        let middle = step.begin + step.took / 2;
        let mut spans = self.spans.iter();
        spans.any(|span| {
            span.step == Step::Render && (span.begin..=span.begin + span.took).contains(&middle)
        })
    }

    pub(super) fn record(&self, recorder: &Recorder) {
        for (phase, took) in self.phases() {
            if !took.is_zero() {
                recorder.record(Series::new(Kind::Phase, phase), took, 0, false);
            }
        }
        for (name, times) in self.repeated() {
            recorder.note_most(Series::statement(name), times);
        }
    }
}

/// The requests worth a look.
#[derive(Debug)]
pub(super) struct Worth {
    kept: Mutex<Kept>,
    begun: Instant,
    /// The millisecond since then from which one more of the requests in which nothing happened is remembered.
    alike_from: AtomicU64,
    /// Nanoseconds that a request took at least that is among the slow ones.
    slow_from: AtomicU64,
}

impl Default for Worth {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            begun: Instant::now(),
            alike_from: AtomicU64::new(0),
            slow_from: AtomicU64::new(0),
        }
    }
}

#[derive(Debug, Default)]
struct Kept {
    latest: VecDeque<Arc<Finished>>,
    failed: VecDeque<Arc<Finished>>,
    /// With the time until which each is kept; the slowest first.
    slow: Vec<(Instant, Arc<Finished>)>,
}

impl Worth {
    pub(super) fn add(&self, request: Finished) {
        if self.has_alike(&request) {
            return;
        }
        let request = Arc::new(request);
        let mut kept = self.lock();
        if request.status >= 500 {
            push(&mut kept.failed, &request, FAILED);
        }
        kept.add_slow(&request);
        self.slow_from.store(kept.slow_from(), Ordering::Relaxed);
        push(&mut kept.latest, &request, LATEST);
    }

    /// Whether one like it was remembered a moment ago. Locks nothing.
    fn has_alike(&self, request: &Finished) -> bool {
        let is_slow = nanos(request.took) > self.slow_from.load(Ordering::Relaxed);
        if is_slow || request.status >= 400 || !request.spans.is_empty() {
            return false;
        }
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let from = self.alike_from.load(Ordering::Relaxed);
        let next = now.saturating_add(ALIKE_FOR);
        let is_first = || {
            let order = Ordering::Relaxed;
            let swap = self.alike_from.compare_exchange(from, next, order, order);
            swap.is_ok()
        };
        now < from || !is_first()
    }

    /// The latest, the last first.
    pub(super) fn latest(&self) -> Vec<Arc<Finished>> {
        self.lock().latest.iter().rev().cloned().collect()
    }

    /// The slowest of late, the slowest first.
    pub(super) fn slowest(&self) -> Vec<Arc<Finished>> {
        let slow = &self.lock().slow;
        slow.iter()
            .map(|(_, request)| Arc::clone(request))
            .collect()
    }

    /// One of those that are remembered.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Finished>> {
        let kept = self.lock();
        let slow = kept.slow.iter().map(|(_, request)| request);
        let mut all = kept.latest.iter().rev().chain(&kept.failed).chain(slow);
        all.find(|request| request.id == id).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn add_slow(&mut self, request: &Arc<Finished>) {
        let least = self.slow.last().filter(|_| self.slow.len() >= SLOW);
        let now = Instant::now();
        if least.is_some_and(|(until, least)| least.took >= request.took && *until > now) {
            return;
        }
        self.slow.retain(|(until, _)| *until > now);
        let place = self
            .slow
            .partition_point(|(_, known)| known.took >= request.took);
        self.slow
            .insert(place, (now + SLOW_FOR, Arc::clone(request)));
        self.slow.truncate(SLOW);
    }

    /// Nanoseconds that a request must have taken to be among the slow ones.
    fn slow_from(&self) -> u64 {
        let least = self.slow.last().filter(|_| self.slow.len() >= SLOW);
        least.map_or(0, |(_, least)| nanos(least.took))
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn push(ring: &mut VecDeque<Arc<Finished>>, request: &Arc<Finished>, most: usize) {
    ring.push_back(Arc::clone(request));
    if ring.len() > most {
        ring.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(id: u64, status: u16) -> Finished {
        let span = |step, begin, millis| Span {
            step,
            name: "catalog.cards",
            begin: Duration::from_millis(begin),
            took: Duration::from_millis(millis),
            rows: 1,
            failed: false,
        };
        Finished {
            id: id.to_string(),
            at: SystemTime::now(),
            method: Method::GET,
            route: "/search",
            status,
            took: Duration::from_millis(id),
            tier: Some("made"),
            spans: vec![
                span(Step::Cache, 0, 1),
                span(Step::Render, 1, 9),
                span(Step::Cache, 2, 1),
                span(Step::Sql, 3, 2),
                span(Step::Sql, 5, 3),
                span(Step::Send, id, 7),
            ],
        }
    }

    #[test]
    fn the_parts_of_a_request_are_its_time() {
        let request = request(20, 200);
        let phases = request.phases();
        let sum: Duration = phases.iter().map(|(_, took)| *took).sum();
        assert_eq!(sum, request.took + Duration::from_millis(7));
        for (phase, millis) in [
            // The read before the page was rendered is not taken from rendering.
            ("render", 3),
            ("cache", 2),
            ("SQL", 5),
            ("other", 10),
            ("send", 7),
        ] {
            let phase = (phase, Duration::from_millis(millis));
            assert!(phases.contains(&phase), "{phase:?} in {phases:?}");
        }
        assert_eq!(request.statements(), (2, Duration::from_millis(5)));
        assert_eq!(request.repeated()["catalog.cards"], 2);
    }

    /// As all that found its page in memory.
    fn quick(id: u64, status: u16) -> Finished {
        Finished {
            spans: vec![],
            took: Duration::from_micros(1),
            ..request(id, status)
        }
    }

    #[test]
    fn of_those_alike_few_are_remembered_but_all_that_stand_out() {
        let worth = Worth::default();
        for id in 1..=SLOW as u64 {
            worth.add(request(id, 200));
        }
        let started = Instant::now();
        for id in 100..10_100 {
            worth.add(quick(id, 200));
        }
        let most = started.elapsed().as_millis() + 2;
        let latest = worth.latest();
        let alike = latest.iter().filter(|one| one.spans.is_empty()).count();
        assert!(alike >= 1 && alike as u128 <= most, "{alike} of {most}");

        worth.add(quick(1, 404));
        worth.add(quick(2, 500));
        worth.add(request(3, 200));
        worth.add(Finished {
            took: Duration::from_mins(1),
            ..quick(4, 200)
        });
        let latest: Vec<_> = worth.latest().iter().map(|one| one.id.clone()).collect();
        assert_eq!(latest[..4], ["4", "3", "2", "1"]);
    }

    #[test]
    fn the_latest_the_slowest_and_the_failed_are_remembered() {
        let worth = Worth::default();
        worth.add(request(5_000, 200));
        worth.add(request(1, 503));
        for id in 2..1_000 {
            worth.add(request(id, 200));
        }
        let latest = worth.latest();
        assert_eq!((latest.len(), &*latest[0].id), (LATEST, "999"));
        let slowest: Vec<_> = worth.slowest().iter().map(|one| one.id.clone()).collect();
        assert_eq!(
            (slowest.len(), &*slowest[0], &*slowest[1]),
            (SLOW, "5000", "999")
        );
        for id in ["5000", "1", "999"] {
            assert!(worth.find(id).is_some(), "{id}");
        }
        assert!(worth.find("2").is_none());
    }
}
