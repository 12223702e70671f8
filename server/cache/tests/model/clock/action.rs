//! What may happen, and how a counterexample tells it.

use std::fmt;

use super::bounds::Tag;
use super::state::{Entry, Position, Writes};

/// Where an answer was taken from. A load's own answer is not judged: see [`Request::Loading`](super::state::Request).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    /// The process.
    Local,
    /// Redis.
    Remote,
    /// A load that another request began.
    Flight,
}

/// A request, by its instance and its number there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader(pub(crate) usize, pub(crate) usize);

/// One step of the system.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    Commit(usize, Tag),
    GivePosition(usize, Position),
    Acknowledge(usize),
    Prune(Position),
    Evict,
    Replicate,
    FailOver,
    Start(usize),
    Stop(usize),
    Apply(usize, Position),
    SkipPruned(usize, Position),
    Trim(usize, Tag),
    Doubt(usize),
    LeaseEnds(usize),
    TakeLease(usize),
    ReadPosition(usize, Position),
    Trust(usize),
    Begin(Reader, Position, Writes),
    SeeTrust(Reader),
    Load(Reader, Position),
    Snapshot(Reader, Writes),
    StoreLocal(Reader, Entry),
    StoreRemote(Reader, Entry),
    Finish(Reader),
    Answer {
        reader: Reader,
        from: Tier,
        entry: Entry,
        /// What was acknowledged when the request began.
        acknowledged: Writes,
    },
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Commit(write, tag) => write!(f, "w{} commits, touching {tag:?}", write + 1),
            Self::GivePosition(write, position) => {
                write!(f, "w{} has position {position}", write + 1)
            }
            Self::Acknowledge(write) => write!(f, "w{} is acknowledged", write + 1),
            Self::Prune(to) => write!(f, "PostgreSQL deletes the log up to position {to}"),
            Self::Evict => f.write_str("Redis evicts the entry"),
            Self::Replicate => f.write_str("the replica of Redis catches up"),
            Self::FailOver => f.write_str("Redis fails over to its replica"),
            Self::Start(at) => write!(f, "{} starts, with nothing", name(at)),
            Self::Stop(at) => write!(f, "{} is killed", name(at)),
            Self::Apply(at, position) => write!(f, "{} applies position {position}", name(at)),
            Self::SkipPruned(at, to) => {
                write!(f, "{} finds the log pruned, goes on at {to}", name(at))
            }
            Self::Trim(at, tag) => write!(f, "{} drops {tag:?} from its map", name(at)),
            Self::Doubt(at) => write!(f, "{} stops trusting itself", name(at)),
            Self::LeaseEnds(at) => write!(f, "the lease of {} ends", name(at)),
            Self::TakeLease(at) => write!(f, "{} takes a lease", name(at)),
            Self::ReadPosition(at, target) => {
                write!(f, "{} reads in PostgreSQL: position {target}", name(at))
            }
            Self::Trust(at) => write!(f, "{} trusts itself", name(at)),
            Self::Begin(reader, position, acknowledged) => write!(
                f,
                "{reader} begins at position {position}, {} acknowledged",
                shown(acknowledged)
            ),
            Self::SeeTrust(reader) => write!(f, "{reader} sees that its instance trusts itself"),
            Self::Load(reader, as_of) => write!(f, "{reader} starts a load at position {as_of}"),
            Self::Snapshot(reader, value) => {
                write!(f, "{reader} reads the database: {}", shown(value))
            }
            Self::StoreLocal(reader, entry) => write!(f, "{reader} stores {entry} in the process"),
            Self::StoreRemote(reader, entry) => write!(f, "{reader} stores {entry} in Redis"),
            Self::Finish(reader) => write!(f, "{reader} is done"),
            Self::Answer {
                reader,
                from,
                entry,
                acknowledged,
            } => {
                let acknowledged = shown(acknowledged);
                write!(
                    f,
                    "{reader} answers {entry} from {from}; {acknowledged} acknowledged when it began"
                )
            }
        }
    }
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", name(self.0), self.1 + 1)
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local => "the process",
            Self::Remote => "Redis",
            Self::Flight => "a flight",
        })
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as of {}", shown(self.value), self.as_of)
    }
}

/// Instances are called P, Q, R.
fn name(at: usize) -> char {
    ['P', 'Q', 'R'][at]
}

fn shown(writes: Writes) -> String {
    let names: Vec<_> = (0..8)
        .filter(|write| writes & (1 << write) != 0)
        .map(|write| format!("w{}", write + 1))
        .collect();
    format!("{{{}}}", names.join(", "))
}
