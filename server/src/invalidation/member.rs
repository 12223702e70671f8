//! The lease of this instance, and the changes it fetches from PostgreSQL.

use std::{sync::Arc, time::Duration};

use cache::Position;
use diesel_async::AsyncPgConnection;
use tokio::time::{Instant, sleep_until};

use super::{
    Shared,
    connection::{notification, open, within_deadline},
    lease, log, stream,
};
use crate::db::DbError;

/// Where a pass says which position it gave last.
const CHANNEL: &str = "vitrine_log";

/// Time from one renewal of the lease to the next.
const RENEWAL: Duration = Duration::from_millis(500);

/// How long the clock is trusted after a renewal was sent: shorter than the lease, which lasts two seconds from when it
/// arrived, so this ends first.
const TRUST: Duration = Duration::from_millis(1500);

/// Time a change has to come through Redis once it is known to be in the log.
const STREAM_PATIENCE: Duration = Duration::from_millis(5);

/// Time from one look into the log to the next while Redis is away.
const POLL: Duration = Duration::from_millis(100);

/// First pause before connecting anew; doubled up to the last.
const BACKOFF: [Duration; 2] = [Duration::from_millis(25), Duration::from_millis(250)];

/// Why membership was interrupted.
enum Interruption {
    /// PostgreSQL cannot be used.
    Database(DbError),
    /// The lease has ended, or the clock cannot go on from where it is: take another lease and start again.
    Rejoin(&'static str),
}

impl From<DbError> for Interruption {
    fn from(error: DbError) -> Self {
        Self::Database(error)
    }
}

/// What a member wakes up for.
enum Event {
    RenewalIsDue,
    Applied,
    Notified(Result<String, DbError>),
    Behind,
    PollIsDue,
}

/// Holds the lease.
pub(super) struct Member {
    shared: Arc<Shared>,
    /// What the table of leases says of this instance.
    reported: Position,
    next_renewal: Instant,
    next_poll: Instant,
    /// What was said of the last interruption: the same is not said again at each attempt.
    complaint: String,
}

impl Member {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            reported: 0,
            next_renewal: Instant::now(),
            next_poll: Instant::now(),
            complaint: String::new(),
        }
    }

    /// Joins, and joins again whenever that ended, until the instance stops.
    pub(super) async fn run(mut self) {
        let [first, last] = BACKOFF;
        let mut pause = first;
        while !self.shared.shutdown.is_cancelled() {
            let begun = Instant::now();
            if let Err(error) = self.connected().await {
                self.complain(&error);
            }
            self.shared.board.set_postgres(false);
            if begun.elapsed() > last {
                pause = first;
            }
            self.shared.pause(pause).await;
            pause = last.min(pause * 2);
        }
    }

    fn complain(&mut self, error: &DbError) {
        let complaint = error.to_string();
        if complaint != self.complaint {
            tracing::warn!(%error, "the log of changes cannot be followed; nothing is taken from caches meanwhile");
            self.complaint = complaint;
        }
    }

    /// Is a member as long as one connection lasts.
    async fn connected(&mut self) -> Result<(), DbError> {
        let shutdown = self.shared.shutdown.clone();
        let opening = open(&self.shared.database_url, CHANNEL);
        let Some(connection) = shutdown.run_until_cancelled(opening).await else {
            return Ok(());
        };
        let mut connection = connection?;
        loop {
            let membership = self.membership(&mut connection);
            match shutdown.run_until_cancelled(membership).await {
                Some(Interruption::Rejoin(reason)) => {
                    tracing::info!(reason, "joining the log of changes anew");
                    self.shared.clock().distrust();
                    self.shared.pause(BACKOFF[0]).await;
                }
                Some(Interruption::Database(error)) => return Err(error),
                None => break,
            }
        }
        // In this order: whoever sees no lease must be sure that nothing is taken from a cache here.
        self.shared.clock().distrust();
        within_deadline(lease::give_back(&mut connection, &self.shared.instance)).await
    }

    async fn membership(&mut self, connection: &mut AsyncPgConnection) -> Interruption {
        let interrupted = async {
            self.join(connection).await?;
            self.settle(connection).await?;
            self.renew(connection).await?;
            self.shared.joined.send_replace(true);
            self.complaint.clear();
            loop {
                let event = self.next(connection).await;
                self.handle(event, connection).await?;
            }
        };
        let outcome: Result<std::convert::Infallible, Interruption> = interrupted.await;
        match outcome {
            Ok(never) => match never {},
            Err(interruption) => interruption,
        }
    }

    /// Takes a lease and then, later than that, reads what the log has. In this order, every change is either read here
    /// or waits to be reported by this lease.
    async fn join(&mut self, connection: &mut AsyncPgConnection) -> Result<(), Interruption> {
        let shared = Arc::clone(&self.shared);
        // The first time this takes long, so writers must not wait for it yet.
        self.number(connection).await?;
        let (epoch, position) = within_deadline(log::position(connection)).await?;
        shared.applier.prepare(&epoch, position).await?;
        within_deadline(lease::take(connection, &shared.instance)).await?;
        shared.board.set_postgres(true);
        self.number(connection).await?;

        let place = shared.applier.arrived();
        let standing = log::standing(connection, place.position, place.stamp);
        let standing = within_deadline(standing)
            .await?
            .ok_or(Interruption::Rejoin("the log has no state"))?;
        if *standing.epoch == *place.epoch && standing.contradicts {
            return self.renounce(connection).await;
        }
        if *standing.epoch == *place.epoch && standing.kept {
            return self.catch_up(connection).await;
        }
        let history = within_deadline(log::history(connection)).await?;
        let (history, stamp) = history.ok_or(Interruption::Rejoin("the log has no state"))?;
        let prepared = shared.applier.prepare(&history.epoch, history.applied);
        prepared.await?;
        shared.applier.join(history, stamp);
        Ok(())
    }

    /// Waits until the clock holds all that is in the log by now. Whoever wrote while this instance had no lease did not wait for
    /// it: what they wrote must be applied before the clock is trusted again; that it has come is not enough.
    async fn settle(&mut self, connection: &mut AsyncPgConnection) -> Result<(), Interruption> {
        let shared = Arc::clone(&self.shared);
        // After that the lease has ended anyway.
        let end = Instant::now() + TRUST;
        let (_, position) = within_deadline(log::position(connection)).await?;
        while shared.applier.arrived().position < position && Instant::now() < end {
            self.catch_up(connection).await?;
        }
        let left = end.saturating_duration_since(Instant::now());
        if shared.clock().reached(position, left).await {
            Ok(())
        } else {
            Err(Interruption::Rejoin(
                "what is kept in memory cannot follow the log",
            ))
        }
    }

    /// Numbers what is visible in the outbox. This also enters a new world, if PostgreSQL knows that it is in one.
    async fn number(&self, connection: &mut AsyncPgConnection) -> Result<(), DbError> {
        let numbered = within_deadline(log::relay(connection)).await?;
        stream::publish(&self.shared.link, &numbered).await;
        Ok(())
    }

    /// Has the positions get a new epoch, since those known here are of a world that is gone: PostgreSQL was restored.
    async fn renounce(&mut self, connection: &mut AsyncPgConnection) -> Result<(), Interruption> {
        tracing::warn!("the log of changes has gone back; all that was kept is given up");
        self.shared.clock().distrust();
        let epoch = self.shared.applier.arrived().epoch;
        within_deadline(log::new_epoch(connection, &epoch)).await?;
        Err(Interruption::Rejoin("the log has gone back"))
    }

    async fn next(&mut self, connection: &mut AsyncPgConnection) -> Event {
        let clock = self.shared.clock();
        let redis = self.shared.board.redis();
        tokio::select! {
            biased;
            () = sleep_until(self.next_renewal) => Event::RenewalIsDue,
            true = clock.reached(self.reported + 1, RENEWAL) => Event::Applied,
            payload = notification(connection) => Event::Notified(payload),
            () = self.shared.behind.notified() => Event::Behind,
            () = sleep_until(self.next_poll), if !redis => Event::PollIsDue,
        }
    }

    async fn handle(
        &mut self,
        event: Event,
        connection: &mut AsyncPgConnection,
    ) -> Result<(), Interruption> {
        match event {
            Event::RenewalIsDue => self.renew(connection).await,
            Event::Applied => self.report(connection).await,
            Event::Behind | Event::PollIsDue => self.catch_up(connection).await,
            Event::Notified(payload) => {
                let position = payload?.parse().unwrap_or_default();
                let redis = self.shared.board.redis();
                if redis && self.shared.clock().reached(position, STREAM_PATIENCE).await
                    || self.shared.applier.arrived().position >= position
                {
                    return Ok(());
                }
                self.catch_up(connection).await
            }
        }
    }

    /// Renews the lease, and with it the trust in the clock.
    async fn renew(&mut self, connection: &mut AsyncPgConnection) -> Result<(), Interruption> {
        let sent = Instant::now();
        let (epoch, applied) = self.shared.applier.applied();
        let renewal = lease::renew(connection, &self.shared.instance, &epoch, applied);
        let renewed = within_deadline(renewal).await?;
        let renewed = renewed.ok_or(Interruption::Rejoin("the lease has ended"))?;
        if *renewed.epoch != *epoch {
            return Err(Interruption::Rejoin("the positions have a new epoch"));
        }
        if renewed.position < applied {
            return self.renounce(connection).await;
        }
        self.shared.clock().trust_until((sent + TRUST).into_std());
        self.shared.board.set_position(renewed.position);
        self.reported = applied;
        self.next_renewal = sent + RENEWAL;
        if renewed.position > self.shared.applier.arrived().position {
            self.catch_up(connection).await?;
        }
        Ok(())
    }

    /// Tells writers how far this instance has come.
    async fn report(&mut self, connection: &mut AsyncPgConnection) -> Result<(), Interruption> {
        let (epoch, applied) = self.shared.applier.applied();
        let report = lease::report(connection, &self.shared.instance, &epoch, applied);
        within_deadline(report)
            .await?
            .ok_or(Interruption::Rejoin("the lease has ended"))?;
        self.reported = applied;
        Ok(())
    }

    /// Reads the changes that are missing here from PostgreSQL.
    async fn catch_up(&mut self, connection: &mut AsyncPgConnection) -> Result<(), Interruption> {
        self.next_poll = Instant::now() + POLL;
        loop {
            let place = self.shared.applier.arrived();
            let missing = within_deadline(log::since(connection, place.position)).await?;
            let Some(last) = missing.last() else {
                return Ok(());
            };
            if *last.epoch != *place.epoch {
                return Err(Interruption::Rejoin("the positions have a new epoch"));
            }
            if !self.shared.applier.receive(&missing) {
                return Err(Interruption::Rejoin(
                    "changes that are missing are not kept",
                ));
            }
            self.shared.board.saw(last);
            // A long way to go must not cost the lease.
            if self.next_renewal <= Instant::now() {
                return Ok(());
            }
        }
    }
}
