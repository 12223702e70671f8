//! Making pages again as soon as an edit drops them: most visitors then need not wait for it.
//!
//! Pages that are asked for most are looked after all the time, for each moment that one of them is missing somebody has
//! to wait. Of all others those come first that are most likely asked for before they are dropped again, and what is hardly
//! ever asked for in time is not made: so little is made in vain however often products change. As many are made at once as
//! there are cores, for each waits for Redis and PostgreSQL half of its time; and all of it takes no more of the machine than
//! visitors leave ([`pace`]).

mod pace;

use std::{
    sync::{Mutex, PoisonError},
    thread::available_parallelism,
    time::{Duration, Instant},
    vec,
};

use cache::{Cache, Key, Position};
use futures::future::join_all;

use self::pace::Pace;
use super::{PAGE, popular::Popular, render::Failure};

/// How often the pages that are asked for most are looked after.
const TURN: Duration = Duration::from_millis(100);

/// How many these are.
const MOST_ASKED: usize = 512;

/// How often all others are, if there is time: to judge a page costs some ten microseconds.
const SWEEP: Duration = Duration::from_secs(1);

/// Keeps popular pages up to date, until it is dropped.
pub async fn keep_up(cache: Cache, popular: Popular) {
    let mut renewal = Renewal {
        workers: Workers::new(&cache, &popular),
        cache,
        popular,
        sweep: Sweep::default(),
    };
    let mut seen: Option<Position> = None;
    loop {
        if renewal.sweep.left.len() == 0 {
            tokio::time::sleep(TURN).await;
        }
        let applied = renewal.cache.clock().applied();
        if seen != Some(applied) {
            renewal.look_after_most_asked().await;
            seen = Some(applied);
        }
        renewal.go_on_with_sweep(applied).await;
    }
}

struct Renewal {
    cache: Cache,
    popular: Popular,
    sweep: Sweep,
    workers: Workers,
}

/// A walk through all pages.
#[derive(Default)]
struct Sweep {
    began: Option<Instant>,
    /// What was known when it began.
    position: Option<Position>,
    left: vec::IntoIter<Key>,
}

impl Renewal {
    async fn look_after_most_asked(&mut self) {
        let mut most_asked = self.popular.most_asked(MOST_ASKED).into_iter();
        self.workers.renew(&mut most_asked, None).await;
    }

    /// Goes on for one turn, or begins anew where something changed since, though pages be left: those that come first
    /// are worth more.
    async fn go_on_with_sweep(&mut self, applied: Position) {
        let age = self.sweep.began.map(|began| began.elapsed());
        if self.sweep.position != Some(applied) && age.is_none_or(|age| age >= SWEEP) {
            self.popular.fade(age.unwrap_or_default());
            self.sweep = Sweep {
                began: Some(Instant::now()),
                position: Some(applied),
                left: self.popular.by_chance().into_iter(),
            };
        }
        self.workers.renew(&mut self.sweep.left, Some(TURN)).await;
    }
}

/// Who makes pages, each at a pace of its own.
struct Workers(Vec<Worker>);

struct Worker {
    cache: Cache,
    popular: Popular,
    pace: Pace,
}

impl Workers {
    /// One for each core.
    fn new(cache: &Cache, popular: &Popular) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let worker = |_| Worker {
            cache: cache.clone(),
            popular: popular.clone(),
            pace: Pace::new(),
        };
        Self((0..cores).map(worker).collect())
    }

    /// Makes again what is out of date of these, the first ones first, until that is done or the time is over.
    async fn renew(&mut self, keys: &mut vec::IntoIter<Key>, time: Option<Duration>) {
        let began = Instant::now();
        let has_time = || time.is_none_or(|time| began.elapsed() < time);
        let keys = Mutex::new(keys);
        let next = || {
            let mut keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
            has_time().then(|| keys.next()).flatten()
        };
        let working = self.0.iter_mut().map(async |worker| {
            while let Some(key) = next() {
                worker.renew(key).await;
            }
        });
        join_all(working).await;
    }
}

impl Worker {
    /// Makes a page again if it is out of date.
    async fn renew(&mut self, key: Key) {
        let pages = self.popular.clone();
        let make = move || {
            let rendering = pages.rendering(&key);
            async move { rendering.ok_or(Failure::Unshareable)?.run().await }
        };
        let started = Instant::now();
        if self.cache.view().renew(&PAGE, key, make).await {
            self.popular.note_made(&key);
        }
        self.pace.rest_after(started.elapsed()).await;
    }
}
