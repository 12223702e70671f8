//! Moving the counts on while the server runs, and to the last one when it stops.

use std::time::Duration;

use cache::Counts;
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    pruning::{forget_batches, forget_old_days, forget_rare_searches},
    sink::CountSink,
};
use crate::{
    api::forget_answers,
    catalog::history,
    db::{DbError, Pool},
};

/// Between two copies to Redis: what a killed process loses.
const PUSH_EVERY: Duration = Duration::from_secs(1);
/// Between two transactions in PostgreSQL: how old a figure may be.
const DRAIN_EVERY: Duration = Duration::from_secs(10);
/// Between two looks for what can go.
const PRUNE_EVERY: Duration = Duration::from_hours(1);
/// How far each of these varies, as a share of it, so that instances do not keep step.
const JITTER: f64 = 0.2;
/// Least time the last counts have when the server stops.
const LAST_DRAIN: Duration = Duration::from_secs(1);

/// The counting of a running server.
#[derive(Debug)]
pub struct Counting {
    ended: CancellationToken,
    task: JoinHandle<()>,
}

impl Counting {
    /// Begins to move what `counts` has on to PostgreSQL, in a task of its own.
    pub fn start(counts: Counts, pool: Pool) -> Self {
        let ended = CancellationToken::new();
        let task = tokio::spawn(run(counts, pool, ended.clone()));
        Self { ended, task }
    }

    /// Moves on all that was counted, and ends. To be called once no request runs any more.
    ///
    /// Takes `patience` at most, or a second if that is less. With PostgreSQL away the counts stay
    /// in Redis; with both away they may be lost, and the log says how many.
    pub async fn finish(self, patience: Duration) {
        self.ended.cancel();
        let mut task = self.task;
        if timeout(patience.max(LAST_DRAIN), &mut task).await.is_err() {
            task.abort();
            tracing::warn!("stopping before all counts were written");
        }
    }
}

async fn run(counts: Counts, pool: Pool, ended: CancellationToken) {
    let rounds = async {
        let mut rounds = Rounds::new(&counts, &pool);
        loop {
            rounds.next().await;
        }
    };
    // A round that is given up halfway has lost nothing.
    let _: Option<()> = ended.run_until_cancelled(rounds).await;
    last_drain(&counts, &pool).await;
}

/// To Redis first, in case PostgreSQL is away.
async fn last_drain(counts: &Counts, pool: &Pool) {
    let pushed = counts.push().await;
    let drained = counts.drain(&CountSink::new(pool.clone())).await;
    match (pushed, drained) {
        (_, Ok(_)) => {}
        (Ok(()), Err(error)) => {
            tracing::warn!(%error, "PostgreSQL is away: the last counts stay in Redis");
        }
        (Err(redis), Err(error)) => {
            let at_most = counts.stats().await.waiting;
            tracing::error!(%error, %redis, at_most, "PostgreSQL and Redis are away: counts may be lost");
        }
    }
}

/// What is done again and again.
struct Rounds<'a> {
    counts: &'a Counts,
    pool: &'a Pool,
    sink: CountSink,
    push_at: Instant,
    drain_at: Instant,
    prune_at: Instant,
    /// Whether the last drain failed: told once, not every ten seconds.
    failing: bool,
    /// Dropped counts that were told of.
    dropped: u64,
}

impl<'a> Rounds<'a> {
    fn new(counts: &'a Counts, pool: &'a Pool) -> Self {
        Self {
            counts,
            pool,
            sink: CountSink::new(pool.clone()),
            push_at: in_about(PUSH_EVERY),
            drain_at: in_about(DRAIN_EVERY),
            prune_at: in_about(DRAIN_EVERY),
            failing: false,
            dropped: 0,
        }
    }

    async fn next(&mut self) {
        sleep_until(self.push_at).await;
        if let Err(error) = self.counts.push().await {
            tracing::debug!(%error, "counts have no copy in Redis for now");
        }
        self.push_at = in_about(PUSH_EVERY);
        if self.drain_at <= Instant::now() {
            let complete = self.drain().await;
            self.drain_at = in_about(DRAIN_EVERY);
            if complete && self.prune_at <= Instant::now() {
                self.prune_at = in_about(PRUNE_EVERY);
                self.prune().await;
            }
        }
    }

    /// Whether all batches in Redis were seen.
    async fn drain(&mut self) -> bool {
        self.tell_dropped().await;
        match self.counts.drain(&self.sink).await {
            Ok(drained) => {
                if std::mem::take(&mut self.failing) {
                    tracing::info!("counts are written again");
                }
                drained.complete
            }
            Err(error) => {
                if !std::mem::replace(&mut self.failing, true) {
                    tracing::warn!(%error, "counts cannot be written, they are kept");
                }
                false
            }
        }
    }

    async fn tell_dropped(&mut self) {
        let dropped = self.counts.stats().await.dropped;
        let count = dropped - self.dropped;
        if count > 0 {
            self.dropped = dropped;
            tracing::warn!(
                count,
                "counts were dropped: too many different ones at once, or too long addresses"
            );
        }
    }

    async fn prune(&self) {
        let pruned = async {
            let batches = forget_batches(self.pool).await?;
            let searches =
                forget_rare_searches(self.pool).await? + forget_old_days(self.pool).await?;
            let acts = history::prune(self.pool).await?;
            let answers = forget_answers(self.pool).await?;
            Ok::<_, DbError>((batches, searches, acts, answers))
        };
        match pruned.await {
            Ok((batches, searches, acts, answers)) => {
                tracing::debug!(
                    batches,
                    searches,
                    acts,
                    answers,
                    "old counts and acts are gone"
                );
            }
            Err(error) => tracing::warn!(%error, "old counts and acts cannot be deleted"),
        }
    }
}

/// A moment after `time`, give or take the jitter.
fn in_about(time: Duration) -> Instant {
    let factor = rand::random_range(1.0 - JITTER..=1.0 + JITTER);
    Instant::now() + time.mul_f64(factor)
}
