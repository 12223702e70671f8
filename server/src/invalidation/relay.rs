//! Numbering changes as they are committed: one instance does it for all.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use diesel::{QueryableByName, sql_types::Bool};
use diesel_async::AsyncPgConnection;
use tokio::time::timeout;

use super::{
    Shared,
    connection::{notification, open, within_deadline},
    log,
    message::Message,
    rhythm::{Next, Rhythm},
    stream,
};
use crate::db::{Bind, DbError, Statement};

/// Where writers call a relay that sleeps.
const CHANNEL: &str = "vitrine_outbox";

/// How often the others try to take over, and look whether work was left lying.
const STANDBY: Duration = Duration::from_millis(500);

/// Time from one pruning of the log to the next.
const PRUNING: Duration = Duration::from_mins(1);

/// First pause before connecting anew; doubled up to the last.
const BACKOFF: [Duration; 2] = [Duration::from_millis(25), Duration::from_millis(250)];

/// Relays while no other instance does.
pub(super) struct Relay {
    shared: Arc<Shared>,
}

#[derive(QueryableByName)]
struct Turn {
    /// Whether the duty is this instance's from now on.
    #[diesel(sql_type = Bool)]
    taken: bool,
    /// Whether changes wait that the instance on duty should have numbered.
    #[diesel(sql_type = Bool)]
    left_lying: bool,
}

impl Relay {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Takes turns until the instance stops.
    pub(super) async fn run(self) {
        let shutdown = self.shared.shutdown.clone();
        let [first, last] = BACKOFF;
        let relaying = async {
            let mut pause = first;
            loop {
                let begun = Instant::now();
                let Err(error) = self.connected().await;
                self.shared.board.set_on_duty(false);
                tracing::debug!(%error, "relaying is interrupted");
                if begun.elapsed() > last {
                    pause = first;
                }
                tokio::time::sleep(pause).await;
                pause = last.min(pause * 2);
            }
        };
        let _: Option<()> = shutdown.run_until_cancelled(relaying).await;
        self.shared.board.set_on_duty(false);
    }

    async fn connected(&self) -> Result<std::convert::Infallible, DbError> {
        let mut connection = open(&self.shared.database_url, CHANNEL).await?;
        loop {
            match within_deadline(turn(&mut connection)).await? {
                Some(Turn { taken: true, .. }) => return self.on_duty(&mut connection).await,
                // Who is on duty may be frozen.
                Some(Turn {
                    left_lying: true, ..
                }) => {
                    self.pass(&mut connection).await?;
                }
                _ => {}
            }
            tokio::time::sleep(STANDBY).await;
        }
    }

    /// Relays until the connection ends, and the duty with it.
    async fn on_duty(
        &self,
        connection: &mut AsyncPgConnection,
    ) -> Result<std::convert::Infallible, DbError> {
        self.shared.board.set_on_duty(true);
        tracing::info!("relaying changes for all instances");
        self.guard_against_restore(connection).await?;
        within_deadline(set_sleeping(connection, false)).await?;
        let mut rhythm = Rhythm::new(Instant::now());
        let mut pruned: Option<Instant> = None;
        loop {
            if pruned.is_none_or(|at| at.elapsed() > PRUNING) {
                within_deadline(log::prune(connection)).await?;
                pruned = Some(Instant::now());
            }
            let found = self.pass(connection).await?;
            match rhythm.after_pass(found, Instant::now()) {
                Next::Sleep => within_deadline(set_sleeping(connection, true)).await?,
                Next::Wake => within_deadline(set_sleeping(connection, false)).await?,
                Next::Wait(longest) => {
                    if let Ok(called) = timeout(longest, notification(connection)).await {
                        called?;
                    }
                }
            }
        }
    }

    /// One pass; whether it found something.
    async fn pass(&self, connection: &mut AsyncPgConnection) -> Result<bool, DbError> {
        let changes = within_deadline(log::relay(connection)).await?;
        self.shared.take_in(&changes);
        stream::publish(&self.shared.link, &changes).await;
        Ok(!changes.is_empty())
    }

    /// Redis may know of changes that PostgreSQL has lost in a restore: entries in Redis may then be of that lost world.
    async fn guard_against_restore(
        &self,
        connection: &mut AsyncPgConnection,
    ) -> Result<(), DbError> {
        // Also enters a new world, if PostgreSQL itself knows that it is in one.
        self.pass(connection).await?;
        let Some(standing) = within_deadline(log::standing(connection, 0, 0)).await? else {
            return Ok(());
        };
        let epoch = standing.epoch;
        let Ok(Some(message)) = stream::last_message(&self.shared.link, &epoch).await else {
            return Ok(());
        };
        let (position, stamp) = match message {
            Message::Whole(logged) => (logged.change.position, logged.stamp),
            Message::Hint(position, stamp) => (position, stamp),
        };
        let standing = within_deadline(log::standing(connection, position, stamp)).await?;
        if standing.is_some_and(|standing| standing.epoch == epoch && standing.contradicts) {
            tracing::warn!("the log of changes has gone back; all that was kept is given up");
            within_deadline(log::new_epoch(connection, &epoch)).await?;
            self.shared.behind.notify_one();
        }
        Ok(())
    }
}

async fn turn(connection: &mut AsyncPgConnection) -> Result<Option<Turn>, DbError> {
    let rows = Statement::new(
        "relay.turn",
        "SELECT pg_try_advisory_lock(hashtext('vitrine'), hashtext('relay duty')) AS taken,
                EXISTS (SELECT FROM cache_outbox WHERE at < clock_timestamp() - interval '250 ms') AS left_lying",
        vec![],
    )
    .load_on(connection)
    .await?;
    Ok(rows.into_iter().next())
}

async fn set_sleeping(connection: &mut AsyncPgConnection, sleeping: bool) -> Result<(), DbError> {
    let statement = Statement::new(
        "relay.sleep",
        "UPDATE cache_state SET sleeping = $1 WHERE sleeping <> $1 RETURNING true AS done",
        vec![Bind::Bool(sleeping)],
    );
    log::run(connection, statement).await
}
