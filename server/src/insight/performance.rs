//! The performance panel: what was measured, second by second, and what to make of it.

pub mod builds;
mod cache;
mod changes;
mod drops;
mod events;
mod fleet;
mod instance;
mod keeping;
mod live;
mod reading;
mod redis;
mod report;
mod requests;
mod statement;
mod statements;
mod status;
pub mod store;
mod vitals;
mod wall_clock;
mod watching;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use ::cache::NamespaceStats;
use app::model::performance::Window;
use tokio::sync::watch;

pub use self::{
    changes::{ChangeLog, Noting},
    drops::Drop,
    events::{Happened, Health},
    fleet::{Fleet, Heard},
    keeping::keep_up,
    live::{Live, Seat, Shown},
    report::Surroundings,
    statement::callers,
    watching::Watching,
};

use self::{drops::Drops, events::Events};
use crate::telemetry::{self, Frame, History};

/// An instance that has told nothing for so many seconds has gone.
const GONE: u64 = 15;

/// What was measured of late, here and by the other instances. Cheap to clone; clones share it.
#[derive(Clone)]
pub struct Panel(Arc<Inner>);

struct Inner {
    instance: String,
    held: Mutex<Held>,
    changes: ChangeLog,
    /// The second of the last frame.
    latest: watch::Sender<u64>,
    started: Instant,
    /// Microseconds that measuring and reading took.
    spent: AtomicU64,
}

#[derive(Default)]
struct Held {
    history: History,
    /// Of the other instances, each with its last second.
    others: BTreeMap<String, (u64, History)>,
    events: Events,
    drops: Drops,
    /// Events that the other instances are to be told of.
    untold: Vec<Happened>,
    /// The last reading of the cache's counters.
    cache: Vec<NamespaceStats>,
}

impl Panel {
    /// One that has seen nothing but `changes`.
    pub fn new(changes: ChangeLog) -> Self {
        Self(Arc::new(Inner {
            instance: instance::name(),
            held: Mutex::default(),
            changes,
            latest: watch::Sender::new(0),
            started: Instant::now(),
            spent: AtomicU64::default(),
        }))
    }

    /// What this instance is called.
    pub fn instance(&self) -> &str {
        &self.0.instance
    }

    /// Adds what was measured here since the last time, as the frame of this second.
    pub fn tick(&self, second: u64, cache: &[NamespaceStats], health: Health) -> Frame {
        let started = Instant::now();
        let samples = telemetry::take();
        let frame = {
            let mut held = self.held();
            let deltas = since(cache, &held.cache);
            let before = std::mem::replace(&mut held.cache, cache.to_vec());
            held.drops.notice(cache, &before, &self.0.changes);
            let frame = Frame::of(second, &samples, deltas);
            held.events.note(&frame, health);
            for sweep in self.0.changes.take_sweeps() {
                held.events.note_sweep(second, sweep);
            }
            held.history.push(frame.clone());
            frame
        };
        self.0.latest.send_replace(second);
        self.note_spent(started.elapsed());
        frame
    }

    /// Notes something that somebody did: here, and within a second on the panels of the other instances.
    pub fn announce(&self, kind: &str, text: &str) {
        let happened = Happened::now(kind, text);
        let mut held = self.held();
        held.events.add(happened.clone());
        held.untold.push(happened);
    }

    /// What the other instances have not been told of yet.
    fn untold(&self) -> Vec<Happened> {
        std::mem::take(&mut self.held().untold)
    }

    /// Notes what happened at another instance.
    fn heard_of(&self, happened: Happened) {
        self.held().events.add(happened);
    }

    /// What was out of date here that the other instances have not been told of yet.
    fn untold_drops(&self) -> Vec<Drop> {
        self.held().drops.take_untold()
    }

    /// Notes what was out of date at another instance.
    pub fn heard_of_drop(&self, drop: Drop) {
        self.held().drops.add(drop);
    }

    /// Adds what another instance has measured.
    pub fn hear(&self, instance: String, frame: Frame) {
        let mut held = self.held();
        let (last, history) = held.others.entry(instance).or_default();
        *last = frame.second;
        history.push(frame);
    }

    /// Adds what was measured before this process began.
    fn recall(&self, older: Vec<Frame>) {
        self.held().history.recall(older);
    }

    /// What was measured here from this second on, in one frame.
    fn together(&self, begin: u64, now: u64) -> Frame {
        let frames = self.held().history.since(begin, now);
        Frame::together(begin, frames.iter().map(|frame| &**frame))
    }

    /// Tells when there is a new frame, by its second.
    pub fn frames(&self) -> watch::Receiver<u64> {
        self.0.latest.subscribe()
    }

    /// The instances that tell their figures at this second.
    fn instances(&self, now: u64) -> Vec<String> {
        let held = self.held();
        let others = held.others.iter();
        let live = others.filter(|(_, (last, _))| *last + GONE > now);
        let mut names: Vec<_> = live.map(|(name, _)| name.clone()).collect();
        names.push(self.0.instance.clone());
        names.sort();
        names
    }

    /// The frames of `instance`, or of all, since this second, in their order.
    fn since(&self, instance: Option<&str>, begin: u64, now: u64) -> Vec<Arc<Frame>> {
        let held = self.held();
        let own = (&self.0.instance, &held.history);
        let others = held
            .others
            .iter()
            .map(|(name, (_, history))| (name, history));
        let all = others.chain([own]);
        let wanted = all.filter(|(name, _)| instance.is_none_or(|wanted| wanted == *name));
        let mut frames: Vec<_> = wanted
            .flat_map(|(_, history)| history.since(begin, now))
            .collect();
        frames.sort_by_key(|frame| frame.second);
        frames
    }

    /// Does something for those who look, which counts as what the panel costs.
    pub fn spending<T>(&self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let outcome = work();
        self.note_spent(started.elapsed());
        outcome
    }

    fn note_spent(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.0.spent.fetch_add(micros, Relaxed);
    }

    /// Time that measuring and reading took, as a share of all time.
    fn share(&self) -> f64 {
        let spent = Duration::from_micros(self.0.spent.load(Relaxed));
        spent.as_secs_f64() / self.0.started.elapsed().as_secs_f64().max(1.0)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether memory reaches as far back as this window.
fn is_in_memory(window: Window) -> bool {
    matches!(window, Window::FiveMinutes | Window::Hour)
}

/// What the counters have counted since they were `before`.
fn since(now: &[NamespaceStats], before: &[NamespaceStats]) -> Vec<NamespaceStats> {
    let delta = |stats: &NamespaceStats| {
        let before = before.iter().find(|known| known.name == stats.name);
        before.map_or_else(|| stats.clone(), |before| stats.since(before))
    };
    now.iter().map(delta).collect()
}
