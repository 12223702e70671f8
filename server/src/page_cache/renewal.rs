//! Making pages again as soon as an edit drops them, those that are asked for most first: most visitors then need not
//! wait for it.
//!
//! A page is made ahead once for each time that somebody asked for it, so little is made in vain however often products
//! change. And all of it takes a share of one core at most, as it stands then: on a machine that is busy a page takes
//! longer, and the pause after it, too.

use std::time::{Duration, Instant};

use cache::{Cache, Position};

use super::{PAGE, popular::Popular};

/// Time between two looks whether something has changed.
const PAUSE: Duration = Duration::from_millis(50);

/// After so long the most asked for come first again.
const ROUND: Duration = Duration::from_secs(1);

/// Work that is done without a pause.
const STRETCH: Duration = Duration::from_millis(2);

/// Pauses are so many times as long as the work between them: a quarter of a core.
const REST: u32 = 3;

/// Keeps popular pages up to date, until it is dropped.
pub async fn keep_up(cache: Cache, popular: Popular) {
    let mut work = Work::default();
    let mut done: Option<Position> = None;
    loop {
        tokio::time::sleep(PAUSE).await;
        let applied = cache.clock().applied();
        if done != Some(applied) && round(&cache, &popular, &mut work).await {
            done = Some(applied);
        }
    }
}

/// Goes through the pages; whether it came to the end.
async fn round(cache: &Cache, popular: &Popular, work: &mut Work) -> bool {
    let began = Instant::now();
    for page in popular.by_asks() {
        if began.elapsed() >= ROUND {
            return false;
        }
        let rendering = page.rendering.clone();
        let make = move || rendering.anew().run();
        let started = Instant::now();
        if cache.view().renew(&PAGE, page.key, make).await {
            popular.note_made(&page);
        }
        work.rest_after(started.elapsed()).await;
    }
    true
}

/// Work since the last pause.
#[derive(Default)]
struct Work(Duration);

impl Work {
    async fn rest_after(&mut self, took: Duration) {
        self.0 += took;
        if self.0 >= STRETCH {
            tokio::time::sleep(self.0 * REST).await;
            self.0 = Duration::ZERO;
        }
    }
}
