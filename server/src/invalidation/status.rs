//! How an instance stands to the log, for whoever watches.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cache::{Position, TagClock, Touched};

use super::log::{Logged, unsigned};

/// How an instance stands to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
pub struct Status {
    /// The epoch of the positions; empty before the first join.
    pub epoch: String,
    /// The last change that is known to be in the log.
    pub position: Position,
    /// The last change that was applied here.
    pub applied: Position,
    /// Whether entries may be used: the lease is in force.
    pub trusted: bool,
    /// Whether this instance relays for all.
    pub on_duty: bool,
    /// Whether the lease's connection to PostgreSQL stands.
    pub postgres: bool,
    /// Whether changes come through Redis; otherwise they are read from PostgreSQL.
    pub redis: bool,
    /// The last change this instance read from PostgreSQL or numbered itself.
    pub last_change: Option<LastChange>,
}

/// A change, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// Its place in the log.
    pub position: Position,
    /// Program and role that wrote it.
    pub source: String,
    /// When it was numbered: microseconds since 1970.
    pub at_us: i64,
    /// From the statement that made it to its numbering.
    pub lag: Duration,
    /// How many tags it touched; nothing if everything.
    pub tags: Option<usize>,
}

/// Where the tasks of an instance note what they see.
#[derive(Debug, Default)]
pub(super) struct Board {
    notes: Mutex<Notes>,
}

#[derive(Debug, Default)]
struct Notes {
    position: Position,
    on_duty: bool,
    postgres: bool,
    redis: bool,
    last_change: Option<LastChange>,
}

impl Board {
    pub(super) fn status(&self, clock: &TagClock) -> Status {
        let notes = self.lock();
        let applied = clock.applied();
        Status {
            epoch: clock.epoch().to_string(),
            position: notes.position.max(applied),
            applied,
            trusted: clock.is_trusted(),
            on_duty: notes.on_duty,
            postgres: notes.postgres,
            redis: notes.redis,
            last_change: notes.last_change.clone(),
        }
    }

    /// Notes a change that was read from PostgreSQL.
    pub(super) fn saw(&self, logged: &Logged) {
        let (Some(source), Some(lag)) = (&logged.source, logged.lag_us) else {
            return;
        };
        let tags = match &logged.change.touched {
            Touched::Tags(tags) => Some(tags.len()),
            Touched::Everything => None,
        };
        self.lock().last_change = Some(LastChange {
            position: logged.change.position,
            source: source.clone(),
            at_us: logged.stamp,
            lag: Duration::from_micros(unsigned(lag)),
            tags,
        });
    }

    pub(super) fn set_position(&self, position: Position) {
        self.lock().position = position;
    }

    pub(super) fn set_on_duty(&self, on_duty: bool) {
        self.lock().on_duty = on_duty;
    }

    pub(super) fn set_postgres(&self, connected: bool) {
        self.lock().postgres = connected;
    }

    pub(super) fn set_redis(&self, connected: bool) {
        self.lock().redis = connected;
    }

    pub(super) fn redis(&self) -> bool {
        self.lock().redis
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
