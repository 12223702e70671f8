//! What the system consists of.

use super::bounds::{Bounds, Tag};

/// Room for this many instances, requests of one instance, and writes in a packed state.
pub(crate) const INSTANCES: usize = 3;
pub(crate) const REQUESTS: usize = 2;
pub(crate) const WRITES: usize = 4;

/// A set of writes, a bit each.
pub(crate) type Writes = u8;

/// A number in the log; 0 is before the first.
pub(crate) type Position = u8;

/// A value as it is kept in a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The writes it shows, of those that concern it.
    pub(crate) value: Writes,
    pub(crate) as_of: Position,
}

/// All there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    pub(crate) postgres: Postgres,
    pub(crate) redis: Redis,
    pub(crate) left: Left,
    pub(crate) instances: [Instance; INSTANCES],
}

/// The database, and what writers were told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Postgres {
    pub(crate) committed: Writes,
    /// The last position given.
    pub(crate) head: Position,
    /// Which write has each position: its number plus one, 0 for none.
    pub(crate) log: [u8; WRITES],
    /// Rows up to this position are deleted.
    pub(crate) pruned: Position,
    /// Of the writes that concern the entry.
    pub(crate) acknowledged: Writes,
}

/// The one entry in Redis and in its replica.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Redis {
    pub(crate) entry: Option<Entry>,
    pub(crate) replica: Option<Entry>,
}

/// How many mishaps of each kind may still happen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    pub(crate) evictions: u8,
    pub(crate) failovers: u8,
    pub(crate) losses: u8,
    pub(crate) restarts: u8,
    pub(crate) trims: u8,
    pub(crate) prunes: u8,
}

/// A process of the site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instance {
    pub(crate) standing: Standing,
    /// A lease stands in PostgreSQL, and writers wait for this instance.
    pub(crate) leased: bool,
    /// The entry in the process.
    pub(crate) local: Option<Entry>,
    pub(crate) applied: Position,
    /// The last position that touched each tag, 0 if the map does not say.
    pub(crate) last: [Position; 2],
    /// The map says nothing of changes up to here.
    pub(crate) floor: Position,
    pub(crate) requests: [Request; REQUESTS],
}

/// Whether an instance trusts its caches, and how far it is on the way to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not running.
    Down,
    /// Running, and every request reads the database.
    Doubting,
    /// Has taken a lease.
    Leased,
    /// Has read the position before it took a lease (a flaw).
    Sighted(Position),
    /// Has a lease, and has read the position it must reach.
    CatchingUp(Position),
    Trusting,
}

/// A request. One of an instance that does not trust itself reads the database and is of no interest here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    Idle,
    /// Has a position but has not looked whether the instance trusts itself (a flaw).
    Unchecked {
        acknowledged: Writes,
        position: Position,
    },
    /// Looks for a value: what was acknowledged when it began, and the position it judges by.
    Begun {
        acknowledged: Writes,
        position: Position,
    },
    /// Is about to read the database. Its own answer will hold all that was acknowledged when it began, since a
    /// snapshot holds all that was committed before it; so this is no longer kept.
    Loading {
        as_of: Position,
        position: Position,
    },
    /// Has answered; others may take the value, and it may be stored at any time from now on.
    Loaded {
        entry: Entry,
        position: Position,
    },
}

impl State {
    pub(crate) fn initial(bounds: &Bounds) -> Self {
        let mut instances = [Instance::DOWN; INSTANCES];
        for instance in &mut instances[..bounds.instances - bounds.late] {
            instance.standing = Standing::Trusting;
            instance.leased = true;
        }
        Self {
            postgres: Postgres {
                committed: 0,
                head: 0,
                log: [0; WRITES],
                pruned: 0,
                acknowledged: 0,
            },
            redis: Redis {
                entry: None,
                replica: None,
            },
            left: Left {
                evictions: bounds.evictions,
                failovers: bounds.failovers,
                losses: bounds.losses,
                restarts: bounds.restarts,
                trims: bounds.trims,
                prunes: bounds.prunes,
            },
            instances,
        }
    }

    /// This state with one instance changed.
    pub(crate) fn with(&self, at: usize, change: impl FnOnce(&mut Instance)) -> Self {
        let mut next = *self;
        change(&mut next.instances[at]);
        next
    }
}

impl Postgres {
    /// The write that has `position`, if one has.
    pub(crate) fn write_at(self, position: Position) -> Option<usize> {
        let number = self.log[usize::from(position) - 1];
        usize::from(number).checked_sub(1)
    }

    /// The position of `write`, if it has one.
    pub(crate) fn position_of(self, write: usize) -> Option<Position> {
        (1..=self.head).find(|&position| self.write_at(position) == Some(write))
    }
}

impl Instance {
    pub(crate) const DOWN: Self = Self {
        standing: Standing::Down,
        leased: false,
        local: None,
        applied: 0,
        last: [0; 2],
        floor: 0,
        requests: [Request::Idle; REQUESTS],
    };

    pub(crate) fn last_mut(&mut self, tag: Tag) -> &mut Position {
        &mut self.last[tag as usize]
    }
}
