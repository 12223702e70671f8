//! Visitors who are made up, for somebody who wants to see the panel live: searches by Zipf's law on this machine, and
//! edits beside them.

mod target;
mod wishes;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use http::{Request, Uri, header::ACCEPT};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::{
    sync::Semaphore,
    time::{Instant, MissedTickBehavior, interval, timeout},
};

pub use self::target::{NotHere, Target};

use self::wishes::Wishes;
use crate::{
    catalog,
    db::{DbError, Pool},
};

/// Requests under way at most: a server that does not keep up is not asked more.
const AT_ONCE: usize = 32;

/// How much is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Requests a second, 1 at least.
    pub requests: u32,
    /// Edits a second.
    pub edits: u32,
    /// For how long.
    pub time: Duration,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Requests that were answered.
    pub answered: u64,
    /// Requests that were not, or with a status from 500.
    pub failed: u64,
    /// Prices that were changed.
    pub edits: u64,
}

#[derive(Default)]
struct Tally {
    answered: AtomicU64,
    failed: AtomicU64,
    edits: AtomicU64,
}

/// Asks the server at `target` and edits its products behind `pool`, until the time is over. Each price that is changed is
/// changed back by the next edit.
pub async fn run(pool: &Pool, target: &Target, rates: Rates) -> Result<Outcome, DbError> {
    let tally = Arc::new(Tally::default());
    let wishes = Wishes::among(catalog::demo::names(pool).await?);
    let visits = visit(&wishes, target, rates.requests, &tally);
    let edits = edit(pool, rates, &tally);
    let (_, edited) = tokio::join!(timeout(rates.time, visits), edits);
    edited?;
    Ok(Outcome {
        answered: tally.answered.load(Relaxed),
        failed: tally.failed.load(Relaxed),
        edits: tally.edits.load(Relaxed),
    })
}

async fn visit(wishes: &Wishes, target: &Target, per_second: u32, tally: &Arc<Tally>) {
    let client: Client<_, Empty<Bytes>> =
        Client::builder(TokioExecutor::new()).build(HttpConnector::new());
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let mut beat = interval(Duration::from_secs(1) / per_second.max(1));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        // The semaphore is never closed.
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        let address = target.address(&wishes.next(&mut rand::rng()));
        let (client, tally) = (client.clone(), Arc::clone(tally));
        tokio::spawn(async move {
            let answered = ask(&client, address).await;
            let count = if answered {
                &tally.answered
            } else {
                &tally.failed
            };
            count.fetch_add(1, Relaxed);
            drop(slot);
        });
    }
}

/// Whether the page came.
async fn ask(client: &Client<HttpConnector, Empty<Bytes>>, address: Uri) -> bool {
    let request = Request::get(address)
        .header(ACCEPT, "text/html")
        .body(Empty::new());
    let Ok(request) = request else { return false };
    let Ok(answer) = client.request(request).await else {
        return false;
    };
    let fine = !answer.status().is_server_error();
    fine && answer.into_body().collect().await.is_ok()
}

async fn edit(pool: &Pool, rates: Rates, tally: &Tally) -> Result<(), DbError> {
    if rates.edits == 0 {
        return Ok(());
    }
    let end = Instant::now() + rates.time;
    let mut beat = interval(Duration::from_secs(1) / rates.edits);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut raised = None;
    while Instant::now() < end {
        beat.tick().await;
        raised = match raised {
            None => catalog::demo::raise_price(pool).await?,
            Some(product) => {
                catalog::demo::lower_price(pool, product).await?;
                None
            }
        };
        tally.edits.fetch_add(1, Relaxed);
    }
    match raised {
        Some(product) => catalog::demo::lower_price(pool, product).await,
        None => Ok(()),
    }
}
